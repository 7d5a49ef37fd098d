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

    @Test(arguments: ["import", "storyboard", "frames", "check", "info", "explain", "fmt", "recover"])
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
        #expect(refused.errors.contains("No such file or directory"))
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
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("expected a rule, found \"no-such-rule\""))
    }
}
