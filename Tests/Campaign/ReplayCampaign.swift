import Saccade
import SaccadeReplay
import SaccadeTesting
import TraceGenerator

extension Campaign {
    /// Generated traces without errors, and faults that are named.
    static let replay = Campaign(name: "replay", title: "Replay") { share in
        try truth(count: 10_000 / share, least: max(1, 100 / share))
            + faults(wanted: max(2, 200 / share), least: max(2, 100 / share)) + pictures(count: max(2, 200 / share))
            + comparisons(count: 2_500 / share)
    }

    /// Rules that no log breaks: what is required is the caller's, and damage is that of an MCAP file.
    private static let otherwiseTested: Set = ["unmet-requirement", "damaged-container"]

    /// Generated traces and layers have no errors, and every kind of event and every field is in them.
    private static func truth(count: Int, least: Int) throws -> [Figure] {
        var errors: [String] = []
        var reached: [EventKind: Int] = [:]
        var fields = try FieldReach()
        let checker = Checker(CheckOptions(rules: Rule.all))
        for seed in 0..<count {
            let trace = TraceGenerator.trace(seed: UInt64(seed))
            let layer = TraceGenerator.layer(seed: UInt64(seed))
            for event in trace.events { if let kind = event.body.kind { reached[kind, default: 0] += 1 } }
            for kind in [EventKind.layerBegin, .layerEnd] { reached[kind, default: 0] += 1 }
            for log in [trace.log, layer] {
                try fields.count(log)
                for finding in try checker.check(bytes: log).findings where finding.severity == .error {
                    errors.append("seed \(seed): \(finding.ruleID): \(finding.message)")
                }
            }
        }
        let rare = EventKind.allCases.filter { (reached[$0] ?? 0) < least }
        return [
            Figure("\(count) generated traces and as many layers, every rule", "no error", failures: errors),
            Figure(
                "\(EventKind.allCases.count) kinds of event in them", "each at least \(least) times",
                failures: rare.map { "\($0.rawValue) \(reached[$0] ?? 0) times" }),
            Figure(
                "\(fields.counts.count) fields in them", "each at least \(least) times",
                failures: fields.rare(below: least)),
        ]
    }

    /// Faults in random places of generated traces are reported on the line where they are, by the rule that names them.
    private static func faults(wanted: Int, least: Int) throws -> [Figure] {
        var (injected, named) = (0, 0)
        var reached: [String: Int] = [:]
        var missed: [String] = []
        let checker = Checker(CheckOptions(rules: Rule.all, findingsPerRule: 10_000))
        for (number, fault) in Fault.all.enumerated() {
            var found = 0
            for seed in 0..<wanted * 100 where found < wanted {
                var random = SeededRandom(seed: UInt64(number) << 32 | UInt64(seed))
                var story = Story(TraceGenerator.trace(seed: UInt64(seed)).events)
                story.digestIsMadeAnew = true
                let before = story
                guard let line = fault.inject(&story, &random) else { continue }
                found += 1
                let report = try checker.check(bytes: story.log)
                let mine = report.findings.filter { $0.ruleID == fault.rule }
                // A warning that was there before does not count.
                let earlier = try checker.check(bytes: before.log).findings.count { $0.ruleID == fault.rule }
                if mine.count > earlier, mine.contains(where: { $0.location.line == line }) {
                    named += 1
                } else {
                    let lines = mine.map(\.location.line).prefix(3)
                    missed.append("\(fault.title) (\(fault.rule), seed \(seed), line \(line), found at \(lines))")
                }
            }
            injected += found
            reached[fault.rule, default: 0] += found
        }
        let rules = Set(Rule.all.filter { $0.level < .l3 && !otherwiseTested.contains($0.id) }.map(\.id))
        let untouched = rules.filter { reached[$0, default: 0] < least }.sorted()
        var untold: [String] = []
        for mutation in Mutation.all {
            var story = Story()
            mutation.change(&story)
            if !(try checker.check(bytes: story.log).findings.contains { $0.ruleID == mutation.rule }) {
                untold.append("\(mutation.title): \(mutation.rule)")
            }
        }
        return [
            Figure(
                "\(injected) faults of \(Fault.all.count) kinds in generated traces",
                "at least 99.5 % named, by the right rule on the right line", part: named, of: injected, least: 0.995,
                examples: missed),
            Figure(
                "places in generated traces where \(rules.count) rules of L0 to L2 can be broken",
                "at least \(least) for each rule", failures: untouched.map { "\($0) \(reached[$0] ?? 0) times" }),
            Figure(
                "\(Mutation.all.count) faults in a true story", "each reported under the id of its rule",
                failures: untold),
        ]
    }

    /// Pictures that were made as it is told are exact; pictures that were not are explained.
    private static func pictures(count: Int) throws -> [Figure] {
        var (exact, wrong) = (0, [String]())
        for seed in 0..<count {
            let report = try PictureScene.truth(seed: UInt64(seed))
            exact += report.coverage.pixels.exact
            if report.verdict != .pass {
                wrong.append("seed \(seed): \(report.summary) \(report.findings.map(\.message))")
            }
        }
        let tools = ClosureTools(["upper": { $0["text"]?.string?.uppercased() ?? "" }])
        var (told, named) = (0, 0)
        var missed: [String] = []
        for (number, fault) in PictureFault.all.enumerated() {
            for seed in 0..<count {
                var scene = try PictureScene(seed: UInt64(number) << 32 | UInt64(seed))
                let line = try fault.tell(&scene)
                let report = try scene.report(fault.level, tools: tools)
                told += 1
                let isNamed = report.findings.contains {
                    $0.ruleID == fault.rule && $0.location.line == line && $0.message.contains(fault.words)
                }
                if isNamed {
                    named += 1
                } else {
                    missed.append("\(fault.title), seed \(seed): \(report.findings.map(\.message).prefix(2))")
                }
            }
        }
        let broken = Set(Fault.all.map(\.rule) + PictureFault.all.map(\.rule))
        let alive = Rule.all.filter { !broken.contains($0.id) && !otherwiseTested.contains($0.id) }
        return [
            Figure(
                "\(count) generated traces with pictures, \(exact) derived images", "each passes L3", failures: wrong),
            Figure(
                "\(told) lies of \(PictureFault.all.count) kinds about pictures, files and tools",
                "at least 99.5 % named, with the reading that explains them", part: named, of: told, least: 0.995,
                examples: missed),
            Figure(
                "\(Rule.all.count) rules (but for \(otherwiseTested.sorted().joined(separator: " and ")))",
                "each broken by a kind of fault",
                failures: alive.map(\.id)),
        ]
    }
}
