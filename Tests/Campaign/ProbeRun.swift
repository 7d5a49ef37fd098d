import Foundation

/// A run of `recorder-probe`, or of a program that runs it, to its end.
struct ProbeRun {
    /// The lines that it printed.
    var lines: [String]
    /// The lines that it printed as errors.
    var errors: [String]
    /// The exit code; `nil` if a signal ended it.
    var status: Int32?

    /// The probe beside this program.
    static var path: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("recorder-probe").path
    }

    /// Runs a program and waits for its end.
    init(_ arguments: [String], of program: String = ProbeRun.path, environment: [String: String] = [:]) throws {
        let process = Process()
        let output = Pipe()
        let log = NSTemporaryDirectory() + "saccade-probe-\(UUID().uuidString).log"
        defer { try? FileManager.default.removeItem(atPath: log) }
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = output
        process.standardError = FileHandle(forWritingAtPath: log)
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        errors = ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
        status = process.terminationReason == .exit ? process.terminationStatus : nil
    }
}

/// A folder that is there for a while.
func withTemporaryFolder<R>(_ body: (String) throws -> R) rethrows -> R {
    let folder = NSTemporaryDirectory() + "saccade-recorder-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
}
