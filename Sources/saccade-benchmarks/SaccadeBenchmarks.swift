import Foundation

/// `saccade-benchmarks`: the project's figures, each beside its peer in the same run.
@main
struct SaccadeBenchmarks {
    static let lines = [
        codecLine, pngLine, renderLine, checkLine, stepLine, graphLine, containerLine, recordLine, importLine,
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
            }
        } catch {
            FileHandle.standardError.write(Data("saccade-benchmarks: \(error)\n".utf8))
            exit(error is BenchmarkError ? 64 : 2)
        }
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
        while let argument = rest.popFirst() {
            switch argument {
            case "--help":
                print(BenchmarkOptions.usage)
                exit(0)
            case "--line":
                guard let name = rest.popFirst() else { throw BenchmarkError("expected a name after --line") }
                options.lines.append(name)
            case "--rounds": options.rounds = try count(argument, rest.popFirst())
            case "--events": options.events = try count(argument, rest.popFirst())
            case "--records": options.records = try count(argument, rest.popFirst())
            case "--python":
                guard let path = rest.popFirst() else { throw BenchmarkError("expected a path after --python") }
                options.python = path
            case "--job":
                guard let name = rest.popFirst() else { throw BenchmarkError("expected a name after --job") }
                options.jobs.append(name)
            case "--mcap-peer":
                guard let path = rest.popFirst() else { throw BenchmarkError("expected a path after --mcap-peer") }
                options.mcapPeer = path
            case "--spdlog-peer":
                guard let path = rest.popFirst() else { throw BenchmarkError("expected a path after --spdlog-peer") }
                options.spdlogPeer = path
            case "--folder":
                guard let path = rest.popFirst() else { throw BenchmarkError("expected a folder after --folder") }
                options.folder = path
            case "--pictures":
                guard let path = rest.popFirst() else { throw BenchmarkError("expected a folder after --pictures") }
                options.pictures = path
            default: throw BenchmarkError("unknown argument \(argument)\n\(BenchmarkOptions.usage)")
            }
        }
        return options
    }
}
