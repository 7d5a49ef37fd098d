/// An error of the recorder: what was expected, what was found and where.
///
/// Only opening, flushing, syncing and closing throw: a call that records never does.
public struct RecorderError: Error, Sendable, Hashable, CustomStringConvertible {
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

        /// The folder cannot be written to.
        public static let fileSystem = Code("file-system")
        /// Options contradict each other or are out of range.
        public static let invalidOptions = Code("invalid-options")
        /// The recorder was closed, or belongs to the process that this one was forked from.
        public static let closed = Code("closed")
        /// It took longer than the caller wanted to wait.
        public static let timedOut = Code("timed-out")
        /// The system has no memory left.
        public static let noMemory = Code("no-memory")
        /// The system has no thread left.
        public static let noThread = Code("no-thread")
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
