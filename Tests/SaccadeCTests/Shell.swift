import Foundation

/// Runs commands, and knows where things lie.
enum Shell {
    /// The package's folder.
    static let root: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/")
    }()

    /// The folder of the built products.
    static let products: String = {
        let runner = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return runner.deletingLastPathComponent().path
    }()

    /// What a command printed, standard error included, and how it ended.
    struct Result {
        var status: Int32
        var printed: String
    }

    /// Runs a program that is looked for on the path.
    static func run(
        _ command: String, _ arguments: [String], environment: [String: String] = [:], in folder: String = root
    ) throws -> Result {
        let output = NSTemporaryDirectory() + "saccade-c-\(UUID().uuidString).txt"
        try Data().write(to: URL(fileURLWithPath: output))
        defer { try? FileManager.default.removeItem(atPath: output) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus,
            printed: String(decoding: try Data(contentsOf: URL(fileURLWithPath: output)), as: UTF8.self))
    }

    /// Whether a program is on the path.
    static func has(_ command: String) -> Bool {
        (try? run("sh", ["-c", "command -v \(command)"]).status) == 0
    }
}

/// A folder that goes away with its last user.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "saccade-c-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Returns the path of a file in the folder.
    func file(_ name: String) -> String { path + "/" + name }
}

/// The library as `make install` puts it, from the objects of this build; made once for all tests.
struct Installation: Sendable {
    let folder: Folder
    /// What the installation printed, if it failed.
    let failure: String?

    static let shared = Result<Installation, any Error> { try Installation() }

    private init() throws {
        folder = try Folder()
        let result = try Shell.run(
            "sh", ["Sources/SaccadeC/install.sh", folder.path], environment: ["BUILD_FOLDER": Shell.products])
        failure = result.status == 0 ? nil : result.printed
    }

    var library: String { folder.file("lib/libsaccade.so") }
}
