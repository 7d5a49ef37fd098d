import CRecorderProbe
import Foundation
import Saccade
import SaccadeRecorder
import Synchronization

/// What servers do that fork their workers.
enum ForkLoad {
    /// How many threads of the child record, and how many steps each.
    static let (threads, steps) = (4, 500)

    /// Records, forks, and lets threads of the child record for one agent of the child's own recorder.
    static func recordInWorker(_ folder: String) throws {
        let recorder = try TraceRecorder(folder: folder + "/parent")
        let trace = recorder.trace()
        trace.root.step(.think, title: "before the fork").end()
        let child = probe_fork()
        if child == 0 {
            alarm(120)
            _exit(recordHere(folder + "/child") ? 7 : 1)
        }
        RecorderProbe.say("child \(status(of: child))")
        trace.end()
        try recorder.close()
    }

    /// Records from this thread and others; returns whether nothing was lost.
    private static func recordHere(_ folder: String) -> Bool {
        // A small ring that loses nothing: a call waits for room while it holds its agent, and the others wait for the agent.
        var options = RecorderOptions()
        options.mode = .mustKeep
        options.memoryLimit = 256 << 10
        guard let recorder = try? TraceRecorder(folder: folder, options: options) else { return false }
        let trace = recorder.trace()
        let text = String(repeating: "a piece of text ", count: 13)
        let left = DispatchGroup()
        let work: @Sendable () -> Void = {
            for _ in 0..<steps {
                let step = trace.root.step(.think)
                step.text(text)
                step.end()
            }
        }
        for _ in 1..<threads {
            left.enter()
            Thread.detachNewThread {
                work()
                left.leave()
            }
        }
        work()
        left.wait()
        trace.end()
        try? recorder.close()
        return recorder.statistics.events == threads * steps * 3 + 2
    }

    /// Forks again and again while another thread opens and closes recorders; the children exit as programs do.
    static func exitInChildren(_ folder: String) throws {
        // The more recorders there are, the longer their list is looked through.
        let others = try (0..<40).map { try TraceRecorder(folder: folder, options: named("other-\($0)")) }
        let isOver = Atomic<Bool>(false)
        let left = DispatchGroup()
        left.enter()
        Thread.detachNewThread {
            while !isOver.load(ordering: .acquiring) {
                try? TraceRecorder(folder: folder, options: named("busy")).close()
            }
            left.leave()
        }
        var statuses: Set<Int32> = []
        for _ in 0..<600 {
            let child = probe_fork()
            if child == 0 {
                alarm(20)
                exit(7)
            }
            statuses.insert(status(of: child))
            if statuses != [7] { break }
        }
        isOver.store(true, ordering: .releasing)
        left.wait()
        RecorderProbe.say("children \(statuses.sorted().map(String.init).joined(separator: " "))")
        for recorder in others { try recorder.close() }
    }

    private static func named(_ name: String) -> RecorderOptions {
        var options = RecorderOptions()
        options.name = name
        return options
    }

    /// The exit code of a child, or the signal that ended it below 0.
    private static func status(of child: Int32) -> Int32 {
        var status: Int32 = 0
        waitpid(child, &status, 0)
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
    }
}
