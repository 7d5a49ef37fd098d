import Foundation
import Testing

/// From a log to a picture, as a user goes.
@Suite struct ImportCommandTests {
    static let layouts =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
        + "/SaccadeImportTests/Layouts"

    static let names = [
        "attempts", "batch", "before-after", "dialogue", "events", "graded", "magnifier", "outlines", "resized",
        "screens", "trail", "two-units",
    ]

    static func log(_ name: String) -> String { "\(layouts)/\(name)/log.\(name == "events" ? "jsonl" : "json")" }

    static func isPNG(_ path: String) -> Bool {
        (try? Data(contentsOf: URL(fileURLWithPath: path)))?.starts(with: [0x89, 0x50, 0x4E, 0x47]) ?? false
    }

    @Test(arguments: names) func `a log of its own gives a picture, and a right one with its mapping`(_ name: String)
        throws
    {
        let folder = try TemporaryFolder()
        for (trace, mapping) in [("free", []), ("mapped", ["--map", "\(Self.layouts)/\(name)/map.json"])] {
            let made = try Command.saccade(
                arguments: ["import", Self.log(name), "-o", folder.file("\(trace)/")] + mapping)
            #expect(made.status == 0, "\(made.errors)")
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.file(trace))
                .filter { $0.hasSuffix(".jsonl") }.sorted()
            let first = try #require(files.first)
            let picture = folder.file("\(trace).png")
            let drawn = try Command.saccade(
                "storyboard", folder.file("\(trace)/\(first)"), "-o", picture, "--width", "900")
            #expect(drawn.status == 0, "\(drawn.errors)")
            #expect(Self.isPNG(picture))
        }
    }

    @Test func `a proposed mapping imports the log that it was made for, from standard input, too`() throws {
        let folder = try TemporaryFolder()
        let log = try String(contentsOfFile: Self.log("trail"), encoding: .utf8)
        let proposed = try Command.saccade("import", "-", "--print-map", input: log)
        #expect(proposed.status == 0 && proposed.errors.isEmpty, "\(proposed.errors)")
        let map = try folder.write(proposed.text, to: "my.json")
        let made = try Command.saccade(
            "import", "-", "--map", map, "--images", "\(Self.layouts)/trail", "-o", folder.file("t.jsonl"), input: log)
        #expect(made.status == 0, "\(made.errors)")
        #expect(made.errors.contains("-: mapping: 3 steps, 0 calls"))
        let written = try Command.saccade("import", Self.log("trail"), "--print-map", "-o", folder.file("other.json"))
        #expect(written.status == 0 && written.output.isEmpty)
        #expect(FileManager.default.contents(atPath: folder.file("other.json")) != nil)
    }

    @Test func `a mapping that does not fit says where, and how it ends tells how much was lost`() throws {
        let folder = try TemporaryFolder()
        let map = try String(contentsOfFile: "\(Self.layouts)/trail/map.json", encoding: .utf8)
        func run(_ old: String, _ new: String) throws -> Command.Result {
            let path = try folder.write(map.replacingOccurrences(of: old, with: new), to: "my.json")
            return try Command.saccade("import", Self.log("trail"), "--map", path, "-o", folder.file("t.jsonl"))
        }
        let nowhere = try run("/trail/*", "/trails/*")
        #expect(nowhere.status == 2)
        #expect(nowhere.errors.contains(#"found no "trails" in the record"#))
        #expect(nowhere.errors.contains(#"did you mean "trail"?"#))
        #expect(!FileManager.default.fileExists(atPath: folder.file("t.jsonl")))
        let partly = try run(#""say""#, #""says""#)
        #expect(partly.status == 3)
        #expect(partly.errors.contains(#"error: /steps/text of the mapping is "says": found no "says" in /trail/0"#))
        let none = try run(#""boxes""#, #""bxoes""#)
        #expect(none.status == 2)
        #expect(none.errors.contains(#"my.json#/steps: unknown key "bxoes"; did you mean "boxes"?"#))
        let both = try Command.saccade("import", "x", "--map", "a", "--from", "taco", "-o", "y")
        #expect(both.status == 64 && both.errors.contains("expected --map or --from, found both"))
    }

    @Test func `a record is drawn by its mapping, and a trace has no need of one`() throws {
        let folder = try TemporaryFolder()
        let map = "\(Self.layouts)/trail/map.json"
        let drawn = try Command.saccade(
            "storyboard", Self.log("trail"), "--map", map, "-o", folder.file("a.png"), "--width", "900")
        #expect(drawn.status == 0, "\(drawn.errors)")
        #expect(drawn.errors.contains("mapping: 3 steps"))
        let made = try Command.saccade("import", Self.log("trail"), "--map", map, "-o", folder.file("t.jsonl"))
        #expect(made.status == 0)
        let first = try Command.saccade(
            "storyboard", folder.file("t.jsonl"), "-o", folder.file("b.png"), "--width", "900")
        #expect(first.status == 0)
        #expect(
            FileManager.default.contents(atPath: folder.file("a.png"))
                == FileManager.default.contents(atPath: folder.file("b.png")))
        let wrong = try Command.saccade(
            "storyboard", folder.file("t.jsonl"), "--map", map, "-o", folder.file("c.png"))
        #expect(wrong.status == 2 && wrong.errors.contains("expected a record for the mapping"))
    }

    @Test func `what is no record is refused with what was found and how to see the formats`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(#"{"lr":0.1,"seed":3}"#, to: "settings.json")
        let result = try Command.saccade("import", path, "-o", folder.file("t.jsonl"))
        #expect(result.status == 2)
        #expect(result.errors.contains(#"found an object with "lr", "seed""#))
        #expect(result.errors.contains("saccade import --list"))
        let cut = try folder.write(#"[{"role":"#, to: "cut.json")
        let broken = try Command.saccade("import", cut, "-o", folder.file("t.jsonl"))
        #expect(broken.status == 2)
        #expect(broken.errors == "saccade: \(cut):1:10: expected a value, found the end of the text\n")
    }

    @Test(arguments: ["\n\n", "\r\0\0\u{2}"])
    func `lines without a record are no success`(_ text: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "log.jsonl")
        let result = try Command.saccade("import", path, "-o", folder.file("trace.jsonl"))
        #expect(result.status == 2)
        #expect(result.errors.contains("log.jsonl"), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("trace.jsonl")))
    }
}
