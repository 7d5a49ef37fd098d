import CLastError
import Saccade
import SaccadeRecorder

/// What a function returns when it could not do what it was asked to; any result of 0 or more is a success.
///
/// New codes may come in any version.
enum Status: Int64, CaseIterable {
    /// Not an error: given in place of an ordinal, it says that there is none.
    case none = -1
    /// The handle was never given out, was closed, or is of another kind.
    case badHandle = -2
    /// An argument is NULL, out of range, no UTF-8, or not the JSON that is expected.
    case badArgument = -3
    /// The recorder was closed, or belongs to the process that this one was forked from.
    case closed = -4
    /// The file system does not do what it was asked.
    case fileSystem = -5
    /// A trace cannot be read: it is damaged, or no trace.
    case malformed = -6
    /// A trace needs a newer version of this library, or a level of checking needs pixels.
    case unsupported = -7
    /// What was asked for is not there.
    case notFound = -8
    /// A limit was reached: memory, threads, handles or sizes.
    case limit = -9
    /// It took longer than the caller wanted to wait.
    case timedOut = -10
}

/// Why a function of the C interface could not do what it was asked to.
struct Failure: Error {
    let status: Status
    /// What was expected and what was found.
    let message: String

    init(_ status: Status, _ message: String) {
        self.status = status
        self.message = message
    }

    init(_ error: TraceError) {
        let status: Status =
            switch error.code {
            case .fileSystem: .fileSystem
            case .unsupportedVersion: .unsupported
            case .missingBlob: .notFound
            case .limitExceeded: .limit
            default: .malformed
            }
        self.init(status, "\(error)")
    }

    init(_ error: RecorderError) {
        let status: Status =
            switch error.code {
            case .invalidOptions: .badArgument
            case .closed: .closed
            case .timedOut: .timedOut
            case .noMemory, .noThread: .limit
            default: .fileSystem
            }
        self.init(status, error.message)
    }
}

/// Runs the body of a function of the C interface; an error becomes its status, and its message that of the thread.
func result(_ body: () throws -> Int) -> Int64 {
    do {
        return Int64(try body())
    } catch {
        let failure =
            switch error {
            case let error as Failure: error
            case let error as TraceError: Failure(error)
            case let error as RecorderError: Failure(error)
            default: Failure(.malformed, "\(error)")
            }
        var message = failure.message
        message.withUTF8 { text in
            text.withMemoryRebound(to: CChar.self) { last_error_set($0.baseAddress, $0.count) }
        }
        return failure.status.rawValue
    }
}

/// Runs a body whose errors of the trace format are mistakes of the caller in an argument.
func reading<R>(_ argument: String, _ body: () throws(TraceError) -> R) throws(Failure) -> R {
    do throws(TraceError) { return try body() } catch {
        let place = error.offset.map { " at byte \($0)" } ?? ""
        throw Failure(.badArgument, "\(argument)\(place): \(error.message)")
    }
}
