import Foundation
import Saccade
import SaccadeReplay

/// Jumps to steps all over a log that has been read once, and one reading of it up to its last step.
let stepLine = BenchmarkLine(name: "step", summary: "saccade replay, any step of a story like mix (CPU time)") {
    options in
    let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("saccade-steps-\(ProcessInfo.processInfo.processIdentifier).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    let bytes = try MixStory.write(events: options.events, to: file.path)
    title("\(options.events) events, \(bytes) bytes")

    var written = 0
    var snapshot: StepSnapshot?
    var stepper: TraceStepper?
    let reading = try processorTime { stepper = try TraceStepper(TraceReader(path: file.path)) }
    guard var stepper else { throw BenchmarkError("expected a trace") }
    report("reading the log once for all steps", reading, "s", digits: 2)
    try measure("what happened in a step and was open", stepper.count) { _ = try stepper.step($0) }

    let keeping = try processorTime { try stepper.keepStates() }
    report("keeping states of the log that was read", keeping, "s", digits: 2)
    try measure("the whole state at a step", stepper.count) { position in
        let state = try stepper.state(at: position)
        guard state.structure.counts.steps > position else { throw BenchmarkError("expected step \(position)") }
    }
    report("most memory of the process until here", Double(peakMemory()) / 1_048_576, "MiB")

    let last = StepSnapshot.Choice.position(stepper.count - 1)
    let cold = try processorTime { snapshot = try StepSnapshot(last, of: TraceReader(path: file.path)) }
    report("one reading up to the last step", cold, "s", digits: 2)
    let writing = try processorTime { try snapshot?.state.writeJSON { written += $0.count } }
    report("the JSON of the whole state then", Double(written) / 1e6, "MB", digits: 1)
    report("writing it", Double(written) / 1e6 / writing, "MB/s")
}

/// Times a thousand jumps to positions all over, forwards and backwards.
private func measure(_ what: String, _ count: Int, _ jump: (Int) throws -> Void) throws {
    var times: [Double] = []
    for n in 0..<1000 { times.append(try processorTime { try jump(n * 7919 % max(count, 1)) }) }
    report(what + ", mean of 1000", times.reduce(0, +), "ms", digits: 2, aim: .atMost(50))
    report(what + ", slowest of 1000", (times.max() ?? 0) * 1000, "ms", digits: 2, aim: .atMost(50))
}
