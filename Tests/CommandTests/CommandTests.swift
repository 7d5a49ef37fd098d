import Foundation
import Testing

@Suite struct CommandTests {
    static let begin =
        #"{"t":"trace.begin","format":"0.1","id":"0af7651916cd43dd8448eb211c80319c","recorder":{"name":"a","version":"1"}}"#
    static let image =
        #"{"t":"image","n":0,"width":100,"height":80,"origin":{"kind":"input"},"missing":"a test has none"}"#

    @Test func `the version names the package and the format`() throws {
        let result = try Command.saccade("--version")
        #expect(result.status == 0)
        #expect(result.text == "saccade 0.1.0 (format 0.1)\n")
    }

    @Test(arguments: [
        "import", "coords", "storyboard", "frames", "check", "info", "explain", "fmt", "recover", "replay", "diff",
        "eval", "convert", "compact", "bundle", "split",
    ])
    func `the help of a command shows examples`(_ name: String) throws {
        let result = try Command.saccade(name, "--help")
        #expect(result.status == 0)
        #expect(result.text.contains("EXAMPLES"))
        #expect(result.text.contains("saccade \(name)"))
    }

    @Test(arguments: [
        (
            "an undeclared image", #"{"t":"region","agent":0,"n":0,"image":7,"shape":{"point":[1,1]}}"#,
            "2:39: error: image 7"
        ),
        ("a truncated line", #"{"t":"turn","n":0,"par"#, "2:23: error"),
        ("a duplicate key", #"{"t":"turn","n":0,"n":1}"#, "2:19: error"),
        ("a NaN", #"{"t":"score","name":"x","value":NaN}"#, "2:33: error"),
    ])
    func `a broken trace is a finding with line and column`(_ what: String, _ line: String, _ place: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Self.begin + "\n" + line, to: "trace.jsonl")
        let result = try Command.saccade("check", path)
        #expect(result.status == 1, "\(what)")
        #expect(result.text.contains("\(path):\(place)"), "\(what): \(result.text)")
        #expect(result.text.contains("fail"))
    }

    @Test func `an empty trace does not pass`() throws {
        let folder = try TemporaryFolder()
        let end = #"{"t":"trace.end","counts":{"events":1}}"#
        let empty = try folder.write(Self.begin + "\n" + end + "\n", to: "empty.jsonl")
        let result = try Command.saccade("check", empty)
        #expect(result.status == 1)
        #expect(result.text.contains("unverified"))
        let nothing = try folder.write("", to: "nothing.jsonl")
        #expect(try Command.saccade("check", nothing).status == 1)
        #expect(try Command.saccade("check", nothing, "--allow-unverified").status == 0)
        let info = try Command.saccade("info", nothing)
        #expect(info.status == 2)
        #expect(info.errors.contains("expected a trace, found an empty file"))
    }

    @Test(arguments: NothingToSee.allCases)
    func `no trace passes at L3 that has nothing to see`(_ kind: NothingToSee) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(try kind.log(), to: "t.jsonl")
        let result = try Command.saccade("check", path, "--level", "L3")
        #expect(result.status == 1)
        #expect(result.text.contains("\(path): unverified"), "\(result.text)")
        #expect(result.text.contains(kind.words), "\(result.text)")
        #expect(!result.text.contains(": error:"), "\(result.text)")
        #expect(try Command.saccade("check", path, "--level", "L3", "--allow-unverified").status == 0)
    }

    @Test(arguments: ["check", "info", "fmt"])
    func `a file that is not there is exit code 2 and says which`(_ command: String) throws {
        let result = try Command.saccade(command, "/nowhere/trace.jsonl")
        #expect(result.status == 2)
        #expect(result.errors == "saccade: cannot open /nowhere/trace.jsonl: No such file or directory\n")
    }

    @Test func `wrong arguments are exit code 64`() throws {
        #expect(try Command.saccade("frobnicate").status == 64)
        let result = try Command.saccade("storyboard", "x.jsonl", "-o", "x.png", "--steps", "9-3")
        #expect(result.status == 64)
        #expect(result.errors.contains("expected a number or a range like 3-9, found 9-3"))
    }

    @Test func `of several files the worst counts`() throws {
        let folder = try TemporaryFolder()
        let broken = try folder.write("[", to: "broken.jsonl")
        #expect(try Command.saccade("check", broken, "/nowhere/trace.jsonl").status == 2)
    }

    @Test func `a storyboard goes to standard output or to a file, whole or not at all`() throws {
        let folder = try TemporaryFolder()
        let step = #"{"t":"step.begin","agent":0,"n":0,"kind":"think"}"#
        let text = #"{"t":"step.text","agent":0,"step":0,"channel":"output","text":"a thought"}"#
        let trace = try folder.write(
            [Self.begin, Self.image, step, text].joined(separator: "\n") + "\n", to: "t.jsonl")
        let piped = try Command.saccade("storyboard", trace, "-o", "-")
        #expect(piped.status == 0)
        #expect(piped.output.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(piped.errors.isEmpty)
        let page = folder.file("page.png")
        #expect(try Command.saccade("storyboard", trace, "-o", page).status == 0)
        #expect(Array(try Data(contentsOf: URL(fileURLWithPath: page))) == piped.output)
        let refused = try Command.saccade("storyboard", trace, "-o", folder.file("no/such/folder.png"))
        #expect(refused.status == 2)
        #expect(refused.errors.contains("there is no folder"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("no")))
    }

    @Test func `a trace can be rewritten in place, and a broken one is left alone`() throws {
        let folder = try TemporaryFolder()
        let messy =
            #"{ "id":"0af7651916cd43dd8448eb211c80319c","t":"trace.begin","recorder":{"version":"1","name":"a"},"format":"0.1"}"#
        let path = try folder.write(messy, to: "t.jsonl")
        #expect(try Command.saccade("fmt", path, "-o", path).status == 0)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == Self.begin + "\n")
        let broken = try folder.write(Self.begin + "\n{", to: "broken.jsonl")
        #expect(try Command.saccade("fmt", broken, "-o", broken).status == 2)
        #expect(try String(contentsOfFile: broken, encoding: .utf8) == Self.begin + "\n{")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["broken.jsonl", "t.jsonl"])
    }

    @Test func `control characters of a trace do not reach the terminal`() throws {
        let hostile = Self.begin.dropLast() + #","task":"\u001b[2J\u202eevil"}"#
        let result = try Command.saccade("info", "-", input: hostile + "\n")
        #expect(result.status == 0)
        #expect(result.text.contains(#"\u{1b}[2J\u{202e}evil"#))
        #expect(!result.output.contains(0x1B))
    }

    @Test func `a rule is explained by its id, and all are listed`() throws {
        let list = try Command.saccade("explain").text
        #expect(list.split(separator: "\n").count >= 25)
        let page = try Command.saccade("explain", "region-outside-image")
        #expect(page.status == 0)
        #expect(page.text.contains("Wrong:"))
        let unknown = try Command.saccade("explain", "no-such-rule")
        #expect(unknown.status == 64)
        #expect(unknown.errors.contains("expected a rule, found no-such-rule"))
    }

    private static let look = [
        begin, image, #"{"t":"step.begin","agent":0,"n":0,"kind":"look"}"#,
        #"{"t":"region","agent":0,"n":0,"step":0,"image":0,"shape":{"box":[10,10,50,50]}}"#,
        #"{"t":"step.end","agent":0,"step":0}"#,
        #"{"t":"answer","agent":0,"n":0,"final":true,"text":"B","regions":[[0,0]]}"#,
    ]

    private func write(_ lines: [String], to name: String, in folder: TemporaryFolder) throws -> String {
        let counts = #"{"t":"trace.end","counts":{"events":6,"images":1,"steps":1,"regions":1,"answers":1}}"#
        return try folder.write((lines + [counts]).joined(separator: "\n") + "\n", to: name)
    }

    @Test func `two traces are compared, and the exit code says whether they differ`() throws {
        let folder = try TemporaryFolder()
        let first = try write(Self.look, to: "a.jsonl", in: folder)
        var lines = Self.look
        lines[3] = lines[3].replacingOccurrences(of: "[10,10,50,50]", with: "[20,10,60,50]")
        let second = try write(lines, to: "b.jsonl", in: folder)
        #expect(try Command.saccade("diff", first, first).status == 0)
        let result = try Command.saccade("diff", first, second)
        #expect(result.status == 1)
        #expect(
            result.text.hasPrefix("first divergence: region 0.0: place [10, 10, 50, 50] → [20, 10, 60, 50] (IoU 0.6)"))
        #expect(try Command.saccade("diff", first, second, "--ignore", "regions").status == 0)
        #expect(try Command.saccade("diff", first, second, "--json").text.hasPrefix(#"{"schema":"saccade-diff/1""#))
        #expect(try Command.saccade("diff", first, "/nowhere").status == 2)
        #expect(try Command.saccade("diff", first, second, "--ignore", "nothing").status == 64)
        #expect(try Command.saccade("diff", first, first).text == "the traces are identical\n")
        let spaced = try folder.write(
            String(contentsOfFile: first, encoding: .utf8).replacingOccurrences(of: "{\"t\"", with: "{ \"t\""),
            to: "c.jsonl")
        #expect(try Command.saccade("diff", first, spaced).text == "the traces are equal event by event\n")
    }

    @Test func `two traces are drawn side by side`() throws {
        let folder = try TemporaryFolder()
        let first = try write(Self.look, to: "a.jsonl", in: folder)
        var lines = Self.look
        lines[3] = lines[3].replacingOccurrences(of: "[10,10,50,50]", with: "[20,10,60,50]")
        let second = try write(lines, to: "b.jsonl", in: folder)
        let picture = folder.file("diff.png")
        #expect(try Command.saccade("diff", first, second, "--storyboard", picture).status == 1)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: picture))
        #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) && bytes.count > 10_000)
        #expect(try Command.saccade("diff", first, second, "--equal-steps").status == 64)
    }

    @Test func `traces are measured against references`() throws {
        let folder = try TemporaryFolder()
        let trace = try write(Self.look, to: "a.jsonl", in: folder)
        let truth = try folder.write(
            #"{"trace":"a.jsonl","answer":"b","regions":[{"box":[10,10,50,50]}]}"#, to: "truth.jsonl")
        let table = try Command.saccade("eval", trace, "--references", truth)
        #expect(table.status == 0)
        #expect(table.text.contains("accuracy"))
        #expect(table.text.contains("right-grounded"))
        let csv = try Command.saccade("eval", trace, "--references", truth, "--format", "csv").text
        #expect(csv.split(separator: "\r\n").last?.contains(",1,1,right-grounded,1.0,1.0,1.0,") == true)
        let broken = try folder.write("{", to: "broken.jsonl")
        let result = try Command.saccade("eval", trace, broken)
        #expect(result.status == 2)
        #expect(result.errors.contains("broken.jsonl:1:"))
        #expect(result.text.hasPrefix("1 trace\n"))
    }

    @Test func `one walks over a trace by commands, or asks for one step`() throws {
        let folder = try TemporaryFolder()
        let trace = try write(Self.look, to: "a.jsonl", in: folder)
        let walk = try Command.saccade("replay", trace, input: "n\ns\n0.0\n9\nq\n")
        #expect(walk.status == 0)
        #expect(
            walk.text.hasPrefix("step 0 of 1 · agent 0 step 0 · look\n  region 0.0: box [10, 10, 50, 50] on image 0"))
        #expect(walk.errors.contains("this is the last step"))
        #expect(walk.errors.contains("expected n, b, a number below 1"))
        let json = try Command.saccade("replay", trace, "--at", "0", "--json").text
        #expect(json.hasPrefix(#"{"schema":"saccade-moment/1","step":{"position":0,"agent":0,"step":0,"kind":"look""#))
        #expect(json.contains(#""whole":{"header":"#) && json.contains(#""status":"unfinished""#))
        #expect(json.hasSuffix("}}\n"))
        let brief = try Command.saccade("replay", trace, "--at", "0", "--json", "--brief").text
        #expect(json.hasPrefix(brief.dropLast(2)) && !brief.contains("whole"))
        let file = folder.path + "/state.json"
        #expect(try Command.saccade("replay", trace, input: "w \(file)\nw\nw /no/such/folder/f\nq\n").status == 0)
        #expect(json.contains(try String(contentsOfFile: file, encoding: .utf8).dropLast(1)))
        #expect(try Command.saccade("replay", trace, "--at", "7").status == 2)
        #expect(try Command.saccade("replay", trace, "--json").status == 64)
    }

    @Test func `a configuration in the current folder or by its name is used, and a mistake in it is exit code 2`()
        throws
    {
        let folder = try TemporaryFolder()
        let trace = try write(Self.look, to: "a.jsonl", in: folder)
        #expect(try Command.saccade("check", trace).status == 0)
        let strict = try folder.write(#"{"require":["usage","truth"]}"#, to: "strict.json")
        let result = try Command.saccade("check", trace, "--config", strict)
        #expect(result.status == 1)
        #expect(result.text.contains("the trace has no reference [unmet-requirement]"))
        let wrong = try folder.write(#"{"requires":[]}"#, to: "wrong.json")
        let refused = try Command.saccade("check", trace, "--config", wrong)
        #expect(refused.status == 2)
        #expect(refused.errors.contains("wrong.json: expected level, strict, require"))
        #expect(try Command.saccade("check", trace, "--level", "L3").text.contains("unverified at L3"))
    }

    @Test(arguments: [("sarif", "{"), ("junit", "<?xml"), ("github", "::error file="), ("json", #"{"schema""#)])
    func `a report comes in the form that is asked for`(_ form: String, _ beginning: String) throws {
        let folder = try TemporaryFolder()
        var lines = Self.look
        lines[3] = lines[3].replacingOccurrences(of: "[10,10,50,50]", with: "[210,10,260,50]")
        let trace = try write(lines, to: "a.jsonl", in: folder)
        let result = try Command.saccade("check", trace, "--format", form)
        #expect(result.status == 1)
        #expect(result.text.hasPrefix(beginning))
        #expect(result.text.contains("region-outside-image"))
    }

    @Test func `a tool is run again as a command within its limits`() throws {
        let folder = try TemporaryFolder()
        let lines = [
            Self.begin, Self.image, #"{"t":"step.begin","agent":0,"n":0,"kind":"act"}"#,
            #"{"t":"tool.request","agent":0,"n":0,"step":0,"name":"say","arguments":{"text":"exit"}}"#,
            #"{"t":"tool.result","agent":0,"call":0,"parts":[{"text":"exit"}]}"#,
            #"{"t":"step.end","agent":0,"step":0}"#,
            #"{"t":"trace.end","counts":{"events":6,"images":1,"steps":1,"calls":1}}"#,
        ]
        let trace = try folder.write(lines.joined(separator: "\n") + "\n", to: "a.jsonl")
        let same = try Command.saccade("check", trace, "--level", "L4", "--tool", "say=grep -o exit")
        #expect(same.text.contains("1 of 1 run again with the same result"), "\(same.text)")
        let other = try Command.saccade("check", trace, "--level", "L4", "--tool", "say=echo door")
        #expect(other.text.contains("say gives something else than call 0 of agent 0 [tool-result-differs]"))
        let slow = try Command.saccade(
            "check", trace, "--level", "L4", "--tool", "say=sleep 30", "--tool-seconds", "0.2")
        #expect(slow.text.contains("expected an answer of at most 33554432 bytes within 0.2 seconds"))
        let endless = try Command.saccade("check", trace, "--level", "L4", "--tool", "say=yes")
        #expect(endless.text.contains("expected an answer of at most 33554432 bytes"))
        let idle = try Command.saccade("check", trace, "--level", "L4", "--tool", "sya=echo door")
        #expect(idle.errors.contains("--tool sya: no recorded call is of this tool"))
        #expect(!same.errors.contains("no recorded call"))
        #expect(try Command.saccade("check", trace, "--tool", "say").status == 64)
        let shallow = try Command.saccade("check", trace, "--tool", "say=echo door")
        #expect(shallow.status == 64)
        #expect(shallow.errors.contains("tools are run again at --level L4, and this is a check at L2"))
    }
}

/// Logs of which a check at L3 can see nothing, each made of a sample that passes.
enum NothingToSee: CaseIterable {
    case noTrace
    case noStep
    case noFiles
    case allElided
    case allMissing

    /// The log.
    func log() throws -> String {
        let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Samples/Traces/receipt.jsonl")
        let text = try String(contentsOf: sample, encoding: .utf8)
        return switch self {
        case .noTrace: ""
        case .noStep: CommandTests.begin + "\n" + #"{"t":"trace.end","counts":{"events":1}}"# + "\n"
        case .noFiles: text
        case .allElided: NothingToSee.withoutDigests(text, instead: #""elided":"not kept""#)
        case .allMissing: NothingToSee.withoutDigests(text, instead: #""missing":"lost""#)
        }
    }

    /// What the verdict must say.
    var words: String {
        switch self {
        case .noTrace: "the file holds no trace"
        case .noStep: "there are no steps; there are no images"
        case .noFiles: "3 of 3 images have no pixels (image 0: expected the blob sha256-"
        case .allElided: "3 of 3 images have no pixels (image 0: elided: not kept)"
        case .allMissing: "3 of 3 images have no pixels (image 0: missing: lost)"
        }
    }

    /// Puts another field in the place of each image's digest, and drops that of the events, which would be wrong.
    private static func withoutDigests(_ text: String, instead field: String) -> String {
        text.replacing(/"digest":"[0-9a-f]{64}","bytes"/) { _ in field + #","bytes""# }
            .replacing(/,"digest":"[0-9a-f]{64}"\}/) { _ in "}" }
    }
}
