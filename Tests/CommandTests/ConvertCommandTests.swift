import Foundation
import Testing

/// `convert`, `compact`, `bundle`, `split` and `recover` of MCAP files, as a user runs them.
@Suite struct ConvertCommandTests {
    static let png = Data(
        base64Encoded:
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")

    static let samples: String = {
        var path = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { path.deleteLastPathComponent() }
        return path.appendingPathComponent("Samples/Traces").path
    }()

    static func contents(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test(arguments: ["none", "lz4", "zstd"])
    func `a sample goes to MCAP and back with its images, and every command reads both`(_ packing: String) throws {
        let folder = try TemporaryFolder()
        let (sample, mcap) = (Self.samples + "/receipt.jsonl", folder.file("t.mcap"))
        let convert = try Command.saccade("convert", sample, "-o", mcap, "--compression", packing)
        #expect(convert.status == 0 && convert.errors.isEmpty, "\(convert.errors)")
        #expect(try Command.saccade("convert", mcap, "-o", folder.file("out/../t.jsonl")).status == 2)
        #expect(try Command.saccade("convert", mcap, "-o", folder.file("t.jsonl")).status == 0)
        #expect(try Self.contents(folder.file("t.jsonl")) == Self.contents(sample))
        for name in try Self.names(in: folder.file("blobs")) {
            #expect(try Self.contents(folder.file("blobs/" + name)) == Self.contents(Self.samples + "/blobs/" + name))
        }
        let piped = try Command.saccade("convert", mcap, "-o", "-")
        #expect(piped.output == Array(try Self.contents(sample)) && piped.status == 0)
        #expect(piped.errors.contains("stays behind: standard output has no folder for blobs"))
        for command in [["info"], ["info", "--json"], ["fmt"], ["check", "--level", "L2"]] {
            let text = try Command.saccade(arguments: command + [sample])
            let binary = try Command.saccade(arguments: command + [mcap])
            #expect(text.status == binary.status)
            #expect(text.text.replacing(sample, with: "") == binary.text.replacing(mcap, with: ""), "\(command)")
        }
        let pages = [folder.file("text.png"), folder.file("binary.png")]
        #expect(try Command.saccade("storyboard", sample, "-o", pages[0]).status == 0)
        #expect(try Command.saccade("storyboard", mcap, "-o", pages[1]).status == 0)
        #expect(try Self.contents(pages[0]) == Self.contents(pages[1]))
    }

    @Test func `standard input is read in either encoding`() throws {
        let folder = try TemporaryFolder()
        let mcap = folder.file("t.mcap")
        let trace = TraceChoiceTests.trace(TraceChoiceTests.ids[0])
        #expect(try Command.saccade("convert", "-", "-o", mcap, input: trace).status == 0)
        #expect(try Command.saccade("convert", mcap, "-o", "-").text == trace)
        let piped = try Command.saccade("convert", "-", "-o", "-", "--to", "mcap", input: trace)
        #expect(piped.status == 0 && piped.output.starts(with: [0x89, 0x4D, 0x43, 0x41, 0x50]))
    }

    @Test func `images of an MCAP file from a pipe are found, by the check and by pictures`() throws {
        let folder = try TemporaryFolder()
        let mcap = folder.file("t.mcap")
        let trace = Self.samples + "/receipt.jsonl"
        #expect(try Command.saccade("convert", trace, "-o", mcap).status == 0)
        let saccade = Command.products.appendingPathComponent("saccade").path
        let page = folder.file("piped.png")
        for (command, file) in [("check - --level L3", mcap), ("storyboard - -o \(page)", mcap)] {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", "cat '\(file)' | '\(saccade)' \(command)"]
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "\(command)")
        }
        #expect(try Command.saccade("storyboard", mcap, "-o", folder.file("named.png")).status == 0)
        #expect(try Self.contents(page) == Self.contents(folder.file("named.png")))
    }

    @Test func `a folder is converted into a folder`() throws {
        let folder = try TemporaryFolder()
        let runs = try TraceChoiceTests.runs(in: folder)
        #expect(try Command.saccade("convert", runs, "-o", folder.file("mcap")).status == 0)
        #expect(try Self.names(in: folder.file("mcap")) == ["a.mcap", "deep"])
        #expect(try Command.saccade("convert", folder.file("mcap"), "-o", folder.file("back")).status == 0)
        for name in ["a.jsonl", "deep/er/b.jsonl"] {
            #expect(try Self.contents(folder.file("back/" + name)) == Self.contents(runs + "/" + name))
        }
        let one = try Command.saccade("convert", runs, "--trace", "b0", "-o", folder.file("one"), "--to", "text")
        #expect(one.status == 0, "\(one.errors)")
        #expect(
            try String(contentsOfFile: folder.file("one/deep/er/b.jsonl"), encoding: .utf8)
                == TraceChoiceTests.trace(TraceChoiceTests.ids[2], task: "third"))
    }

    @Test func `traces are bundled, listed, and split again`() throws {
        let folder = try TemporaryFolder()
        let runs = try TraceChoiceTests.runs(in: folder)
        let bundle = folder.file("all.mcap")
        #expect(try Command.saccade("bundle", runs, "-o", bundle).status == 0)
        let info = try Command.saccade("info", bundle)
        for id in TraceChoiceTests.ids { #expect(info.text.contains(id)) }
        let split = try Command.saccade("split", bundle, "-o", folder.file("out"), "--to", "text")
        #expect(split.status == 0)
        #expect(split.text.split(separator: "\n").count == 3)
        for (id, task) in zip(TraceChoiceTests.ids, ["first", "second", "third"]) {
            let text = try String(contentsOfFile: folder.file("out/\(id).jsonl"), encoding: .utf8)
            #expect(text == TraceChoiceTests.trace(id, task: task))
        }
    }

    @Test func `a file is made compact in place, and the events stay`() throws {
        let folder = try TemporaryFolder()
        let mcap = folder.file("t.mcap")
        let sample = Self.samples + "/transit.jsonl"
        #expect(try Command.saccade("convert", sample, "-o", mcap).status == 0)
        let before = try Self.contents(mcap).count
        #expect(try Command.saccade("compact", folder.path, "--in-place", "--no-viewer").status == 0)
        #expect(try Self.contents(mcap).count < before)
        #expect(try Command.saccade("convert", mcap, "-o", "-").output == Array(Self.contents(sample)))
        #expect(try Self.names(in: folder.path) == ["t.mcap"])
        #expect(try Command.saccade("compact", sample, "--in-place").status == 64)
    }

    @Test func `a damaged MCAP file is recovered, and in place an unfinished one gets its name`() throws {
        let folder = try TemporaryFolder()
        let sample = Self.samples + "/receipt.jsonl"
        let mcap = folder.file("t.mcap")
        #expect(try Command.saccade("convert", sample, "-o", mcap).status == 0)
        let whole = try Self.contents(mcap)
        let open = folder.file("u.mcap.open")
        try whole.prefix(whole.count - 30).write(to: URL(fileURLWithPath: open))
        for command in [["info"], ["check", "--level", "L2"], ["storyboard", "-o", folder.file("page.png")]] {
            let result = try Command.saccade(arguments: command + [open])
            #expect(result.errors.contains("u.mcap.open"), "\(command): says that it is unfinished: \(result.errors)")
        }
        let recovered = try Command.saccade("recover", open, "--in-place")
        #expect(recovered.status == 0, "\(recovered.errors)")
        #expect(try Self.names(in: folder.path).filter { $0.hasPrefix("u") } == ["u.mcap"])
        #expect(
            try Command.saccade("convert", folder.file("u.mcap"), "-o", "-").output == Array(Self.contents(sample)))

        var damaged = whole
        let event = try #require(damaged.range(of: Data(#"{"t":"step.begin""#.utf8)))
        damaged[event.lowerBound + 20] ^= 0x10
        try damaged.write(to: URL(fileURLWithPath: mcap))
        let lossy = try Command.saccade("recover", mcap, "-o", folder.file("good.mcap"))
        #expect(lossy.status == 3)
        #expect(lossy.errors.contains("t.mcap: lost: bytes"), "\(lossy.errors)")
        #expect(try Command.saccade("check", folder.file("good.mcap"), "--allow-unverified").status != 2)
        let info = try Command.saccade("info", folder.file("good.mcap"))
        #expect(info.text.contains("gap         damage"), "\(info.text)")
    }

    @Test func `overlays are drawn into the images`() throws {
        let folder = try TemporaryFolder()
        let mcap = folder.file("t.mcap")
        let sample = Self.samples + "/receipt.jsonl"
        #expect(try Command.saccade("convert", sample, "-o", mcap, "--overlay").status == 0)
        let bytes = try Self.contents(mcap)
        #expect(bytes.range(of: Data("/saccade/images/0/overlay".utf8)) != nil)
        #expect(try Command.saccade("convert", sample, "-o", mcap).status == 0)
        #expect(try Self.contents(mcap).range(of: Data("/overlay".utf8)) == nil)
    }

    @Test(arguments: [
        ["convert", "a", "-o", "b", "--to", "zip"], ["convert", "a", "-o", "b", "--compression", "gzip"],
        ["convert", "a", "-o", "b", "--level", "99"], ["split", "a", "-o", "b", "--to", "zip"], ["compact", "a"],
    ])
    func `wrong arguments are exit code 64`(_ arguments: [String]) throws {
        #expect(try Command.saccade(arguments: arguments).status == 64)
    }

    @Test func `several files cannot go to one`() throws {
        let folder = try TemporaryFolder()
        let runs = try TraceChoiceTests.runs(in: folder)
        #expect(try Command.saccade("convert", runs, "-o", "-").status == 64)
    }
}
