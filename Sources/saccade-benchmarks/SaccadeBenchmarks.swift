import Foundation

/// `saccade-benchmarks`: the project's figures, each beside its peer in the same run.
@main
struct SaccadeBenchmarks {
    static let lines = [
        codecLine, pngLine, renderLine, coldLine, checkLine, stepLine, graphLine, containerLine, recordLine, importLine,
    ]

    static func main() {
        do {
            let options = try parse(Array(CommandLine.arguments.dropFirst()))
            let chosen = lines.filter { options.lines.isEmpty || options.lines.contains($0.name) }
            if let unknown = options.lines.first(where: { name in !lines.contains { $0.name == name } }) {
                let known = lines.map(\.name).joined(separator: ", ")
                throw BenchmarkError("expected a line of \(known), found \(unknown)")
            }
            for line in chosen {
                print("\(line.name): \(line.summary)")
                try line.run(options)
                let entries = FigureLog.shared.take()
                // After each line, so that what was measured stays if a later one fails.
                if let path = options.page { try write(line, entries, to: path, about: options.about) }
            }
        } catch {
            FileHandle.standardError.write(Data("saccade-benchmarks: \(error)\n".utf8))
            exit(error is BenchmarkError ? 64 : 2)
        }
    }

    /// Replaces the section of a line on a page.
    private static func write(
        _ line: BenchmarkLine, _ entries: [BenchmarkEntry], to path: String, about: String
    ) throws {
        var page = BenchmarkPage(try String(contentsOfFile: path, encoding: .utf8))
        try page.set(line.name, about: "\(about); `make bench LINE=\(line.name)`.", entries)
        try page.text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    private static func parse(_ arguments: [String]) throws -> BenchmarkOptions {
        var options = BenchmarkOptions()
        var rest = arguments[...]
        func count(_ flag: String, _ text: String?) throws -> Int {
            guard let text, let value = Int(text), value > 0 else {
                throw BenchmarkError("expected a number of at least 1 after \(flag), found \(text ?? "nothing")")
            }
            return value
        }
        func words(_ flag: String, _ what: String, _ text: String?) throws -> String {
            guard let text else { throw BenchmarkError("expected \(what) after \(flag)") }
            return text
        }
        while let argument = rest.popFirst() {
            switch argument {
            case "--help":
                print(BenchmarkOptions.usage)
                exit(0)
            case "--line": options.lines.append(try words(argument, "a name", rest.popFirst()))
            case "--rounds": options.rounds = try count(argument, rest.popFirst())
            case "--events": options.events = try count(argument, rest.popFirst())
            case "--records": options.records = try count(argument, rest.popFirst())
            case "--python": options.python = try words(argument, "a path", rest.popFirst())
            case "--job": options.jobs.append(try words(argument, "a name", rest.popFirst()))
            case "--mcap-peer": options.mcapPeer = try words(argument, "a path", rest.popFirst())
            case "--spdlog-peer": options.spdlogPeer = try words(argument, "a path", rest.popFirst())
            case "--folder": options.folder = try words(argument, "a folder", rest.popFirst())
            case "--pictures": options.pictures = try words(argument, "a folder", rest.popFirst())
            case "--saccade": options.saccade = try words(argument, "a path", rest.popFirst())
            case "--page": options.page = try words(argument, "a file", rest.popFirst())
            case "--about": options.about = try words(argument, "a text", rest.popFirst())
            default: throw BenchmarkError("unknown argument \(argument)\n\(BenchmarkOptions.usage)")
            }
        }
        return options
    }
}
