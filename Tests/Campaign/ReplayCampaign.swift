import Saccade
import SaccadeReplay
import SaccadeTesting
import TraceGenerator

extension Campaign {
    /// Generated traces without errors, and faults that are named.
    static let replay = Campaign(name: "replay", title: "Rules on true and on lying traces") { share in
        var errors: [String] = []
        var reached: [EventKind: Int] = [:]
        let checker = Checker(CheckOptions(rules: Rule.all))
        let count = 10_000 / share
        for seed in 0..<count {
            let trace = TraceGenerator.trace(seed: UInt64(seed))
            for event in trace.events { if let kind = event.body.kind { reached[kind, default: 0] += 1 } }
            let report = try checker.check(bytes: trace.log)
            for finding in report.findings where finding.severity == .error {
                errors.append("seed \(seed): \(finding.ruleID): \(finding.message)")
            }
        }
        // Layers are logs of their own, and a gap makes a trace unverified by its nature.
        let wanted = EventKind.allCases.filter { ![.layerBegin, .layerEnd, .gap].contains($0) }
        let rare = wanted.filter { (reached[$0] ?? 0) < 100 / share }
        var missed: [String] = []
        for mutation in Mutation.all {
            var story = Story()
            mutation.change(&story)
            let report = try checker.check(bytes: story.log)
            if !report.findings.contains(where: { $0.ruleID == mutation.rule }) {
                missed.append("\(mutation.title): \(mutation.rule)")
            }
        }
        return [
            Figure("\(count) generated traces, every rule", "no error", failures: errors),
            Figure(
                "\(wanted.count) kinds of event in them", "each at least \(100 / share) times",
                failures: rare.map { "\($0.name) \(reached[$0] ?? 0) times" }),
            Figure(
                "\(Mutation.all.count) faults in a true story", "each reported under the id of its rule",
                failures: missed),
        ]
    }
}
