import Foundation
import Saccade
import SaccadeRecorder
import Synchronization

/// Work with an end, and work at the full rate.
enum RecorderLoad {
    // MARK: A short task

    /// How many traces a short task has, and how many steps each.
    static let (traces, steps) = (3, 6)

    /// Records a few traces with flushes, syncs and rotations, says what was acknowledged, and ends; whatever fails, the host
    /// goes on.
    static func recordTask(_ folder: String) {
        var options = RecorderOptions()
        options.drainInterval = 500_000
        options.retryInterval = 2_000_000
        options.durability = .atEnd
        options.segments.container.segmentSize = 8 << 10
        let recorder: TraceRecorder
        do {
            recorder = try TraceRecorder(folder: folder, options: options)
        } catch {
            RecorderProbe.say("refused \(error)")
            return
        }
        RecorderProbe.say("open")
        for number in 0..<traces {
            let trace = recorder.trace(task: "trace \(number)")
            for count in 1...steps {
                RecorderProbe.recordStep(count, of: trace, number)
                let isTaken = count % 2 == 0 ? (try? recorder.sync()) != nil : (try? recorder.flush()) != nil
                if isTaken { RecorderProbe.say("\(trace.id) \(count)") }
            }
            trace.end()
        }
        try? recorder.close()
        RecorderProbe.say("closed")
    }

    // MARK: Many threads

    /// Records with eight threads at once: traces of their own, and one trace that all share, some of them an agent of it.
    ///
    /// - Parameter events: How many events each thread records.
    static func recordWithThreads(_ folder: String, events: Int) throws {
        var options = RecorderOptions()
        // Nothing may be lost, so that everything can be counted.
        options.mode = .mustKeep
        options.durability = .grouped(every: 50_000_000, bytes: 1 << 20)
        let recorder = try TraceRecorder(folder: folder, options: options)
        let shared = recorder.trace(task: "shared")
        let image = shared.image(RecorderProbe.picture(1))
        let recorded = Atomic<Int>(1)
        let isOver = Atomic<Bool>(false)
        let onlookers = DispatchGroup()
        DispatchQueue.global().async(group: onlookers) {
            while !isOver.load(ordering: .acquiring) {
                try? recorder.flush()
                _ = recorder.statistics
                usleep(2_000)
            }
        }
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            // Two threads for each of four agents of the shared trace, and then a trace of one's own.
            let agent = thread % 2 == 0 ? shared.root : shared.root.spawn()
            let own = recorder.trace(task: "thread \(thread)")
            let ownImage = own.image(RecorderProbe.picture(thread))
            var done = thread % 2 == 0 ? 1 : 2
            while done < events {
                let isShared = done % 3 == 0
                let step = isShared ? agent.step(.look) : own.root.step(.look)
                step.text("what thread \(thread) says")
                step.look("and sees", at: isShared ? image : ownImage, RecorderProbe.marks)
                step.region(.point(Point(x: 1, y: 2)), on: isShared ? image : ownImage, label: "a point")
                step.end()
                done += 5 + RecorderProbe.marks.count
            }
            own.end()
            recorded.wrappingAdd(done, ordering: .relaxed)
        }
        isOver.store(true, ordering: .releasing)
        onlookers.wait()
        shared.end()
        try recorder.close()
        RecorderProbe.say("events \(recorded.load(ordering: .relaxed)) lost \(recorder.statistics.lostEvents)")
    }

    // MARK: Other processes

    /// Records one trace beside what other processes record in the same folder.
    static func recordBesideOthers(_ folder: String, events: Int) throws {
        var options = RecorderOptions()
        options.mode = .mustKeep
        options.segments.container.segmentSize = 128 << 10
        let recorder = try TraceRecorder(folder: folder, options: options)
        let trace = recorder.trace(task: "writer")
        for number in 0..<events / 3 {
            let step = trace.root.step(.think)
            step.text("what process \(getpid()) says at \(number)")
            step.end()
        }
        trace.end()
        try recorder.close()
        RecorderProbe.say("\(trace.id) \(getpid()) \(events / 3)")
    }

    /// Records until SIGTERM comes, as a server does: its handler closes the recorder.
    static func recordUntilTerminated(_ folder: String) throws {
        let recorder = try TraceRecorder(folder: folder)
        let isOver = Atomic<Bool>(false)
        signal(SIGTERM, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGTERM, queue: .global())
        source.setEventHandler { isOver.store(true, ordering: .releasing) }
        source.resume()
        RecorderProbe.say("open")
        let trace = recorder.trace(task: "trace 0")
        var count = 0
        while !isOver.load(ordering: .acquiring) {
            count += 1
            RecorderProbe.recordStep(count, of: trace, 0)
            usleep(200)
        }
        trace.end()
        try recorder.close()
        RecorderProbe.say("\(trace.id) \(count)")
        source.cancel()
    }

    // MARK: A long time

    /// Records 50,000 looks a second, in traces that begin and end, and says each second what the process and the folder take.
    static func recordForLong(_ folder: String, seconds: Int) throws {
        var options = RecorderOptions()
        options.segments.container.segmentSize = 256 << 20
        options.segments.retainedSize = 2 << 30
        let recorder = try TraceRecorder(folder: folder, options: options)
        var calls = 0
        for second in 1...seconds {
            let next = DispatchTime.now() + 1
            // A thousand calls every 20 ms, as a server has them: in bursts.
            for burst in 0..<50 {
                let trace = recorder.trace(task: "burst \(burst) of second \(second)")
                let image = trace.image(RecorderProbe.picture(burst))
                for _ in 0..<50 {
                    let step = trace.root.step(.look)
                    for _ in 0..<20 { step.look(text, at: image, RecorderProbe.marks) }
                    step.end()
                }
                calls += 1000
                trace.end()
                usleep(8_000)
            }
            let statistics = recorder.statistics
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let size = names.reduce(0) { $0 + fileSize(folder + "/" + $1) }
            RecorderProbe.say(
                "\(second) \(residentMemory()) \(openDescriptors()) \(size) \(calls) \(statistics.events) \(statistics.lostEvents)"
            )
            let now = DispatchTime.now()
            if now < next { usleep(UInt32((next.uptimeNanoseconds - now.uptimeNanoseconds) / 1000)) }
        }
        try recorder.close()
    }

    private static let text = String(repeating: "where to look next ", count: 10)

    private static func fileSize(_ path: String) -> Int {
        ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int) ?? 0
    }

    private static func residentMemory() -> Int {
        let words = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return words.count > 1 ? (Int(words[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }

    private static func openDescriptors() -> Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).count
    }
}
