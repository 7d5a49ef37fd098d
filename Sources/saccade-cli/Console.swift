import ArgumentParser
import Saccade
import SaccadeRenderer

/// Writing to the user: results on standard output, everything else on standard error.
enum Console {
    /// Writes bytes to standard output.
    static func write(_ bytes: [UInt8]) throws(TraceError) { try PendingFile(path: "-").write(bytes) }

    /// Writes a text to standard output, as it is.
    static func write(_ text: String) throws(TraceError) { try write(Array(text.utf8)) }

    /// Writes a line to standard error; control characters in it are made visible.
    static func note(_ line: String) {
        let bytes = Array((line.safeForTerminal + "\n").utf8)
        // Nothing can be said about a failure to say something.
        bytes.withUnsafeBytes { _ = SystemConsole.writeError($0) }
    }

    /// Asks for a line on a terminal; nothing is written into a pipe.
    static func prompt(_ text: String) {
        let bytes = Array(text.utf8)
        bytes.withUnsafeBytes { _ = SystemConsole.writeError($0) }
    }

    /// Says what went wrong, and what can be done about a damaged file.
    ///
    /// - Parameter isOfLog: Whether the file is a log of this format, so that it can be recovered.
    static func note(_ error: any Error, isOfLog: Bool = true) {
        note("saccade: \(error)")
        guard isOfLog, let code = (error as? TraceError)?.code,
            [.malformedContainer, .checksumMismatch, .truncated].contains(code)
        else { return }
        note("saccade: saccade recover makes a whole log of what is not damaged")
    }

    /// Says so if a file was not finished or is damaged, so that only what is whole of it was read.
    static func noteEnding(of path: String) { noteEnding(of: TraceFile(path: path)) }

    /// Says so if a file was not finished or is damaged, so that only what is whole of it was read.
    static func noteEnding(of file: TraceFile) {
        guard file.path != "-", let ending = file.ending else { return }
        note("saccade: \(ending); what is whole of it is read")
    }

    /// Runs the work of a command; what it throws is said in one line, and the exit code is 2.
    ///
    /// - Parameter readsLogs: Whether the command reads logs of this format, and not records of others.
    static func reporting(readsLogs: Bool = true, _ work: () throws -> Void) throws {
        do {
            try work()
        } catch let code as ExitCode {
            throw code
        } catch let error as ValidationError {
            throw error
        } catch let error as RendererError where error.code == .invalidOption {
            // A setting that is outside its range is a wrong argument, wherever that is found out.
            throw ValidationError(error.message)
        } catch {
            note(error, isOfLog: readsLogs)
            throw ExitCode(2)
        }
    }
}

/// A number with what it counts, as `1 image` or `3 images`.
func counted(_ n: Int, _ one: String, _ many: String? = nil) -> String { "\(n) \(n == 1 ? one : many ?? one + "s")" }

/// A line on the terminal that says how far a long job is; silent in a pipe.
final class Progress {
    private let isShown = SystemConsole.errorIsTerminal
    private var length = 0

    /// Shows what is being done.
    func show(_ text: String) {
        guard isShown else { return }
        clear()
        let line = String(text.safeForTerminal.prefix(78))
        length = line.count
        let bytes = Array(line.utf8)
        bytes.withUnsafeBytes { _ = SystemConsole.writeError($0) }
    }

    /// Takes the line away.
    func clear() {
        guard isShown, length > 0 else { return }
        let bytes = Array("\r\(String(repeating: " ", count: length))\r".utf8)
        bytes.withUnsafeBytes { _ = SystemConsole.writeError($0) }
        length = 0
    }

    deinit { clear() }
}
