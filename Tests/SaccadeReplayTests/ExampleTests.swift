import Saccade
import SaccadeDigest
import SaccadePixels
import SaccadeReplay
import Testing

/// A rule with one of its examples, as a case of a test.
struct ExampleCase: Sendable, CustomTestStringConvertible {
    let rule: Rule
    let example: Example

    var testDescription: String { "\(rule.id): \(example.title)" }

    var location: SourceLocation {
        SourceLocation(
            fileID: example.file, filePath: example.filePath, line: example.line, column: example.column)
    }

    static let good = Rule.all.flatMap { rule in rule.good.map { ExampleCase(rule: rule, example: $0) } }
    static let bad = Rule.all.flatMap { rule in rule.bad.map { ExampleCase(rule: rule, example: $0) } }
}

/// Checks an example with all rules, on by default or not.
func checkAll(_ example: Example) throws -> Report {
    let options = CheckOptions(
        level: .highest, rules: Rule.all, requirements: example.requirements, pixels: ImagingKit(),
        tools: ClosureTools(["upper": { $0["text"]?.string?.uppercased() ?? "" }]))
    let checker = Checker(options)
    let text: String?
    switch example.form {
    case .text: return try checker.check(bytes: Array(example.text.utf8))
    case .container: text = nil
    case .damagedContainer(let damaged): text = damaged
    }
    let storage = MemoryStorage()
    storage["example.jsonl"] = Array(example.text.utf8)
    _ = try TraceCopier(storage: storage) { SHA256Hasher() }
        .copy([("example.jsonl", nil)], to: "example.mcap", as: .mcap)
    if let text {
        var bytes = try #require(storage["example.mcap"])
        let place = try #require(bytes.firstRange(of: Array(text.utf8)), "the file has the text \(text)")
        bytes[place.lowerBound] ^= 1
        storage["example.mcap"] = bytes
    }
    return try checker.check(path: "example.mcap", storage: storage)
}

@Suite struct ExampleTests {
    @Test(arguments: ExampleCase.bad)
    func `a bad example is flagged exactly where it is marked`(_ item: ExampleCase) throws {
        let found = try checkAll(item.example).findings.filter { $0.ruleID == item.rule.id }
        #expect(!item.example.flaggedLines.isEmpty, sourceLocation: item.location)
        #expect(
            found.map(\.location.line) == item.example.flaggedLines, "\(found.map(\.message))",
            sourceLocation: item.location)
    }

    @Test(arguments: ExampleCase.good)
    func `a good example has no finding of its rule and no error of any other`(_ item: ExampleCase) throws {
        let findings = try checkAll(item.example).findings
        #expect(item.example.flaggedLines.isEmpty, sourceLocation: item.location)
        let bad = findings.filter { $0.ruleID == item.rule.id || $0.severity == .error }
        #expect(bad.isEmpty, "\(bad.map { "\($0.ruleID): \($0.message)" })", sourceLocation: item.location)
    }

    @Test(arguments: ExampleCase.bad)
    func `messages are in lower case and without a full stop`(_ item: ExampleCase) throws {
        for finding in try checkAll(item.example).findings {
            #expect(!finding.message.isEmpty && !finding.message.hasSuffix("."), sourceLocation: item.location)
            let first = finding.message.first.map(String.init) ?? ""
            #expect(first == first.lowercased(), "\(finding.message)", sourceLocation: item.location)
            #expect(finding.hint?.hasSuffix(".") == false, sourceLocation: item.location)
        }
    }
}
