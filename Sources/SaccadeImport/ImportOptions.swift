public import Saccade

/// What an import may read and what it takes for granted.
public struct ImportOptions: Sendable, Hashable {
    /// Folders that images may lie in beside the record's own; a relative name is looked for in each, in order.
    public var imageFolders: [String]
    /// Whether a record may name images by absolute paths anywhere on the disk.
    public var allowsAbsolutePaths: Bool
    /// The space that all coordinates of the record are in; `nil` to find it out.
    public var space: CoordinateSpace?
    /// Which record of a file that holds several, from 0.
    public var record: Int
    /// The most bytes of an image.
    public var imageLimit: Int
    /// The most bytes of the record.
    public var recordLimit: Int
    /// How many crops may be computed and compared with stored ones to find a space out; 0 to compare sizes only.
    public var comparisons: Int
    /// The program that `trace.begin` names.
    public var recorder: Recorder

    /// Creates options.
    public init(
        imageFolders: [String] = [], allowsAbsolutePaths: Bool = false, space: CoordinateSpace? = nil, record: Int = 0,
        imageLimit: Int = 64 << 20, recordLimit: Int = 512 << 20, comparisons: Int = 8,
        recorder: Recorder = Recorder(name: "saccade import", version: FormatVersion.current.description)
    ) {
        self.imageFolders = imageFolders
        self.allowsAbsolutePaths = allowsAbsolutePaths
        self.space = space
        self.record = record
        self.imageLimit = imageLimit
        self.recordLimit = recordLimit
        self.comparisons = comparisons
        self.recorder = recorder
    }
}

/// What an import gave.
public struct ImportSummary: Sendable, Hashable {
    /// The name of the record's format.
    public var format: String
    /// The id of the trace: the first 16 bytes of the record's SHA-256.
    public var trace: String
    /// How many records the file holds.
    public var records: Int
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
