import ArgumentParser
import Foundation
import Saccade
import SaccadeReplay

/// `saccade replay`: walks over the steps of a trace.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Walk over the steps of a trace.",
        discussion: """
            Reads commands, one a line: an empty line or n for the next step, b back, a number or AGENT.STEP to jump, \
            a N to see only agent N (a for all), s for what all agents have open, w FILE to write the whole state as JSON, \
            o to draw the step and open the picture, q to end. Commands can come from a pipe.

            EXAMPLES
              saccade replay trace.jsonl
              saccade replay trace.jsonl --at 12
              saccade replay trace.jsonl --at 1.3 --json > state.json
              saccade replay trace.jsonl --at 1.3 --json --brief
            """)

    @Argument(help: "The trace.")
    var trace: String

    @Option(help: ArgumentHelp("Show this step and end: a number, or AGENT.STEP.", valueName: "step"))
    var at: String?

    @Flag(help: "With --at, print the step and the whole state of the trace as it ends, as JSON.")
    var json = false

    @Flag(help: "With --json, leave the whole state out: only the step, and what every agent had open as it ended.")
    var brief = false

    @Option(name: .customLong("trace"), help: ArgumentHelp("Which trace of a file with several.", valueName: "n"))
    var ordinal: Int = 0

    func validate() throws {
        if json, at == nil { throw ValidationError("--json needs --at") }
        if brief, !json { throw ValidationError("--brief needs --json") }
        if ordinal < 0 { throw ValidationError("--trace: expected at least 0, found \(ordinal)") }
    }

    func run() throws {
        try Console.reporting {
            let progress = Progress()
            progress.show("reading \(trace)")
            if let at, json {
                let snapshot = try StepSnapshot(choice(at), of: TraceReader(path: trace), trace: ordinal)
                progress.clear()
                return try write(snapshot)
            }
            let stepper = try TraceStepper(TraceReader(path: trace), trace: ordinal)
            progress.clear()
            if let at {
                try show(try position(at, stepper), stepper)
            } else {
                try walk(stepper)
            }
        }
    }

    private func choice(_ text: String) throws(TraceError) -> StepSnapshot.Choice {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        if parts.count == 1, let n = parts[0] { return .position(n) }
        if parts.count == 2, let agent = parts[0], let step = parts[1] {
            return .ordinal(ScopedOrdinal(agent: agent, n: step))
        }
        throw TraceError(.invalidField, "expected the number of a step, or AGENT.STEP, found \"\(text)\"")
    }

    private func position(_ text: String, _ stepper: TraceStepper) throws(TraceError) -> Int {
        switch try choice(text) {
        case .position(let n) where n >= 0 && n < stepper.count: return n
        case .ordinal(let name):
            if let found = stepper.position(agent: name.agent, step: name.n) { return found }
        default: break
        }
        throw TraceError(
            .invalidField,
            "expected a step from 0 to \(stepper.count - 1), or AGENT.STEP, found \"\(text)\" in \(trace)")
    }

    private func show(_ position: Int, _ stepper: TraceStepper) throws {
        let (step, moment) = try stepper.step(position)
        try Console.write(step.text(of: stepper.count) + moment.text)
    }

    /// Writes a step as JSON: itself, what was open, and the whole state unless it is to be left out.
    private func write(_ snapshot: StepSnapshot) throws(TraceError) {
        let output = try PendingFile(path: "-")
        var head = JSONValue.object([
            JSONMember("schema", .string("saccade-moment/1")), JSONMember("step", snapshot.step.json),
            JSONMember("state", snapshot.moment.json),
        ]).canonicalText
        if !brief {
            // What follows is the last member of the object.
            head.removeLast()
            try output.write(Array((head + ",\"whole\":").utf8))
            try snapshot.state.writeJSON { (bytes) throws(TraceError) in try output.write(bytes) }
            head = "}"
        }
        try output.write(Array((head + "\n").utf8))
    }

    private func write(_ state: TraceState, to path: String) throws(TraceError) {
        let file = try PendingFile(path: path)
        try state.writeJSON { (bytes) throws(TraceError) in try file.write(bytes) }
        try file.write(Array("\n".utf8))
        try file.finish()
    }

    private func walk(_ steps: TraceStepper) throws {
        var stepper = steps
        guard stepper.count > 0 else {
            throw TraceError(.invalidField, "expected a trace with steps, found none in \(trace)")
        }
        var agent: Int?
        var current = 0
        try Console.write(try stepper.step(current).step.text(of: stepper.count))
        while true {
            if SystemConsole.errorIsTerminal { Console.prompt("saccade> ") }
            guard let line = readLine() else { return }
            let words = line.split(separator: " ")
            switch words.first {
            case nil, "n", "next":
                try move(&current, stepper.neighbor(of: current, forward: true, agent: agent), stepper, "the last")
            case "b", "back":
                try move(&current, stepper.neighbor(of: current, forward: false, agent: agent), stepper, "the first")
            case "q", "quit": return
            case "s", "state": try Console.write(try stepper.step(current).moment.text)
            case "a", "agent":
                agent = words.dropFirst().first.flatMap { Int($0) }
                Console.note(agent.map { "only agent \($0)" } ?? "all agents")
            case "w", "write":
                guard let path = words.dropFirst().first, words.count == 2 else {
                    Console.note("expected w FILE")
                    continue
                }
                do {
                    try stepper.keepStates()
                    try write(try stepper.state(at: current), to: String(path))
                } catch {
                    Console.note("\(error)")
                }
            case "o", "open": try open(try stepper.step(current).step)
            case let word?:
                guard let found = try? position(String(word), stepper) else {
                    Console.note(
                        "expected n, b, a number below \(stepper.count), AGENT.STEP, a, s, w, o or q, found \(word)")
                    continue
                }
                current = found
                try Console.write(try stepper.step(current).step.text(of: stepper.count))
            }
        }
    }

    private func move(_ current: inout Int, _ next: Int?, _ stepper: TraceStepper, _ end: String) throws {
        guard let next else { return Console.note("this is \(end) step") }
        current = next
        try Console.write(try stepper.step(current).step.text(of: stepper.count))
    }

    /// Draws a step as a page of its own and opens it with the system's viewer, if there is one.
    private func open(_ step: SteppedStep) throws {
        let picture =
            NSTemporaryDirectory() + "saccade-\(ProcessInfo.processInfo.processIdentifier)-\(step.position).png"
        let storyboard = try StoryboardCommand.parse([
            trace, "-o", picture, "--steps", "\(step.begin.n)", "--agent", "\(step.begin.agent)", "--trace",
            "\(ordinal)",
        ])
        try storyboard.run()
        Console.note(picture)
        for viewer in ["/usr/bin/xdg-open", "/usr/bin/open"] where FileManager.default.isExecutableFile(atPath: viewer)
        {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: viewer)
            process.arguments = [picture]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            return
        }
    }
}
