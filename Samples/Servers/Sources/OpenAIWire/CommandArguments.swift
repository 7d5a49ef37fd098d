import Foundation

/// The arguments of a server's command, taken one by one; what is wrong ends the process with exit code 64.
public struct CommandArguments {
    private let name: String
    private let usage: String
    private var rest = CommandLine.arguments.dropFirst()

    /// Creates the arguments of a command; `--help` anywhere prints its usage and ends the process.
    public init(of name: String, usage: String) {
        (self.name, self.usage) = (name, usage)
        if rest.contains("-h") || rest.contains("--help") {
            print(usage, terminator: "")
            exit(0)
        }
    }

    /// Returns the next argument.
    public mutating func next() -> String? { rest.popFirst() }

    /// Returns the text that belongs to an option.
    public mutating func text(of option: String) -> String {
        guard let text = rest.popFirst() else { fail("expected something after \(option)") }
        return text
    }

    /// Returns the number that belongs to an option.
    public mutating func number(of option: String, in range: ClosedRange<Int>) -> Int {
        let text = text(of: option)
        guard let value = Int(text), range.contains(value) else {
            fail("\(option): expected a number from \(range.lowerBound) to \(range.upperBound), found \(text)")
        }
        return value
    }

    /// Says what is wrong and ends the process.
    public func fail(_ message: String) -> Never {
        FileHandle.standardError.write(Data("\(name): \(message)\n\(usage)".utf8))
        exit(64)
    }
}

/// Tells whoever started a server where it listens, also through a pipe.
public func announce(port: Int) {
    FileHandle.standardOutput.write(Data("listening on 127.0.0.1:\(port)\n".utf8))
}
