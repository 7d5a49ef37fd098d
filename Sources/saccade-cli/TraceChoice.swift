import ArgumentParser
import Saccade

/// The option that picks one of several traces.
struct TraceChoice: ParsableArguments {
    @Option(
        name: .customLong("trace"),
        help: ArgumentHelp(
            "Only this trace of a file or folder with several: its id, the beginning of its id, or its number from 0.",
            valueName: "trace"))
    var text: String?

    func validate() throws {
        if let text, TraceSelector(text) == nil {
            throw ValidationError("--trace: expected an id, the beginning of one, or a number, found \(text)")
        }
    }

    /// What was asked for; `nil` for all traces.
    var selector: TraceSelector? { text.flatMap { TraceSelector($0) } }

    /// The files that paths stand for, each with the selector that picks the trace in it.
    ///
    /// In a folder the traces are counted over all its files, so that a number names one of them.
    func files(at paths: [String]) throws -> [(path: String, selector: TraceSelector?)] {
        var result: [(path: String, selector: TraceSelector?)] = []
        for path in paths {
            let files = try TraceFolder.files(at: path)
            guard case .number(var left) = selector, files.count > 1 else {
                result += files.map { ($0, selector) }
                continue
            }
            for file in files {
                let count = try TraceFile(path: file).forEach(selecting: .number(left)) { _ in }
                if left < count {
                    result.append((file, .number(left)))
                    break
                }
                left -= count
            }
        }
        if result.isEmpty { throw notFound(in: paths.joined(separator: " ")) }
        return result
    }

    /// The error of finding no such trace.
    func notFound(in path: String) -> TraceError {
        guard let text else { return TraceError(.missingHeader, "\(path): expected a trace, found none") }
        return TraceError(
            .missingHeader, "\(path): expected a trace \(text), found none; `saccade info \(path)` lists all")
    }
}
