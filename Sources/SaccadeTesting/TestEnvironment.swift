import Saccade
import SaccadeReplay
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What the environment of a test run says.
enum TestEnvironment {
    /// Whether goldens are written instead of compared.
    static var isUpdatingGoldens: Bool { value("UPDATE_GOLDEN") == "1" }

    static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// The command `saccade`, if it is on the path.
    static var command: String? {
        for folder in (value("PATH") ?? "").split(separator: ":") {
            let path = "\(folder)/saccade"
            if access(path, X_OK) == 0 { return path }
        }
        return nil
    }

    /// Runs a command without input and output; returns whether it ended well.
    static func run(_ path: String, _ arguments: [String]) -> Bool {
        var actions = posix_spawn_file_actions_t()
        guard posix_spawn_file_actions_init(&actions) == 0 else { return false }
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor: Int32 in 0...2 {
            posix_spawn_file_actions_addopen(
                &actions, descriptor, "/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY, 0)
        }
        let words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        guard posix_spawn(&process, path, &actions, nil, words, environ) == 0 else { return false }
        var status: Int32 = 0
        while waitpid(process, &status, 0) == -1 { if errno != EINTR { return false } }
        return status == 0
    }
}

/// Attaches the drawn step of a finding to the test, if the trace is a file and the command is on the path.
func attachDrawing(of trace: some CheckableTrace, at finding: Finding?, sourceLocation: SourceLocation) {
    guard let path = trace.path, let command = TestEnvironment.command,
        let bytes = drawing(of: path, at: finding, by: command)
    else { return }
    Attachment.record(bytes, named: "trace.png", sourceLocation: sourceLocation)
}

/// Returns the picture that a command draws of the step of a finding, or of the whole trace for a finding without one.
func drawing(of path: String, at finding: Finding?, by command: String) -> [UInt8]? {
    let folder = TestEnvironment.value("TMPDIR") ?? "/tmp"
    let picture = StoragePath.join(folder, "saccade-\(getpid())-\(UInt32.random(in: 0 ... .max)).png")
    defer { try? FileStorage().remove(picture) }
    var arguments = ["storyboard", path, "-o", picture]
    if let step = finding?.step { arguments += ["--steps", "\(step)"] }
    if finding?.step != nil, let agent = finding?.agent { arguments += ["--agent", "\(agent)"] }
    guard TestEnvironment.run(command, arguments) else { return nil }
    return try? FileStorage().contents(of: picture, limit: 1 << 28)
}
