import Foundation

/// A folder with everything that can be wrong about a file.
enum ErrorScene {
    private static let header =
        #"{"t":"trace.begin","format":"0.1","id":"0af7651916cd43dd8448eb211c80319c","recorder":{"name":"mine","version":"1"}}"#
    private static let chat =
        #"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"photo.png"}},"#
        + #"{"type":"text","text":"Where?"}]},{"role":"assistant","content":"At [10,20,30,40]."}]}"#

    /// The texts of the files, by name.
    private static let texts: [String: String] = [
        "empty.jsonl": "",
        "notes.txt": "A list of things to do.\n",
        "header.jsonl": header + "\n",
        "comma.jsonl": header + "\n" + #"{"t":"turn","n":0,}"# + "\n",
        "nan.jsonl": header + "\n" + #"{"t":"turn","n":NaN,"parts":[]}"# + "\n",
        "twice.jsonl": header + "\n" + #"{"t":"turn","n":0,"n":1,"parts":[]}"# + "\n",
        "torn.jsonl": header + "\n" + #"{"t":"turn","n":0,"par"#,
        "type.jsonl": header + "\n" + #"{"t":"turn","n":"zero","parts":[]}"# + "\n",
        "undeclared.jsonl": header + "\n" + #"{"t":"step.end","agent":0,"step":4}"# + "\n",
        "headless.jsonl": #"{"t":"turn","n":0,"parts":[{"text":"Where?"}]}"# + "\n",
        "newer.jsonl": header.replacingOccurrences(of: "\"0.1\"", with: "\"9.0\"") + "\n",
        "chat.json": chat + "\n",
        "pretty.json": "{\n  \"messages\": []\n}\n",
        "other.json": #"{"price": 12}"# + "\n",
        "numbers.json": "[1, 2, 3]\n",
        "page.html": "<html></html>\n",
        "unknown-key.json": #"{"picture": "$.image"}"# + "\n",
        "half.json": "{\n",
        "no-reason.json": #"{"waivers":[{"rule":"empty-box"}]}"# + "\n",
        "no-such-key.json": #"{"severities":{"empty-box":"error"}}"# + "\n",
        "archive.zip": "PK\u{3}\u{4}rest",
        "rows.parquet": "PAR1rest",
    ]
    private static let bytes: [String: [UInt8]] = [
        "latin.jsonl": Array((header + "\n" + #"{"t":"turn","n":0,"parts":[{"text":"caf"#).utf8) + [0xE9]
            + Array("\"}]}\n".utf8),
        "utf16.jsonl": [0xFF, 0xFE, 0x7B, 0x00],
        "mark.jsonl": [0xEF, 0xBB, 0xBF] + Array((header + "\n").utf8),
        "logs.gz": [0x1F, 0x8B, 0x08, 0x00],
        "run.pkl": [0x80, 0x04, 0x95],
    ]

    /// Makes the folder: these files, the sample traces in `traces`, one of them as MCAP, whole, cut and damaged.
    static func make() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, text) in texts { _ = try folder.write(text, to: name) }
        for (name, bytes) in bytes { try Data(bytes).write(to: URL(fileURLWithPath: folder.file(name))) }
        for name in ["nothing", "no-fonts"] {
            try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
        }
        try FileManager.default.copyItem(atPath: ConvertCommandTests.samples, toPath: folder.file("traces"))
        _ = try Command.saccade("convert", folder.file("traces/transit.jsonl"), "-o", folder.file("transit.mcap"))
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file("transit.mcap")))
        try whole.prefix(8).write(to: URL(fileURLWithPath: folder.file("begun.mcap")))
        try whole.prefix(100_000).write(to: URL(fileURLWithPath: folder.file("cut.mcap")))
        var damaged = whole
        if let word = damaged.range(of: Data("step.text".utf8)) { damaged[word.lowerBound] ^= 1 }
        try damaged.write(to: URL(fileURLWithPath: folder.file("damaged.mcap")))
        return folder
    }
}
