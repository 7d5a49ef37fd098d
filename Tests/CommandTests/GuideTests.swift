import Foundation
import Testing

/// The guides are run as a reader would: files are written, commands are typed, and what is printed is compared.
@Suite struct GuideTests {
    static let root: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/")
    }()

    /// The guides and the files that their Swift code is compiled in.
    static let guides: [(String, [String])] = [
        ("FromYourLogToAPicture", []), ("TracesInYourTests", ["Tests/SaccadeReplayTests/GuideExamples.swift"]),
        (
            "RecordingInYourServer",
            ["Tests/DocumentationTests/RecordingExample.swift", "Tests/DocumentationTests/ServingExample.swift"]
        ),
    ]

    @Test(arguments: guides.map(\.0))
    func `each command of a guide does what the guide says`(_ name: String) throws {
        let guide = try Guide(path: Self.root + "/Docs/Guide/\(name).md")
        #expect(guide.blocks.contains { $0.language == "sh" })
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("Samples"), withDestinationPath: Self.root + "/Samples")
        var printed = ""
        for block in guide.blocks {
            switch (block.language, block.file) {
            case ("json", let file?): _ = try folder.write(block.text, to: file)
            case ("sh", _): printed = try run(block, in: folder)
            case ("text", let file):
                let found = try file.map { try String(contentsOfFile: folder.file($0), encoding: .utf8) } ?? printed
                for line in block.text.split(separator: "\n") {
                    #expect(found.contains(line), "\(name).md:\(block.line): expected \(line) in \(found)")
                }
            default: break
            }
        }
    }

    @Test func `each command of the README works on a log, a trace and a torn file`() throws {
        let blocks = try Guide(path: Self.root + "/README.md").blocks.filter { $0.language == "sh" }
        let use = try #require(blocks.first { $0.text.contains("messages.json") })
        let folder = try TemporaryFolder()
        let samples = Self.root + "/Samples/Traces"
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("blobs"), withDestinationPath: samples + "/blobs")
        for name in ["run-a.jsonl", "run-b.jsonl"] {
            try FileManager.default.copyItem(atPath: samples + "/receipt.jsonl", toPath: folder.file(name))
        }
        let photo = try #require(
            try FileManager.default.contentsOfDirectory(atPath: samples + "/blobs").sorted().first)
        _ = try folder.write(
            #"""
            {"model": "qwen3-vl", "messages": [
              {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "blobs/\#(photo)"}},
                {"type": "text", "text": "What does the sign say?"}]},
              {"role": "assistant", "content": "Here: {\"bbox_2d\": [100, 200, 400, 300], \"label\": \"sign\"}. Open."}]}
            """#, to: "messages.json")
        #expect(
            try Command.saccade("convert", folder.file("run-a.jsonl"), "-o", folder.file("broken.mcap")).status == 0)
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file("broken.mcap")))
        try whole.dropLast(whole.count / 3).write(to: URL(fileURLWithPath: folder.file("broken.mcap")))
        let lines = use.text.split(separator: "\n")
        #expect(lines.count >= 9)
        for line in lines {
            let words = line.prefix { $0 != "#" }.split(separator: " ").map(String.init)
            let result = try Command.saccade(arguments: Array(words.dropFirst()), folder: folder.path)
            // What the check says of the log is not the matter here, and a torn file comes back with loss.
            let fine: [Int32] = ["check": [0, 1], "recover": [3]][words[1]] ?? [0]
            #expect(words[0] == "saccade" && fine.contains(result.status), "\(line): \(result.status) \(result.errors)")
        }
    }

    /// `UPDATE_DOCS=1` draws them again.
    @Test func `the pictures of the README are what the commands beside them draw`() throws {
        let readme = try Guide(path: Self.root + "/README.md")
        let text = try String(contentsOfFile: Self.root + "/README.md", encoding: .utf8)
        let commands = readme.blocks.filter { $0.language == "sh" }.flatMap { $0.text.split(separator: "\n") }
            .filter { $0.contains("-o Docs/Images/") }
        var names: Set<String> = []
        for command in commands {
            var words = command.split(separator: " ").dropFirst().map(String.init)
            let place = try #require(words.firstIndex(of: "-o")) + 1
            let name = words[place]
            names.insert(name)
            #expect(text.contains("](\(name))"), "no picture shows \(name)")
            words[place] = "-"
            let drawn = try Command.saccade(arguments: words, folder: Self.root)
            #expect(drawn.status == 0, "\(drawn.errors)")
            let file = URL(fileURLWithPath: Self.root + "/" + name)
            if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" { try Data(drawn.output).write(to: file) }
            let isSame = try Data(contentsOf: file) == Data(drawn.output)
            #expect(isSame, "\(name) is another picture: run the test with UPDATE_DOCS=1 and look at it")
        }
        let shown = text.components(separatedBy: "](Docs/Images/").dropFirst()
            .map { "Docs/Images/" + $0.prefix { $0 != ")" } }
        #expect(names == Set(shown), "each picture of the README has the command that draws it")
    }

    @Test(arguments: guides.filter { !$0.1.isEmpty })
    func `the Swift code of a guide is compiled and run by tests`(_ name: String, _ sources: [String]) throws {
        let guide = try Guide(path: Self.root + "/Docs/Guide/\(name).md")
        let compiled = try sources.map { try String(contentsOfFile: Self.root + "/" + $0, encoding: .utf8) }.joined()
        for block in guide.blocks where block.language == "swift" {
            for declaration in block.text.components(separatedBy: "\n\n") {
                let code = declaration.trimmingCharacters(in: .whitespacesAndNewlines)
                #expect(compiled.contains(code), "\(name).md:\(block.line)")
            }
        }
    }

    /// Runs a block of commands and returns everything that they print.
    private func run(_ block: Guide.Block, in folder: TemporaryFolder) throws -> String {
        let output = folder.file(".printed")
        try Data().write(to: URL(fileURLWithPath: output))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-eu", "-c", block.text]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        process.environment = ProcessInfo.processInfo.environment.merging([
            "PATH": Command.products.path + ":" + path
        ]) { $1 }
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let printed = try String(contentsOfFile: output, encoding: .utf8)
        #expect(process.terminationStatus == 0, "line \(block.line): \(block.text)\n\(printed)")
        return printed
    }
}

/// The blocks of code in a page: between three backticks, with a language and, for a file, `file=NAME` behind it.
///
/// Commands are `sh`; `text` behind them is what they must have printed, line by line, among other things, or what must
/// stand in a file.
private struct Guide {
    struct Block {
        var language: String
        var file: String?
        var text: String
        var line: Int
    }

    private(set) var blocks: [Block] = []

    init(path: String) throws {
        var open: Block?
        let text = try String(contentsOfFile: path, encoding: .utf8)
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("```") {
                if let block = open {
                    blocks.append(block)
                    open = nil
                } else {
                    let words = line.dropFirst(3).split(separator: " ")
                    let file = words.first { $0.hasPrefix("file=") }.map { String($0.dropFirst(5)) }
                    open = Block(language: String(words.first ?? ""), file: file, text: "", line: number + 1)
                }
            } else {
                open?.text += line + "\n"
            }
        }
    }
}
