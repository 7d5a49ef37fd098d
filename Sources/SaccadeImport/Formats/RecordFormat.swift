import Saccade

/// A format of records: how it is recognised, and what its fields mean.
///
/// A format is a thin value. It turns a record into a conversation; all that formats share is done after that. Its examples are
/// its tests and its section of the page on importing.
public struct RecordFormat: Sendable {
    /// What a record of the format is on the disk.
    enum Shape: Sendable, Hashable {
        /// One JSON value: a file, a line, or an element of a list.
        case record
        /// All lines of a file of JSON lines.
        case lines
        /// Lines of a file of JSON lines that have their `input` in common.
        case groups
        /// A file that is no JSON.
        case text
    }

    /// The name, as `openai-messages`.
    public let name: String
    /// What it is, in one sentence.
    public let summary: String
    /// What its fields become, in a few sentences for the page.
    public let notes: String
    let shape: Shape
    /// Whether a record is of this format.
    let detect: @Sendable (SourceRecord) -> Bool
    /// Says who said what in a record.
    let read: @Sendable (SourceRecord) -> Conversation
    let examples: [RecordExample]

    init(
        name: String, summary: String, notes: String = "", shape: Shape = .record, examples: [RecordExample] = [],
        detect: @escaping @Sendable (SourceRecord) -> Bool, read: @escaping @Sendable (SourceRecord) -> Conversation
    ) {
        self.name = name
        self.summary = summary
        self.notes = notes
        self.shape = shape
        self.examples = examples
        self.detect = detect
        self.read = read
    }

    /// The files that make a folder one record.
    static let mainFiles = ["traj.jsonl", "output.json", "conv.json", "trajectory.json"]
}

/// A record with what becomes of it.
struct RecordExample: Sendable {
    /// What the example shows.
    var title: String
    /// The name of the record's file.
    var file: String
    /// The record.
    var record: String
    /// Pictures that lie beside it, by name; made for the test with a pattern of their own.
    var pictures: [(name: String, width: Int, height: Int)]
    /// Other files that lie beside it.
    var files: [(name: String, text: String)]
    /// The trace in outline.
    var outline: String
    var sourceFile: String
    var sourceLine: Int

    init(
        _ title: String, file: String = "record.json", pictures: [(name: String, width: Int, height: Int)] = [],
        files: [(name: String, text: String)] = [], record: String, outline: String, sourceFile: String = #filePath,
        sourceLine: Int = #line
    ) {
        self.title = title
        self.file = file
        self.record = record
        self.pictures = pictures
        self.files = files
        self.outline = outline
        self.sourceFile = sourceFile
        self.sourceLine = sourceLine
    }
}
