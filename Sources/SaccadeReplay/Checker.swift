public import Saccade

/// Checks logs against rules.
public struct Checker: Sendable {
    /// What is looked for and how strictly.
    public var options: CheckOptions

    /// Creates a checker.
    public init(_ options: CheckOptions = CheckOptions()) { self.options = options }

    /// Creates a checker of a level with the rules that run by default, or others.
    public init(level: Level, rules: [Rule] = Rule.standard) {
        self.init(CheckOptions(level: level, rules: rules))
    }

    /// Checks the traces of a file, or those that a selector names; `-` is standard input.
    ///
    /// A line that is no event is a finding; checking goes on with the next line.
    ///
    /// - Throws: ``/Saccade/TraceError`` with code `file-system` if the file cannot be read, or `unsupported-version` if it needs
    ///   a newer version of this library.
    public func check(
        path: String, storage: any Storage = FileStorage(), selecting selector: TraceSelector? = nil
    ) throws(TraceError) -> Report {
        let reader = try TraceReader(path: path, storage: storage, selecting: selector)
        return try check(
            reader, path: path == "-" ? "<standard input>" : path, file: TraceFile(path: path, storage: storage))
    }

    /// Checks the traces of a log in memory; `path` is what findings call it.
    ///
    /// Of its images only those in the log itself can be opened.
    ///
    /// - Throws: ``/Saccade/TraceError`` as ``check(path:storage:selecting:)`` does.
    public func check(bytes: [UInt8], path: String? = nil) throws(TraceError) -> Report {
        try check(TraceReader(bytes: bytes, path: path), path: path)
    }

    /// Checks the traces that a reader gives, from where it is; `path` is what findings call its file, and `file` is
    /// where its images lie.
    ///
    /// - Throws: ``/Saccade/TraceError`` as ``check(path:storage:selecting:)`` does.
    public func check(
        _ reader: TraceReader, path: String? = nil, file: TraceFile? = nil
    ) throws(TraceError) -> Report {
        var traces: [TraceReport] = []
        var engine: ReplayEngine?
        var unreadable = 0
        while true {
            do throws(TraceError) {
                guard let entry = try reader.next() else { break }
                if entry.index == 0 {
                    if let engine { traces.append(engine.finish()) }
                    engine = ReplayEngine(options: options, path: path, file: file)
                    unreadable = 0
                }
                engine?.apply(entry)
            } catch {
                if error.code == .fileSystem || error.code == .unsupportedVersion { throw error }
                let isFirst = engine == nil
                let current = engine ?? ReplayEngine(options: options, path: path, file: file)
                engine = current
                current.fail(error)
                unreadable += 1
                // A file that does not begin as a log, or has become something else, is not worth reading on.
                if isFirst || error.code == .limitExceeded || unreadable >= Checker.mostUnreadableLines { break }
            }
        }
        if let engine {
            // The events have been read; of images that no level opens, the checksums are compared here.
            for error in file?.damagedBlobs() ?? [] { engine.fail(error, isOfEvents: false) }
            traces.append(engine.finish())
        }
        return Report(path: path, level: options.level, traces: traces)
    }

    /// The number of unreadable lines of a trace after which reading stops.
    static let mostUnreadableLines = 50
}

/// Checks the traces of a file with the rules that run by default.
///
///     #expect(try check("trace.jsonl").passed)
///
/// - Parameters:
///   - path: The file.
///   - level: How deeply to check; L3 needs `pixels`.
///   - pixels: What decodes and computes pixels, as `ImagingKit()` of `SaccadePixels`.
/// - Throws: ``/Saccade/TraceError`` if the file cannot be read or needs a newer version of this library.
public func check(_ path: String, level: Level = .l2, pixels: (any PixelKit)? = nil) throws(TraceError) -> Report {
    try Checker(CheckOptions(level: level, pixels: pixels)).check(path: path)
}

/// Checks the traces of a file and throws what is wrong with them: for XCTest, scripts and servers.
///
///     try requireConsistent("trace.jsonl")
///
/// - Parameters:
///   - path: The file.
///   - level: How deeply to check; L3 needs `pixels`.
///   - allowing: Rules whose findings do not matter here.
///   - allowsUnverified: Whether it is enough that nothing wrong was found.
///   - pixels: What decodes and computes pixels, as `ImagingKit()` of `SaccadePixels`.
/// - Throws: ``InconsistentTrace`` if a trace does not pass at the level, ``/Saccade/TraceError`` if the file cannot be read.
public func requireConsistent(
    _ path: String, level: Level = .l2, allowing: [Rule] = [], allowsUnverified: Bool = false,
    pixels: (any PixelKit)? = nil
) throws {
    let options = CheckOptions(level: level, allowed: Set(allowing.map(\.id)), pixels: pixels)
    let report = try Checker(options).check(path: path)
    guard report.passed || (allowsUnverified && report.verdict == .unverified) else {
        throw InconsistentTrace(report: report)
    }
}

/// A trace that does not pass a check.
public struct InconsistentTrace: Error, Sendable, CustomStringConvertible {
    /// What the check found.
    public let report: Report

    /// The report as text.
    public var description: String { report.text() }
}
