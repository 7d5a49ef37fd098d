/// A version of the trace format: readers accept every minor of their major.
public struct FormatVersion: Sendable, Hashable, CustomStringConvertible {
    /// Changes when old readers can no longer read.
    public var major: Int
    /// Changes when something is added that old readers may ignore.
    public var minor: Int

    /// The version that this library writes.
    public static let current = FormatVersion(major: 0, minor: 1)

    /// Creates a version.
    public init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Creates a version from `major.minor`, or returns `nil` for any other text.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]), major >= 0, minor >= 0 else {
            return nil
        }
        self.init(major: major, minor: minor)
    }

    /// Whether this library reads the version.
    public var isReadable: Bool { major == FormatVersion.current.major }

    /// The value as text.
    public var description: String { "\(major).\(minor)" }
}
