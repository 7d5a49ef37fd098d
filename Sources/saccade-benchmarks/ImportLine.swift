import Foundation
import Saccade
import SaccadeImaging
import SaccadeImport

/// The import of chat records in one run, with image decoding off.
let importLine = BenchmarkLine(
    name: "import", summary: "saccade import of chat records of 20 turns, MB/s of JSON Lines (CPU time)"
) { options in
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("saccade-import-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let log = folder.appendingPathComponent("chat.jsonl").path
    try Data(try ChatCorpus.picture()).write(to: folder.appendingPathComponent("photo.png"))
    let importer = Importer(options: ImportOptions(comparisons: 0))
    // A tenth first: memory that grows with the file shows in the difference.
    for (part, count) in [("a tenth", max(1, options.records / 10)), ("all", options.records)] {
        let bytes = try ChatCorpus.write(records: count, to: log)
        var times: [Double] = []
        for _ in 0..<(part == "all" ? max(1, options.rounds / 3) : 1) {
            var imported = 0
            times.append(
                try processorTime {
                    imported = try importer.importRecords(
                        path: log, to: folder.appendingPathComponent("out.jsonl").path)
                })
            guard imported == count else { throw BenchmarkError("expected \(count) traces, found \(imported)") }
        }
        title("\(part): \(count) records, \(bytes) bytes, \(bytes / max(count, 1)) bytes a record")
        if part == "all" {
            report("import", Double(bytes) / 1e6 / median(times), "MB/s", digits: 1, aim: .atLeast(50))
            report("a record", median(times) / Double(count) * 1e6, "µs")
        }
        report("most memory of the process", Double(peakMemory()) / 1_048_576, "MiB")
    }
}

/// Chat records with a fixed seed.
///
/// Each has a picture and a question, nine looks with a thought of 100 words, a call and a result of 40 words, then a
/// thought and an answer.
private enum ChatCorpus {
    private static let words =
        ("the sign above the left door reads exit so arrow must point to right side of hall while small price tag below it "
        + "shows a number that I cannot read yet because letters are blurred and need closer look").split(
            separator: " ")

    /// Writes a file of records and returns the number of bytes.
    static func write(records: Int, to path: String) throws -> Int {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw BenchmarkError("cannot write \(path)") }
        defer { try? handle.close() }
        var generator = SeededGenerator(seed: 20_260_301)
        var total = 0
        for number in 0..<records {
            let line = Data((record(number, &generator).canonicalText + "\n").utf8)
            total += line.count
            try handle.write(contentsOf: line)
        }
        return total
    }

    private static func record(_ number: Int, _ generator: inout SeededGenerator) -> JSONValue {
        func said(_ count: Int) -> String {
            (0..<count).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ")
        }
        func part(_ text: String) -> JSONValue {
            .object([JSONMember("type", .string("text")), JSONMember("text", .string(text))])
        }
        func message(_ role: String, _ content: JSONValue) -> JSONValue {
            .object([JSONMember("role", .string(role)), JSONMember("content", content)])
        }
        let picture = JSONValue.object([
            JSONMember("type", .string("image_url")),
            JSONMember("image_url", .object([JSONMember("url", .string("photo.png"))])),
        ])
        var messages = [message("user", .array([picture, part("Question \(number): what does the sign say?")]))]
        for _ in 0..<9 {
            let (x, y) = (Int.random(in: 0..<500, using: &generator), Int.random(in: 0..<400, using: &generator))
            let call =
                #"{"name": "image_zoom_in_tool", "arguments": {"bbox_2d": [\#(x), \#(y), \#(x + 100), \#(y + 80)], "#
                + #""label": "the \#(said(1)) sign"}}"#
            messages.append(
                message("assistant", .string("<think>\(said(100))</think>\n<tool_call>\(call)</tool_call>")))
            messages.append(message("user", .array([part("<tool_response>\(said(40))</tool_response>")])))
        }
        messages.append(message("assistant", .string("<think>\(said(100))</think><answer>\(said(8))</answer>")))
        return .object([JSONMember("id", .integer(Int64(number))), JSONMember("messages", .array(messages))])
    }

    /// The picture that all records are about.
    static func picture() throws -> [UInt8] {
        var bytes: [UInt8] = []
        for y in 0..<480 {
            for x in 0..<640 {
                bytes += [
                    UInt8(truncatingIfNeeded: x), UInt8(truncatingIfNeeded: y), UInt8(truncatingIfNeeded: x &* y), 255,
                ]
            }
        }
        guard let image = PixelImage(width: 640, height: 480, bytes: bytes) else {
            throw BenchmarkError("expected a picture of 640×480")
        }
        return try image.encodedPNG()
    }
}
