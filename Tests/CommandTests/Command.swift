import Foundation

/// Runs the built command as a user would.
struct Command {
    /// What a run printed, and how it ended.
    struct Result {
        var status: Int32
        var output: [UInt8]
        var errors: String

        var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// The folder of the built products, which holds the test bundle too.
    static let products: URL = {
        let runner = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return runner.deletingLastPathComponent()
    }()

    /// Runs `saccade` with arguments.
    static func saccade(_ arguments: String..., input: String? = nil) throws -> Result {
        try saccade(arguments: arguments, input: input)
    }

    /// Runs `saccade` with a list of arguments, with more variables in its environment, and in a folder.
    static func saccade(
        arguments: [String], input: String? = nil, environment: [String: String] = [:], folder place: String? = nil
    ) throws -> Result {
        let process = Process()
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.executableURL = products.appendingPathComponent("saccade")
        process.arguments = arguments
        if let place { process.currentDirectoryURL = URL(fileURLWithPath: place) }
        let folder = try TemporaryFolder()
        let output = folder.file("stdout")
        let errors = folder.file("stderr")
        try Data().write(to: URL(fileURLWithPath: output))
        try Data().write(to: URL(fileURLWithPath: errors))
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
        let source = folder.file("stdin")
        try Data((input ?? "").utf8).write(to: URL(fileURLWithPath: source))
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: source))
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: Array(try Data(contentsOf: URL(fileURLWithPath: output))),
            errors: String(decoding: try Data(contentsOf: URL(fileURLWithPath: errors)), as: UTF8.self))
    }
}

/// A folder that goes away with its last user.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "saccade-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Returns the path of a file in the folder.
    func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file into the folder and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }
}
