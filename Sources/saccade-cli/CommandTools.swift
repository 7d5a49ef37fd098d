import Foundation
import Saccade
import SaccadeReplay
import Synchronization

/// Tools as commands: each call is one run with JSON on standard input, and text on standard output.
struct CommandTools: ToolRunner {
    /// The command of each tool, for `/bin/sh -c`.
    let commands: [String: String]
    /// The most seconds that a call may take.
    let seconds: Double
    /// The most bytes that a tool may say; pictures come as base64.
    static let mostBytes = 32 << 20
    /// The most bytes of a call.
    static let mostInput = 1 << 16

    /// The tools that calls were looked for of.
    private let named = NamedTools()

    init(commands: [String: String], seconds: Double) {
        self.commands = commands
        self.seconds = seconds
    }

    /// The tools that no call was of, in order.
    var idle: [String] { commands.keys.filter { !named.contains($0) }.sorted() }

    func runs(_ tool: String) -> Bool {
        named.insert(tool)
        return commands[tool] != nil
    }

    func run(_ call: ToolInvocation) throws(TraceError) -> String { try output(of: call).text }

    func output(of call: ToolInvocation) throws(TraceError) -> ToolOutput {
        guard let command = commands[call.name] else { throw TraceError(.tool, "no command for \(call.name)") }
        let input = JSONValue.object([
            JSONMember("name", .string(call.name)), JSONMember("arguments", call.arguments),
        ]).canonicalText
        // A pipe takes this much without a reader, and a tool that does not read its input must not hold this process up.
        guard input.utf8.count <= CommandTools.mostInput else {
            throw TraceError(
                .tool, "expected a call of at most \(CommandTools.mostInput) bytes, found \(input.utf8.count)")
        }
        let printed: [UInt8]
        do {
            printed = try run(command, input)
        } catch {
            throw (error as? TraceError) ?? TraceError(.tool, "\(error)")
        }
        return try ToolOutput(printed: printed)
    }

    private func run(_ command: String, _ input: String) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        signal(SIGPIPE, SIG_IGN)
        try process.run()
        try? stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try? stdin.fileHandleForWriting.close()
        let output = read(stdout.fileHandleForReading, until: Date().addingTimeInterval(seconds))
        // The command is the leader of a process group of its own; what it started ends with it.
        if output == nil { kill(-process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        guard let output else {
            throw TraceError(
                .tool, "expected an answer of at most \(CommandTools.mostBytes) bytes within \(seconds) seconds")
        }
        guard process.terminationStatus == 0 else {
            throw TraceError(.tool, "the command ended with \(process.terminationStatus)")
        }
        return [UInt8](output)
    }

    /// Reads to the end, or returns `nil` if that takes too long or is too much, also where a child of the tool keeps the
    /// pipe open.
    private func read(_ handle: FileHandle, until deadline: Date) -> Data? {
        var output = Data()
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let left = deadline.timeIntervalSinceNow
            guard left > 0 else { return nil }
            var waiting = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, Int32(min(left * 1000 + 1, 60_000)))
            if ready == 0 || (ready < 0 && errno == EINTR) { continue }
            let count = Foundation.read(handle.fileDescriptor, &piece, piece.count)
            guard count > 0 else { return output }
            output.append(contentsOf: piece[..<count])
            if output.count > CommandTools.mostBytes { return nil }
        }
    }
}

/// The names of tools that have been asked for.
private final class NamedTools: Sendable {
    private let names = Mutex<Set<String>>([])

    func insert(_ name: String) { names.withLock { _ = $0.insert(name) } }

    func contains(_ name: String) -> Bool { names.withLock { $0.contains(name) } }
}
