/// An error of this module: what was expected, what was found and where.
public struct ServerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of error, for programs that branch on it.
    ///
    /// New codes may be added in any version.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name, in kebab case.
        public let name: String

        /// Creates a code from its name.
        public init(_ name: String) { self.name = name }

        /// The value as text.
        public var description: String { name }

        /// A pattern cannot be read.
        public static let invalidPattern = Code("invalid-pattern")
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

    /// The value as text.
    public var description: String { message }
}
