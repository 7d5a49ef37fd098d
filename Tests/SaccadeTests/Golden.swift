#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Files that hold what a test expects.
enum Golden {
    /// Whether the tests write these files anew instead of comparing: `UPDATE_GOLDEN=1`.
    static var isRecording: Bool { getenv("UPDATE_GOLDEN") != nil }
}
