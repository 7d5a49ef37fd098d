import Foundation
import Testing

/// Folders of traces, and the choice of one of several.
@Suite struct TraceChoiceTests {
    static let ids = [
        "0af7651916cd43dd8448eb211c80319c", "0af7000000000000000000000000000a", "b0000000000000000000000000000000",
    ]

    /// A trace with one thought.
    static func trace(_ id: String, task: String = "a task") -> String {
        [
            #"{"t":"trace.begin","format":"0.1","id":"\#(id)","recorder":{"name":"a","version":"1"},"task":"\#(task)"}"#,
            #"{"t":"step.begin","agent":0,"n":0,"kind":"think"}"#,
            #"{"t":"step.text","agent":0,"step":0,"channel":"output","text":"a thought"}"#,
            #"{"t":"step.end","agent":0,"step":0}"#,
            #"{"t":"trace.end","counts":{"events":4,"steps":1}}"#,
        ].map { $0 + "\n" }.joined()
    }

    /// A folder `runs` with two files, of which the second has two traces, among files that are none.
    static func runs(in folder: TemporaryFolder) throws -> String {
        let runs = folder.file("runs")
        for name in ["runs/deep/er", "runs/blobs", "runs/.hidden"] {
            try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
        }
        _ = try folder.write(trace(ids[0], task: "first"), to: "runs/a.jsonl")
        _ = try folder.write(trace(ids[1], task: "second") + trace(ids[2], task: "third"), to: "runs/deep/er/b.jsonl")
        for name in ["runs/readme.md", "runs/blobs/c.jsonl", "runs/.hidden/d.jsonl", "runs/.e.jsonl"] {
            _ = try folder.write("no trace", to: name)
        }
        return runs
    }

    @Test func `check and info take a folder for all the traces in it`() throws {
        let folder = try TemporaryFolder()
        let runs = try Self.runs(in: folder)
        let check = try Command.saccade("check", runs, "--level", "L1")
        #expect(check.status == 0, "\(check.text)\(check.errors)")
        #expect(
            check.text.contains("a.jsonl: pass")
                && check.text.contains("b.jsonl (0af7000000000000000000000000000a): pass"))
        let info = try Command.saccade("info", runs + "/")
        #expect(info.status == 0)
        for word in ["first", "second", "third", "file        \(runs)/a.jsonl", "file        \(runs)/deep/er/b.jsonl"] {
            #expect(info.text.contains(word), "\(word)")
        }
        #expect(try Command.saccade("info", runs, "--json").text.split(separator: "\n").count == 3)
    }

    @Test(arguments: [
        ("0af76", "first"), (ids[2], "third"), ("0", "first"), ("1", "second"), ("2", "third"),
    ])
    func `one trace is picked by its id, the beginning of its id, or its number`(_ choice: String, _ task: String)
        throws
    {
        let folder = try TemporaryFolder()
        let runs = try Self.runs(in: folder)
        let info = try Command.saccade("info", runs, "--trace", choice)
        #expect(info.status == 0)
        for other in ["first", "second", "third"] { #expect(info.text.contains(other) == (other == task)) }
        let check = try Command.saccade("check", runs, "--trace", choice, "--level", "L1")
        #expect(check.status == 0 && check.text.split(separator: "\n").count == 1, "\(check.text)")
        let fmt = try Command.saccade("fmt", runs + "/deep/er/b.jsonl", "--trace", "b0")
        #expect(fmt.text == Self.trace(Self.ids[2], task: "third"))
    }

    @Test func `a trace that is not there is exit code 2`() throws {
        let folder = try TemporaryFolder()
        let runs = try Self.runs(in: folder)
        for choice in ["ffff", "3"] {
            for command in [["info"], ["check"], ["storyboard", "-o", folder.file("x.png")]] {
                let result = try Command.saccade(arguments: command + [runs, "--trace", choice])
                #expect(result.status == 2)
                #expect(result.errors.contains("expected a trace \(choice), found none"), "\(result.errors)")
            }
        }
        #expect(try Command.saccade("info", runs, "--trace", "a name").status == 64)
        let empty = folder.file("empty")
        try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
        let result = try Command.saccade("check", empty)
        #expect(result.status == 2 && result.errors.contains("in the folder \(empty), found none"))
    }

    @Test func `a damaged trace that was not asked for does not matter`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "{garbage\n" + Self.trace(Self.ids[0]) + "garbage}\n" + Self.trace(Self.ids[2]), to: "t.jsonl")
        let check = try Command.saccade("check", path, "--trace", "b0", "--level", "L1")
        #expect(check.status == 0, "\(check.text)")
        #expect(try Command.saccade("check", path, "--level", "L1").status == 1)
    }

    @Test func `storyboard says which of several traces it draws`() throws {
        let folder = try TemporaryFolder()
        let runs = try Self.runs(in: folder)
        let page = folder.file("page.png")
        let first = try Command.saccade("storyboard", runs, "-o", page)
        #expect(first.status == 0)
        #expect(
            first.errors.contains("trace \(Self.ids[0]) of \(runs)/a.jsonl, the first of 2 files"), "\(first.errors)")
        let drawn = try Data(contentsOf: URL(fileURLWithPath: page))
        let third = try Command.saccade("storyboard", runs, "--trace", "b0", "-o", page)
        #expect(third.status == 0 && third.errors.isEmpty)
        #expect(try Data(contentsOf: URL(fileURLWithPath: page)) != drawn)
    }
}

/// `saccade recover` as a user runs it.
@Suite struct RecoverCommandTests {
    @Test func `nothing lost is 0, something lost is 3, nothing recovered is 2`() throws {
        let folder = try TemporaryFolder()
        let whole = TraceChoiceTests.trace(TraceChoiceTests.ids[0])
        let good = try folder.write(whole, to: "good.jsonl")
        let output = folder.file("out.jsonl")
        #expect(try Command.saccade("recover", good, "-o", output).status == 0)
        #expect(try String(contentsOfFile: output, encoding: .utf8) == whole)

        let broken = try folder.write(String(whole.dropLast(30)), to: "broken.jsonl")
        let result = try Command.saccade("recover", broken, "-o", "-")
        #expect(result.status == 3)
        #expect(result.errors.contains("\(broken):5: lost: bytes "), "\(result.errors)")
        #expect(result.errors.contains("4 whole events in 1 trace, 1 without trace.end, 1 loss"))
        #expect(result.text.split(separator: "\n").count == 5)

        let nothing = try folder.write("no trace", to: "nothing.jsonl")
        #expect(try Command.saccade("recover", nothing, "-o", folder.file("none.jsonl")).status == 2)
        #expect(!FileManager.default.fileExists(atPath: folder.file("none.jsonl")))
    }

    @Test func `a folder is recovered in place, and what cannot be is left as it is`() throws {
        let folder = try TemporaryFolder()
        let whole = TraceChoiceTests.trace(TraceChoiceTests.ids[0])
        let broken = try folder.write(String(whole.dropLast(30)), to: "broken.jsonl")
        let nothing = try folder.write("no trace", to: "nothing.jsonl")
        let result = try Command.saccade("recover", folder.path, "--in-place")
        #expect(result.status == 2)
        #expect(try String(contentsOfFile: nothing, encoding: .utf8) == "no trace")
        #expect(try Command.saccade("check", broken, "--level", "L1", "--allow-unverified").status == 0)
        #expect(try Command.saccade("recover", broken, "--in-place").status == 0)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
                "broken.jsonl", "nothing.jsonl",
            ])
    }

    @Test func `several logs go into a folder under their names`() throws {
        let folder = try TemporaryFolder()
        let runs = try TraceChoiceTests.runs(in: folder)
        let output = folder.file("out")
        #expect(try Command.saccade("recover", runs, "-o", output).status == 0)
        for name in ["a.jsonl", "deep/er/b.jsonl"] {
            #expect(
                try Data(contentsOf: URL(fileURLWithPath: output + "/" + name))
                    == Data(contentsOf: URL(fileURLWithPath: runs + "/" + name)))
        }
    }

    @Test func `neither or both of -o and --in-place are wrong arguments`() throws {
        #expect(try Command.saccade("recover", "x.jsonl").status == 64)
        #expect(try Command.saccade("recover", "x.jsonl", "-o", "y.jsonl", "--in-place").status == 64)
        #expect(try Command.saccade("recover", "-", "--in-place").status == 64)
    }

    @Test func `a damaged chunk is a finding that leads to recovery`() throws {
        let folder = try TemporaryFolder()
        let text = try folder.write(TraceChoiceTests.trace(TraceChoiceTests.ids[0]), to: "a.jsonl")
        let packed = folder.file("a.mcap")
        #expect(try Command.saccade("convert", text, "-o", packed).status == 0)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: packed))
        let thought = try #require(bytes.range(of: Data("a thought".utf8)))
        bytes[thought.lowerBound] ^= 1
        try bytes.write(to: URL(fileURLWithPath: packed))
        let check = try Command.saccade("check", packed)
        #expect(check.status == 1)
        #expect(check.text.contains("expected a chunk with the CRC-32"), "\(check.text)")
        #expect(check.text.contains("[damaged-container]"), "\(check.text)")
        #expect(check.text.contains("fix: copy the file again"), "\(check.text)")
    }
}
