/// An error of reading, writing or changing pictures: what was expected and what was found.
public struct ImagingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of error, for programs that branch on it.
    ///
    /// New codes may be added in any version.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name, in kebab case, as reports print it.
        public let name: String

        /// Creates a code from its name.
        public init(_ name: String) { self.name = name }

        /// The text that messages and reports print.
        public var description: String { name }

        /// The bytes are no PNG, JPEG or WebP, or use a feature of them that this library does not decode.
        public static let unsupportedFormat = Code("unsupported-format")
        /// The bytes break the rules of their format.
        public static let malformed = Code("malformed")
        /// The bytes end before the picture does.
        public static let truncated = Code("truncated")
        /// The picture is larger than the limits allow.
        public static let tooLarge = Code("too-large")
        /// The process-wide budget of pixels is used up.
        public static let budgetExceeded = Code("budget-exceeded")
        /// Decoding took more CPU time than the limits allow.
        public static let timedOut = Code("timed-out")
        /// An operation's parameters do not fit the picture.
        public static let invalidOperation = Code("invalid-operation")
        /// A library failed for want of memory.
        public static let outOfMemory = Code("out-of-memory")
    }

    /// The kind of error.
    public let code: Code
    /// What was expected and what was found; lower case, no full stop.
    public let message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The text that messages and reports print.
    public var description: String { message }
}
