#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What the command needs of the system that no library gives.
enum SystemConsole {
    /// Whether standard error is a terminal.
    static var errorIsTerminal: Bool { isatty(2) == 1 }

    /// Writes to standard error and returns how many bytes were taken.
    static func writeError(_ bytes: UnsafeRawBufferPointer) -> Int { write(2, bytes.baseAddress, bytes.count) }
}
