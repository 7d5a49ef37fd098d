import Saccade
import SaccadeReplay
import SaccadeTesting
import TraceGenerator

extension Campaign {
    /// Generated traces are compared with themselves, with each other from both sides, and with edited copies.
    static func comparisons(count: Int) throws -> [Figure] {
        var (unequal, unmirrored) = ([String](), [String]())
        var (edits, missed, stray) = (0, [String](), [String]())
        for seed in 0..<count {
            let (a, b) = (log(seed), log(seed + 1))
            let (first, second) = (try spelled(a), try spelled(b))
            if TraceDiff(first, first).equality != .identical || !TraceDiff(first.state, first.state).isEmpty {
                unequal.append("seed \(seed)")
            }
            let (there, back) = (TraceDiff(first, second), TraceDiff(second, first))
            if there.differences.map(\.mirrored) != back.differences || there.mirrored.steps != back.steps
                || there.equality != back.equality
            {
                unmirrored.append("seed \(seed)")
            }
            for edit in Edit.all {
                var random = SeededRandom(seed: UInt64(seed))
                var story = Story(TraceGenerator.trace(seed: UInt64(seed)).events)
                story.digestIsMadeAnew = true
                guard let name = edit.change(&story, &random) else { continue }
                edits += 1
                let diff = TraceDiff(first, try spelled(story.log))
                let named = diff.differences.filter { $0.first == name && $0.category == edit.category }
                if named.isEmpty { missed.append("\(edit.title), seed \(seed): \(name)") }
                // The edited thing is all that differs.
                if let other = diff.differences.first(where: { $0.first != name }) {
                    stray.append("\(edit.title), seed \(seed): \(other.words)")
                }
            }
        }
        return [
            Figure("\(count) generated traces, each compared with itself", "identical", failures: unequal),
            Figure(
                "\(count) pairs of generated traces, compared from both sides", "one diff mirrors the other",
                failures: unmirrored),
            Figure("\(edits) edits of one thing in a copy", "each reported, by its name", failures: missed),
            Figure(
                "the same edits", "at least 99 % report nothing else", part: edits - stray.count, of: edits,
                least: 0.99, examples: stray),
        ]
    }

    private static func log(_ seed: Int) -> [UInt8] { TraceGenerator.trace(seed: UInt64(seed)).log }

    private static func spelled(_ log: [UInt8]) throws -> SpelledTrace { try SpelledTrace(TraceReader(bytes: log)) }
}

/// One thing of a trace that is changed in a copy.
private struct Edit: Sendable {
    let title: String
    let category: TraceDiff.Category
    /// Changes a random thing; returns its name in a diff, or `nil` if there is none.
    let change: @Sendable (_ story: inout Story, _ random: inout SeededRandom) -> String?

    static let all: [Edit] = [
        Edit(title: "a label", category: .regions) { story, random in
            // What has no place is paired by its label.
            guard
                let (at, region) = story.place(
                    .region, &random, where: { $0.shape.isBox && $0.spaceSource != .unresolved })
            else { return nil }
            var changed = region
            changed.label = (region.label ?? "") + " or another"
            story.events[at].body = .region(changed)
            return "region \(region.agent).\(region.n)"
        },
        Edit(title: "a title", category: .steps) { story, random in
            guard let (at, step) = story.place(.stepBegin, &random) else { return nil }
            var changed = step
            changed.title = (step.title ?? "") + "!"
            story.events[at].body = .stepBegin(changed)
            return "agent \(step.agent) step \(step.n)"
        },
        Edit(title: "an argument", category: .calls) { story, random in
            guard let (at, request) = story.place(.request, &random) else { return nil }
            var changed = request
            changed.arguments = .object([JSONMember("bbox_2d", .array([.integer(9)]))])
            story.events[at].body = .toolRequest(changed)
            return "call \(request.agent).\(request.n) \(request.name)"
        },
        Edit(title: "an answer", category: .answers) { story, random in
            guard let (at, answer) = story.place(.answer, &random) else { return nil }
            var changed = answer
            changed.text += " or rather another"
            story.events[at].body = .answer(changed)
            return "answer \(answer.agent).\(answer.n)"
        },
    ]
}
