/// An error of the trace format: what was expected, what was found, and where.
public struct TraceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of error, for programs that branch on it.
    ///
    /// New codes may be added in any version.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name, in kebab case, as reports print it.
        public let name: String

        /// Creates a code from its name.
        public init(_ name: String) { self.name = name }

        /// The value as text.
        public var description: String { name }

        /// The text is not JSON by RFC 8259.
        public static let malformedJSON = Code("malformed-json")
        /// The input ends inside an event.
        public static let truncated = Code("truncated")
        /// An object names one key twice.
        public static let duplicateKey = Code("duplicate-key")
        /// A limit of the reader was reached: depth, size or count.
        public static let limitExceeded = Code("limit-exceeded")
        /// An event lacks a field, or a field has the wrong type or an impossible value.
        public static let invalidField = Code("invalid-field")
        /// The trace needs a newer version of this library.
        public static let unsupportedVersion = Code("unsupported-version")
        /// The log does not begin with `trace.begin` or `layer.begin`.
        public static let missingHeader = Code("missing-header")
        /// An event does not fit the log so far.
        public static let misplacedEvent = Code("misplaced-event")
        /// A coordinate space cannot be resolved.
        public static let unresolvedSpace = Code("unresolved-space")
        /// Arithmetic left the range of its type.
        public static let overflow = Code("overflow")
        /// A file operation failed.
        public static let fileSystem = Code("file-system")
        /// An image's bytes are not where the trace says.
        public static let missingBlob = Code("missing-blob")
        /// A blob's bytes do not have the digest that names them.
        public static let digestMismatch = Code("digest-mismatch")
        /// A file of the binary encoding is not as MCAP or the format says.
        public static let malformedContainer = Code("malformed-container")
        /// Bytes of the binary encoding do not have the checksum beside them: they are damaged.
        public static let checksumMismatch = Code("checksum-mismatch")
    }

    /// Where in a file an error was found.
    public struct Location: Sendable, Hashable, CustomStringConvertible {
        /// The file, as the user named it; `nil` for bytes in memory.
        public var file: String?
        /// The line, from 1.
        public var line: Int
        /// The column in UTF-8 bytes, from 1.
        public var column: Int

        /// Creates a location from a line and a column, both counted from 1.
        public init(file: String? = nil, line: Int, column: Int) {
            self.file = file
            self.line = line
            self.column = column
        }

        /// The value as text.
        public var description: String { "\(file ?? "<input>"):\(line):\(column)" }
    }

    /// The kind of error.
    public let code: Code
    /// What was expected and what was found; lower case, no full stop.
    public let message: String
    /// The offset in bytes from the start of the event or text that was read, where one is known.
    public var offset: Int?
    /// The place in a file, where one is known.
    public var location: Location?

    /// Creates an error.
    public init(_ code: Code, _ message: String, offset: Int? = nil, location: Location? = nil) {
        self.code = code
        self.message = message
        self.offset = offset
        self.location = location
    }

    /// The value as text.
    public var description: String {
        if let location { return "\(location): \(message)" }
        return message
    }
}
