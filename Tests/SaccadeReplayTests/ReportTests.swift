import Saccade
import SaccadeReplay
import Testing

@Suite struct ReportTests {
    /// A log with an error, warnings and text that would do harm in a report.
    private static func report(_ change: (inout CheckOptions) -> Void = { _ in }) throws -> Report {
        try check(
            [
                Line.begin, Line.image, Line.step,
                #"{"t":"region","agent":0,"n":0,"step":0,"image":0,"shape":{"box":[700,20,760,70]}}"#,
                #"{"t":"region","agent":0,"n":1,"step":0,"image":0,"shape":{"box":[1,1,9,9]},"spaceSource":"unresolved"}"#,
                #"{"t":"image","n":1,"names":["https://a.example/%0A::error::\u001b]]>&<\u202e"],"origin":{"kind":"input"},"missing":"-"}"#,
            ], change)
    }

    @Test func `the text says what, where, why, what was expected and how to mend it`() throws {
        let text = try Self.report().text()
        #expect(text.contains("trace.jsonl:4:"))
        #expect(
            text.contains("error: [700, 20, 760, 70] lies outside image 0 of 640×480 pixels [region-outside-image]"))
        #expect(text.contains("    expected inside [0, 0, 640, 480], found [700, 20, 760, 70]"))
        #expect(text.contains("    why: A region meets the image that it is on."))
        #expect(text.contains("    fix: check which image"))
        #expect(text.contains("trace.jsonl: fail at L2: 1 error"))
        #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
    }

    @Test func `a thousand repeats are a handful of lines`() throws {
        let regions = (0..<1000).map {
            #"{"t":"region","agent":0,"n":\#($0),"step":0,"image":0,"shape":{"box":[700,20,760,70]}}"#
        }
        let report = try check([Line.begin, Line.image, Line.step] + regions)
        #expect(report.counts.errors == 1000)
        let lines = report.text().split(separator: "\n")
        #expect(lines.count < 20, "\(lines.count)")
        #expect(lines.contains("    and 997 more of region-outside-image"))
    }

    @Test func `SARIF has what its schema asks for`() throws {
        let sarif = [try Self.report()].sarif
        #expect(sarif["version"]?.string == "2.1.0")
        #expect(sarif["$schema"]?.string?.hasSuffix("sarif-2.1.0.json") == true)
        let run = try #require(sarif["runs"]?[0])
        let driver = try #require(run["tool"]?["driver"])
        #expect(driver["name"]?.string == "saccade")
        let rules = try #require(driver["rules"]?.array)
        #expect(Set(rules.compactMap { $0["id"]?.string }).count == rules.count)
        let results = try #require(run["results"]?.array)
        #expect(results.count >= 3)
        for result in results {
            let rule = try #require(result["ruleIndex"]?.integer)
            #expect(rules.indices.contains(rule) && rules[rule]["id"] == result["ruleId"])
            #expect(["none", "note", "warning", "error"].contains(result["level"]?.string))
            #expect(result["message"]?["text"]?.string?.isEmpty == false)
            let place = try #require(result["locations"]?[0]?["physicalLocation"])
            #expect(place["region"]?["startLine"]?.integer ?? 0 >= 1)
            #expect(place["region"]?["startColumn"]?.integer ?? 0 >= 1)
            let uri = try #require(place["artifactLocation"]?["uri"]?.string)
            #expect(uri.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
            #expect(result["partialFingerprints"]?["saccade/v1"]?.string?.count == 16)
        }
        #expect(run["columnKind"]?.string == "unicodeCodePoints")
        // A report is a document of its own: what is written can be read.
        _ = try JSONValue(parsing: sarif.prettyText)
    }

    @Test func `JUnit XML is well-formed whatever a trace says`() throws {
        let xml = [try Self.report()].junit
        #expect(xml.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "))
        #expect(xml.contains("<failure message=\"[700, 20, 760, 70] lies outside"))
        #expect(xml.contains("&lt;"))
        #expect(!xml.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(try isBalanced(xml))
    }

    @Test func `a trace cannot give commands to GitHub`() throws {
        let text = try Self.report().githubAnnotations()
        let lines = text.split(separator: "\n")
        #expect(
            lines.allSatisfy {
                $0.hasPrefix("::error file=") || $0.hasPrefix("::warning file=") || $0.hasPrefix("::notice file=")
            })
        #expect(text.contains("%250A"))
        #expect(text.contains("line=4"))
    }

    @Test func `JSON names each finding by a fingerprint that does not move with the lines`() throws {
        let first = try Self.report().findings.map(\.fingerprint)
        let moved = try check([
            Line.begin, Line.image, Line.step,
            #"{"t":"turn","n":0,"parts":[{"text":"one line more"}]}"#,
            #"{"t":"region","agent":0,"n":0,"step":0,"image":0,"shape":{"box":[700,20,760,70]}}"#,
        ]).findings.map(\.fingerprint)
        #expect(Set(moved).subtracting(first).isEmpty == false || Set(moved).isSubset(of: first))
        #expect(first.contains { moved.contains($0) })
    }

    /// Whether every element of a document ends, in order.
    private func isBalanced(_ xml: String) throws -> Bool {
        var open: [Substring] = []
        var rest = xml.dropFirst("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".count)
        while let start = rest.firstIndex(of: "<") {
            guard let end = rest[start...].firstIndex(of: ">") else { return false }
            let tag = rest[rest.index(after: start)..<end]
            if tag.hasPrefix("/") {
                guard open.popLast() == tag.dropFirst() else { return false }
            } else if !tag.hasSuffix("/") {
                open.append(tag.prefix { $0 != " " })
            }
            rest = rest[rest.index(after: end)...]
        }
        return open.isEmpty
    }
}

@Suite struct ConfigurationTests {
    private static let lines = [
        Line.begin, Line.image, Line.step,
        #"{"t":"region","agent":0,"n":0,"step":0,"image":0,"shape":{"box":[700,20,760,70]}}"#,
        #"{"t":"region","agent":0,"n":1,"step":0,"image":0,"shape":{"box":[1,1,9,9]},"spaceSource":"unresolved"}"#,
        #"{"t":"step.end","agent":0,"step":0}"#,
        #"{"t":"trace.end","counts":{"events":6,"agents":1,"images":1,"steps":1,"regions":2}}"#,
    ]

    private static func report(_ configuration: String) throws -> Report {
        let parsed = try CheckConfiguration(parsing: Array(configuration.utf8))
        return try check(Self.lines) {
            $0.rules = Rule.standard
            parsed.apply(to: &$0)
        }
    }

    @Test func `severities change, rules go off and on`() throws {
        let report = try Self.report(
            #"{"rules":{"region-outside-image":"info","unresolved-space":"error","answer-without-evidence":"warning"}}"#
        )
        #expect(report.counts.errors == 1)
        #expect(report.counts.others == 1)
        #expect(report.findings.first { $0.ruleID == "unresolved-space" }?.severity == .error)
        let off = try Self.report(#"{"rules":{"region-outside-image":"off","unresolved-space":"off"}}"#)
        #expect(off.findings.isEmpty)
    }

    @Test func `a waiver needs a reason, covers what it names, and is shown`() throws {
        let report = try Self.report(
            #"{"waivers":[{"rule":"region-outside-image","step":0,"reason":"the tool pads"}],"minimumCoverage":0}"#)
        #expect(report.traces[0].waivedCount == 1)
        #expect(report.traces[0].waived.first?.waiver.reason == "the tool pads")
        #expect(report.verdict == .pass, "\(report.text())")
        #expect(report.text().contains("1 finding waived"))
        let elsewhere = try Self.report(
            #"{"waivers":[{"rule":"region-outside-image","step":7,"reason":"the tool pads"}]}"#)
        #expect(elsewhere.traces[0].waivedCount == 0)
        #expect(elsewhere.verdict == .fail)
        let name = try Self.report("{}").findings[0].fingerprint
        let exact = try Self.report(
            #"{"waivers":[{"rule":"region-outside-image","fingerprint":"\#(name)","reason":"known"}]}"#)
        #expect(exact.traces[0].waivedCount == 1)
    }

    @Test func `strictness, requirements and coverage decide the verdict`() throws {
        let strict = try check(Self.lines) {
            $0.rules = Rule.standard
            $0.allowed = ["region-outside-image"]
            $0.isStrict = true
        }
        #expect(strict.verdict == .fail)
        let loose = try check(Self.lines) {
            $0.rules = Rule.standard
            $0.allowed = ["region-outside-image"]
        }
        #expect(loose.verdict == .unverified)
        let enough = try check(Self.lines) {
            $0.rules = Rule.standard
            $0.allowed = ["region-outside-image"]
            $0.minimumCoverage = 0.5
        }
        #expect(enough.verdict == .pass)
        let required = try check(Self.lines) { $0.requirements = [.answer, .pixels] }
        #expect(required.findings.count { $0.ruleID == "unmet-requirement" } == 2)
    }

    @Test(arguments: [
        (#"{"rule":{}}"#, "found \"rule\""), (#"{"rules":{"no-such":"off"}}"#, "found \"no-such\""),
        (#"{"rules":{"empty-box":"fatal"}}"#, "found \"fatal\""),
        (#"{"waivers":[{"rule":"empty-box"}]}"#, "expected a \"reason\""),
        (#"{"waivers":[{"rule":"empty-box","reason":" "}]}"#, "expected a \"reason\""),
        (#"{"waivers":[{"rule":"empty-box","reason":"x","stp":1}]}"#, "found \"stp\""),
        (#"{"minimumCoverage":90}"#, "from 0 to 1"), (#"{"level":"L9"}"#, "found \"L9\""),
        (#"{"require":["proof"]}"#, "found \"proof\""), ("[]", "found an array"),
    ])
    func `a mistake in a configuration is an error that says which`(_ text: String, _ words: String) throws {
        let error = #expect(throws: TraceError.self) { try CheckConfiguration(parsing: Array(text.utf8)) }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "none")")
    }
}
