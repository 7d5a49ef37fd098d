/// An error of drawing: what was expected, and what was found.
public struct RendererError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of error, for programs that branch on it.
    ///
    /// New codes may be added in any version.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name, in kebab case, as reports print it.
        public let name: String

        /// Creates a code from its name.
        public init(_ name: String) { self.name = name }

        /// The code's name.
        public var description: String { name }

        /// A font file that every page needs is not installed.
        public static let missingFont = Code("missing-font")
        /// The page is larger than the limit on its pixels or sides.
        public static let pageTooLarge = Code("page-too-large")
        /// A setting is outside its range.
        public static let invalidOption = Code("invalid-option")
        /// Cairo or Pango could not do its work.
        public static let drawingFailed = Code("drawing-failed")
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

    /// The message.
    public var description: String { message }
}
