import CRecorderProbe
import Foundation
import Saccade
import SaccadeRecorder

/// A host of the recorder that tests run and kill.
///
///     recorder-probe record FOLDER [PAUSE]    records until it is killed, and says after each flush how many steps are written
///     recorder-probe sync FOLDER              the same with syncs
///     recorder-probe task FOLDER              records a short task to its end, whatever fails
///     recorder-probe threads FOLDER EVENTS    records with eight threads, so many events each
///     recorder-probe writer FOLDER EVENTS     records one trace of so many events, beside others in the folder
///     recorder-probe terminate FOLDER         records until SIGTERM, closes, and says how much there was
///     recorder-probe soak FOLDER SECONDS      records at the full rate, and says each second what that takes
///     recorder-probe allocations FOLDER       says how often calls ask for memory
///     recorder-probe fork FOLDER              records, forks, and lets the child try to record
///     recorder-probe worker FOLDER            records, forks, and lets threads of the child record with its own recorder
///     recorder-probe children FOLDER          forks many times while a thread opens recorders, and lets the children exit
///     recorder-probe exit FOLDER              records and exits without closing
@main
struct RecorderProbe {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else {
            print(
                "usage: recorder-probe record|sync|task|threads|writer|terminate|soak|allocations|fork|worker|children|exit FOLDER [NUMBER]"
            )
            exit(64)
        }
        let folder = arguments[2]
        switch arguments[1] {
        case "record": try await record(folder) { try await $0.flush() }
        case "sync": try await record(folder) { try await $0.sync() }
        case "task": RecorderLoad.recordTask(folder)
        case "threads": try RecorderLoad.recordWithThreads(folder, events: try number(arguments))
        case "writer": try RecorderLoad.recordBesideOthers(folder, events: try number(arguments))
        case "terminate": try RecorderLoad.recordUntilTerminated(folder)
        case "soak": try RecorderLoad.recordForLong(folder, seconds: try number(arguments))
        case "allocations": try await countAllocations(folder)
        case "fork": try await forkAndRecord(folder)
        case "worker": try ForkLoad.recordInWorker(folder)
        case "children": try ForkLoad.exitInChildren(folder)
        case "exit": try recordAndExit(folder)
        default: exit(64)
        }
    }

    private static func number(_ arguments: [String]) throws -> Int {
        guard arguments.count > 3, let number = Int(arguments[3]), number > 0 else { exit(64) }
        return number
    }

    /// Says something at once, so that whoever kills this process knows what was acknowledged.
    static func say(_ text: String) { try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8)) }

    // MARK: Until it is killed

    static func record(_ folder: String, _ acknowledge: (TraceRecorder) async throws -> Void) async throws {
        var options = RecorderOptions()
        options.drainInterval = 500_000
        options.durability = .grouped(every: 3_000_000, bytes: 1 << 16)
        options.segments.container.segmentSize = 256 << 10
        let recorder = try TraceRecorder(folder: folder, options: options)
        say("open")
        var number = 0
        while true {
            let trace = recorder.trace(task: "trace \(number)")
            defer { number += 1 }
            for count in 1...20 {
                recordStep(count, of: trace, number)
                if count % 5 == 0 {
                    try await acknowledge(recorder)
                    say("\(trace.id) \(count)")
                }
            }
            trace.end()
        }
    }

    /// Records a step that says which one it is.
    static func recordStep(_ count: Int, of trace: LiveTrace, _ number: Int) {
        let step = trace.root.step(.look, title: "step \(count)")
        let image = trace.image(picture(number * 100 + count), names: ["\(count)"])
        step.look(
            "text of step \(count) of trace \(number)", at: image,
            [LiveStep.Mark(.box(Box(x0: 0, y0: 0, x1: 1, y1: 1)), label: "dot \(count)")])
        step.end()
    }

    /// Two places.
    static let marks = [
        LiveStep.Mark(.box(Box(x0: 12.25, y0: 40.5, x1: 90, y1: 200.75)), label: "shop sign"),
        LiveStep.Mark(.box(Box(x0: 112.25, y0: 40.5, x1: 190, y1: 200.75)), label: "door"),
    ]

    /// The first bytes of a PNG, and some that differ.
    static func picture(_ seed: Int) -> [UInt8] {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82]
        bytes += [0, 0, 0, 2, 0, 0, 0, 2, 8, 2]
        for index in 0..<600 { bytes.append(UInt8(truncatingIfNeeded: seed &* 31 &+ index &* index)) }
        return bytes
    }

    // MARK: Memory

    static func countAllocations(_ folder: String) async throws {
        let recorder = try TraceRecorder(folder: folder)
        let trace = recorder.trace()
        let image = trace.image(picture(1))
        let turn = trace.turn([.image(image)])
        let agent = trace.root
        let parts: [Part] = [.turn(turn)]
        let marks = [
            LiveStep.Mark(.box(Box(x0: 0, y0: 0, x1: 1, y1: 1)), label: "a label that is longer than fifteen bytes"),
            LiveStep.Mark(.box(Box(x0: 0, y0: 0, x1: 2, y1: 1)), role: .attended),
        ]
        let text = String(repeating: "a piece of text ", count: 13)
        let input = Input(add: parts)
        let usage = Usage(input: 900, image: 800, output: 30)

        // One after the other: each kind of event of a structure, as a server records them.
        func events(_ tell: (String, Int) -> Void) {
            func measure<R>(_ name: String, _ body: () -> R) -> R {
                let before = probe_allocations()
                let result = body()
                tell(name, probe_allocations() - before)
                return result
            }
            let generation = measure("generation.begin") { agent.generation(input: input) }
            let step = measure("step.begin") {
                generation.step(.look, title: "a title that is longer than fifteen bytes")
            }
            measure("step.text") { step.text(text) }
            _ = measure("region") { step.region(.box(Box(x0: 0, y0: 0, x1: 1, y1: 1)), on: image, label: "sign") }
            _ = measure("look") { step.look(text, at: image, marks) }
            let call = measure("tool.request") { step.call("image_zoom_in_tool", written: text) }
            measure("tool.result") { call.succeed(parts) }
            measure("step.end") { step.end() }
            measure("generation.end") { generation.end(finish: "stop", usage: usage) }
            _ = measure("answer") { agent.answer(text) }
        }
        for _ in 0..<50 { events { _, _ in } }
        try await recorder.flush()
        var counts: [(String, Int)] = []
        events { counts.append(($0, $1)) }
        for (name, count) in counts { say("\(name) \(count)") }
        trace.end()
        try await recorder.close()
    }

    // MARK: Forks and exits

    static func forkAndRecord(_ folder: String) async throws {
        let recorder = try TraceRecorder(folder: folder)
        let trace = recorder.trace()
        trace.root.step(.think, title: "before the fork").end()
        let child = probe_fork()
        if child == 0 {
            let step = trace.root.step(.think, title: "in the child")
            step.end()
            trace.end()
            let isRefused = (try? closeHere(recorder)) == nil
            _exit(isRefused && !trace.isRecording ? 7 : 1)
        }
        var status: Int32 = 0
        waitpid(child, &status, 0)
        say("child \(status >> 8 & 0xFF)")
        trace.root.step(.think, title: "after the fork").end()
        trace.end()
        try await recorder.close()
    }

    private static func closeHere(_ recorder: TraceRecorder) throws { try recorder.close() }

    static func recordAndExit(_ folder: String) throws {
        // Where other programs leave the recorder's thread no time, 100 ms would be too short.
        var options = RecorderOptions()
        options.exitFlushLimit = 30_000_000_000
        let recorder = try TraceRecorder(folder: folder, options: options)
        let trace = recorder.trace()
        for number in 0..<1000 { trace.root.step(.think, title: "step \(number)").end() }
        exit(0)
    }
}
