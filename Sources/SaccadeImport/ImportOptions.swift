public import Saccade

/// What an import may read and what it takes for granted.
public struct ImportOptions: Sendable {
    /// Folders that images may lie in beside the record's own; a relative name is looked for in each, in order.
    public var imageFolders: [String]
    /// Whether a record may name images by absolute paths anywhere on the disk.
    public var allowsAbsolutePaths: Bool
    /// The space that all coordinates of the record are in; `nil` to find it out.
    public var space: SpaceRule?
    /// The family of the model, whose syntax and space its texts have; `nil` for the unmistakable syntaxes alone.
    public var family: ModelFamily?
    /// Where things stand in records of a layout of their own; `nil` to tell each record's format.
    public var mapping: RecordMapping?
    /// The pictures that a model's plain output is about, as paths.
    public var pictures: [String]
    /// What the model was asked, for its plain output.
    public var question: String?
    /// Which record of a file that holds several, from 0; `nil` for all.
    public var record: Int?
    /// The most bytes of an image.
    public var imageLimit: Int
    /// The most bytes of a record: of a file that is one, or of a line.
    public var recordLimit: Int
    /// How many crops may be computed and compared with stored ones to find a space out; 0 to decode no image.
    public var comparisons: Int
    /// The program that `trace.begin` names.
    public var recorder: Recorder

    /// Creates options.
    public init(
        imageFolders: [String] = [], allowsAbsolutePaths: Bool = false, space: SpaceRule? = nil,
        family: ModelFamily? = nil, mapping: RecordMapping? = nil, pictures: [String] = [], question: String? = nil,
        record: Int? = nil,
        imageLimit: Int = 64 << 20, recordLimit: Int = 512 << 20,
        comparisons: Int = 16,
        recorder: Recorder = Recorder(name: "saccade import", version: FormatVersion.current.description)
    ) {
        self.imageFolders = imageFolders
        self.allowsAbsolutePaths = allowsAbsolutePaths
        self.space = space
        self.family = family
        self.mapping = mapping
        self.pictures = pictures
        self.question = question
        self.record = record
        self.imageLimit = imageLimit
        self.recordLimit = recordLimit
        self.comparisons = comparisons
        self.recorder = recorder
    }

    /// Whether a record is to be imported, by its ordinal in the file.
    func wants(_ ordinal: Int) -> Bool { record == nil || record == ordinal }
}

/// What the import of one record gave.
public struct ImportSummary: Sendable, Hashable {
    /// The name of the record's format.
    public var format: String
    /// The path of the record's file.
    public var path: String
    /// The ordinal of the record in its file.
    public var record: Int
    /// The file that holds the trace; `-` for standard output.
    public var output: String
    /// The id of the trace: the first 16 bytes of the record's SHA-256.
    public var trace: String
    /// How much the trace holds.
    public var counts: EventCounts
    /// The images that were made from others.
    public var derivations: Int
    /// The images whose bytes are not to be had.
    public var missingImages: Int
    /// The remarks, in the order in which they stand in the trace.
    public var diagnostics: [Diagnostic]

    /// Returns how many remarks have a severity.
    public func count(of severity: Severity) -> Int { diagnostics.count { $0.severity == severity } }
}

/// What the import of a path gave, record by record.
public enum ImportOutcome: Sendable {
    /// A record became a trace.
    case imported(ImportSummary)
    /// A record could not be read; the others were.
    case refused(TraceError)
}
