import Saccade
import SaccadePixels
import SaccadeReplay
import SaccadeTesting
import Testing
import TraceGenerator

/// A mutation as a case of a test.
struct MutationCase: Sendable, CustomTestStringConvertible {
    let mutation: Mutation

    var testDescription: String { "\(mutation.rule): \(mutation.title)" }

    static let all = Mutation.all.map { MutationCase(mutation: $0) }
}

@Suite struct MutationTests {
    private static func report(_ log: [UInt8]) throws -> Report {
        try Checker(CheckOptions(rules: Rule.all, findingsPerRule: 100)).check(bytes: log)
    }

    @Test func `the story that is mutated is true`() throws {
        let report = try Self.report(Story().log)
        #expect(report.verdict == .pass, "\(report.text())")
        #expect(report.findings.isEmpty, "\(report.text())")
    }

    @Test(arguments: MutationCase.all)
    func `a fault is reported under the id of its rule`(_ item: MutationCase) throws {
        let mutation = item.mutation
        var story = Story()
        mutation.change(&story)
        let report = try Self.report(story.log)
        #expect(report.findings.contains { $0.ruleID == mutation.rule }, "\(report.text())")
    }

    @Test func `every rule that needs no pixels is broken by a mutation`() {
        let broken = Set(Mutation.all.map(\.rule))
        // Requirements are the caller's, and files in MCAP are not made of lines; both have tests of their own.
        let others: Set = ["unmet-requirement", "damaged-container"]
        let expected = Set(Rule.all.filter { $0.level < .l3 && !others.contains($0.id) }.map(\.id))
        #expect(expected.subtracting(broken).isEmpty, "\(expected.subtracting(broken).sorted())")
        #expect(Mutation.all.count >= 60)
    }
}

@Suite struct GeneratorTests {
    @Test(arguments: 0..<60)
    func `a generated trace has no error`(_ seed: Int) throws {
        let trace = TraceGenerator.trace(seed: UInt64(seed))
        let report = try Checker(CheckOptions(rules: Rule.all)).check(bytes: trace.log)
        #expect(report.counts.errors == 0, "\(report.text())")
        #expect(report.verdict != .fail)
    }

    @Test func `the generator reaches every kind of event but those of layers and strangers`() {
        var kinds: Set<EventKind> = []
        for seed in 0..<60 {
            for event in TraceGenerator.trace(seed: UInt64(seed)).events {
                if let kind = event.body.kind { kinds.insert(kind) }
            }
        }
        let missing = Set(EventKind.allCases).subtracting(kinds)
        #expect(missing == [.layerBegin, .layerEnd], "\(missing.map(\.rawValue).sorted())")
    }

    @Test func `a seed gives the same trace each time`() {
        #expect(TraceGenerator.trace(seed: 7).log == TraceGenerator.trace(seed: 7).log)
        #expect(TraceGenerator.trace(seed: 7).log != TraceGenerator.trace(seed: 8).log)
    }
}
