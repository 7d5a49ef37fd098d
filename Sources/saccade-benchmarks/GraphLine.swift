import Saccade
import SaccadePixels
import SaccadeReplay

/// Graphs of derivations that are made to cost: each must be a clear finding in a moment, at L2 and at L3.
let graphLine = BenchmarkLine(name: "graph", summary: "saccade check of hostile derivation graphs (CPU time)") {
    options in
    for graph in [
        HostileGraph(name: "cyclic, 2 images", rule: "derivation-out-of-order", text: HostileGraph.cyclic),
        HostileGraph(
            name: "deep, 10,000 images", rule: "deep-derivation", text: HostileGraph.chain(10_000, parents: 1)),
        HostileGraph(name: "exponential, 2^60 ways", rule: "deep-derivation", text: HostileGraph.chain(60, parents: 2)),
        HostileGraph(
            name: "wide, 200 parents 60 deep", rule: "deep-derivation", text: HostileGraph.chain(60, parents: 200)),
    ] {
        for level in [Level.l2, .l3] {
            let times = try (0..<options.rounds).map { _ in
                try processorTime {
                    let report = try Checker(CheckOptions(level: level, pixels: ImagingKit())).check(bytes: graph.log)
                    guard report.findings.contains(where: { $0.ruleID == graph.rule }) else {
                        throw BenchmarkError("expected \(graph.rule), found \(report.text())")
                    }
                }
            }
            report("\(graph.name), \(level)", median(times) * 1000, "ms", digits: 2, aim: .atMost(100))
        }
    }
}

/// A graph of derivations with the rule that must report it.
private struct HostileGraph {
    let name: String
    let rule: String
    let log: [UInt8]

    init(name: String, rule: String, text: [String]) {
        self.name = name
        self.rule = rule
        log = Array(([HostileGraph.header] + text).map { $0 + "\n" }.joined().utf8)
    }

    private static let header =
        #"{"t":"trace.begin","format":"0.1","id":"0af7651916cd43dd8448eb211c80319c","recorder":{"name":"a","version":"1"}}"#

    private static func image(_ n: Int) -> String {
        #"{"t":"image","n":\#(n),"width":9,"height":9,"origin":{"kind":"tool"},"missing":"a test has none"}"#
    }

    private static func derive(_ n: Int, from parents: [Int]) -> String {
        let list = parents.map { #"{"image":\#($0),"unmapped":"a test"}"# }.joined(separator: ",")
        return #"{"t":"image.derive","image":\#(n),"parents":[\#(list)],"operation":"composite"}"#
    }

    /// Two images that are each made from the other.
    static let cyclic = [image(0), image(1), derive(0, from: [1]), derive(1, from: [0])]

    /// Images that are each made from the one before, so many times over.
    static func chain(_ count: Int, parents: Int) -> [String] {
        [image(0)]
            + (1...count).flatMap { [image($0), derive($0, from: Array(repeating: $0 - 1, count: parents))] }
    }
}
