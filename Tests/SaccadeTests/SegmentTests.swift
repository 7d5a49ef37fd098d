import SaccadeDigest
import StorageFaults
import Testing

@testable import Saccade

/// Logs that are written in segments and read as one.
@Suite struct SegmentTests {
    /// Options under which a few traces fill several segments.
    private func options(size: Int = 20_000) -> SegmentedWriter.Options {
        var options = SegmentedWriter.Options()
        options.container = ContainerFixture.options()
        options.container.segmentSize = size
        return options
    }

    /// Writes interleaved traces, each step of all before the next step of any.
    private func write(
        traces: Int, steps: Int, to segments: SegmentedWriter, from first: Int = 0, finishes: Bool = true
    ) throws {
        let writers = (0..<traces).map { _ in TraceWriter(in: segments, digest: SHA256Hasher()) }
        for (number, writer) in writers.enumerated() {
            var header = ContainerFixture.begin
            header.id = ContainerFixture.id(first + number)
            try writer.append(.traceBegin(header))
        }
        for step in 0..<steps {
            for (number, writer) in writers.enumerated() {
                try ContainerFixture.addStep(step, to: writer, number: first + number, at: step * 1_000_000)
            }
        }
        for writer in writers { try writer.finish(at: steps * 1_000_000) }
        if finishes { try segments.finish() }
    }

    /// Reads all traces of a folder, file by file, and returns each as text by its id.
    private func read(_ folder: String, _ storage: any Storage) throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        for path in try TraceFolder.files(at: folder, storage: storage) {
            let reader = try TraceReader(path: path, storage: storage)
            var id = ""
            while let entry = try reader.next() {
                if case .traceBegin(let begin) = entry.event.body {
                    id = begin.id
                    #expect(found[id] == nil, "trace \(id) comes twice")
                }
                found[id, default: []] += entry.source + [UInt8(ascii: "\n")]
            }
        }
        return found
    }

    @Test func `interleaved traces that span segments come back whole, once each`() throws {
        let storage = MemoryStorage()
        let segments = try SegmentedWriter(folder: "log", options: options(), storage: storage)
        try write(traces: 7, steps: 30, to: segments)
        let names = try storage.list("log")
        #expect(names.count > 4)
        #expect(segments.finishedSegments == names.count)
        #expect(names.first == "segment-00000000.mcap")
        let found = try read("log", storage)
        #expect(found.count == 7)
        for number in 0..<7 {
            #expect(try found[ContainerFixture.id(number)] == ContainerFixture.text(number: number, steps: 30))
        }
    }

    @Test func `every segment is a whole file that says which traces go on`() throws {
        let storage = MemoryStorage()
        let segments = try SegmentedWriter(folder: "log", options: options(), storage: storage)
        try write(traces: 3, steps: 30, to: segments)
        let names = try storage.list("log")
        for (number, name) in names.enumerated() {
            let bytes = try #require(storage["log/" + name])
            let stream = try MCAP.StreamReader(BytesFile(bytes))
            while try stream.next() != nil {}
            #expect(stream.isFinished)
            let reader = try ContainerReader(path: "log/" + name, storage: storage)
            for trace in reader.traces {
                #expect((trace.first == 0) == (number == 0), "\(name)")
                #expect(reader.goesOn(trace.id) == (number < names.count - 1), "\(name)")
            }
        }
    }

    @Test func `the images of a trace are found from the segment that it begins in`() throws {
        let storage = MemoryStorage()
        let segments = try SegmentedWriter(folder: "log", options: options(), storage: storage)
        try write(traces: 2, steps: 60, to: segments)
        #expect(try storage.list("log").count > 2)
        let file = TraceFile(path: "log/segment-00000000.mcap", storage: storage)
        for (number, trace) in try file.load().enumerated() {
            #expect(trace.images.count == 20)
            for (index, image) in trace.images.enumerated() {
                #expect(
                    try file.bytes(of: image.declaration) == ContainerFixture.image(number * 100 + index * 3))
            }
        }
        #expect(throws: TraceError.self) { try file.blob(.zero) }
    }

    @Test func `a trace that pauses for whole segments is followed across them`() throws {
        let storage = MemoryStorage()
        let segments = try SegmentedWriter(folder: "log", options: options(), storage: storage)
        let patient = TraceWriter(in: segments, digest: SHA256Hasher())
        var header = ContainerFixture.begin
        header.id = ContainerFixture.id(0)
        try patient.append(.traceBegin(header))
        try ContainerFixture.addStep(0, to: patient, number: 0, at: 0)
        try write(traces: 2, steps: 40, to: segments, from: 1, finishes: false)
        let between = try storage.list("log").count
        try ContainerFixture.addStep(1, to: patient, number: 0, at: 1_000_000)
        try patient.finish(at: 2_000_000)
        try segments.finish()
        #expect(between > 3)
        #expect(try read("log", storage)[ContainerFixture.id(0)] == ContainerFixture.text(number: 0, steps: 2))
    }

    @Test func `a selector picks a trace by its id and by its number, through the index`() throws {
        let storage = MemoryStorage()
        let segments = try SegmentedWriter(folder: "log", options: options(size: 1 << 20), storage: storage)
        try write(traces: 9, steps: 3, to: segments)
        let path = "log/segment-00000000.mcap"
        let counting = FaultyStorage(storage)
        for selector in [TraceSelector.number(7), .id(ContainerFixture.id(7))] {
            let reader = try TraceReader(path: path, storage: counting, selecting: selector)
            #expect(try ContainerFixture.lines(reader) == ContainerFixture.text(number: 7, steps: 3))
            #expect(reader.traces == 9)
            #expect(reader.found == 1)
        }
        let all = try TraceReader(path: path, storage: storage, selecting: .number(9))
        #expect(try ContainerFixture.lines(all).isEmpty)
        #expect(all.traces == 9)
    }

    @Test func `a segment is rotated by its channels and by its age`() throws {
        let storage = MemoryStorage()
        var options = options(size: 1 << 30)
        options.container.segmentChannels = 6
        options.container.segmentAge = 1_000
        let segments = try SegmentedWriter(folder: "log", options: options, storage: storage)
        try write(traces: 10, steps: 1, to: segments, finishes: false)
        #expect(segments.finishedSegments >= 3)
        for name in try storage.list("log") where name.hasSuffix(".mcap") {
            #expect(try ContainerReader(path: "log/" + name, storage: storage).records.channelIDs.count <= 6)
        }
        let before = segments.finishedSegments
        try segments.advance(to: 999)
        #expect(segments.finishedSegments == before)
        try segments.advance(to: 1_000)
        #expect(segments.finishedSegments == before + 1)
        // Nothing has been written since, so nothing is rotated.
        try segments.advance(to: 9_000)
        #expect(segments.finishedSegments == before + 1)
        #expect(segments.path == nil)
        try segments.finish()
        #expect(try read("log", storage).count == 10)
    }

    @Test func `a writer that begins anew goes on behind the segments that are there`() throws {
        let storage = MemoryStorage()
        for run in 0..<2 {
            let segments = try SegmentedWriter(folder: "log", name: "server", options: options(), storage: storage)
            try write(traces: 1, steps: 3, to: segments, from: run)
        }
        #expect(try storage.list("log") == ["server-00000000.mcap", "server-00000001.mcap"])
        #expect(try read("log", storage).count == 2)
        #expect(throws: TraceError.self) { try SegmentedWriter(folder: "log", name: "a/b", storage: storage) }
    }

    @Test func `the oldest segments are removed when there are too many bytes`() throws {
        let storage = MemoryStorage()
        var options = options()
        options.retainedSize = 70_000
        let segments = try SegmentedWriter(folder: "log", options: options, storage: storage)
        try write(traces: 3, steps: 100, to: segments)
        let names = try storage.list("log")
        #expect(names.last?.hasSuffix("\(segments.finishedSegments - 1).mcap") == true)
        #expect(names.reduce(0) { $0 + (storage["log/" + $1]?.count ?? 0) } <= 70_000)
        #expect(names.count >= 2)
        // What is left begins in segments that are gone: it is passed over, and that is said.
        let reader = try TraceReader(path: "log/" + names[0], storage: storage)
        #expect(try ContainerFixture.lines(reader).isEmpty)
        #expect(reader.ending?.message.contains("3 traces begin in an earlier segment, which is not here") == true)
        // The next segment's traces are said to be missing where they would come first.
        #expect(TraceFile(path: "log/" + names[1], storage: storage).ending == nil)
    }

    @Test func `the oldest segments are removed when they are too old, those of earlier runs too`() throws {
        let storage = MemoryStorage()
        var options = options(size: 1 << 20)
        options.retainedAge = 2_000_000_000
        for (run, second) in [0, 1, 2, 4].enumerated() {
            let segments = try SegmentedWriter(folder: "log", options: options, storage: storage)
            let handle = segments.begin(trace: ContainerFixture.id(run))
            try segments.append(Array(#"{"t":"x"}"#.utf8), to: handle, at: UInt64(second) * 1_000_000_000)
            try segments.finish()
        }
        #expect(try storage.list("log") == ["segment-00000002.mcap", "segment-00000003.mcap"])
    }

    @Test func `handles of traces that have ended are refused, and their room is used again`() throws {
        let storage = MemoryStorage()
        let segments = try SegmentedWriter(folder: "log", options: options(), storage: storage)
        let event = Array(#"{"t":"x"}"#.utf8)
        let first = segments.begin(trace: "a")
        try segments.append(event, to: first, at: 1)
        segments.end(first)
        let second = segments.begin(trace: "b")
        #expect(second.index == first.index)
        #expect(throws: TraceError.self) { try segments.append(event, to: first, at: 2) }
        #expect(segments.openTraces == 1)
        segments.end(first)
        #expect(segments.openTraces == 1)
        try segments.append(event, to: second, at: 3)
        #expect(segments.events == 2)
    }

    @Test func `what a segment that takes nothing more had not written goes into the next`() throws {
        let memory = MemoryStorage()
        let storage = FaultyStorage(memory)
        var options = options(size: 1 << 20)
        options.container.chunkSize = 4096
        let segments = try SegmentedWriter(folder: "log", options: options, storage: storage)
        let writer = TraceWriter(in: segments, digest: SHA256Hasher())
        try writer.append(.traceBegin(ContainerFixture.begin))
        for step in 0..<10 { try ContainerFixture.addStep(step, to: writer, number: 0, at: step * 1_000_000) }
        try segments.flush()
        for step in 10..<12 { try ContainerFixture.addStep(step, to: writer, number: 0, at: step * 1_000_000) }
        // The disk fails while the chunk is written, and also when its torn part is to be cut off.
        storage.decide { call, _ in call == .write || call == .truncate ? .shortWrite : nil }
        #expect(throws: TraceError.self) { try segments.flush() }
        storage.decide()
        try segments.flush()
        try writer.finish(at: 12_000_000)
        try segments.finish()
        #expect(segments.abandoned == ["log/segment-00000000.mcap.open"])
        #expect(try memory.list("log") == ["segment-00000000.mcap.open", "segment-00000001.mcap"])
        #expect(try read("log", memory) == [ContainerFixture.id(0): ContainerFixture.text()])
    }

    @Test func `after a failed sync the next segment takes over, and the failure is said`() throws {
        let memory = MemoryStorage()
        let storage = FaultyStorage(memory)
        let segments = try SegmentedWriter(folder: "log", options: options(size: 1 << 20), storage: storage)
        let writer = TraceWriter(in: segments, digest: SHA256Hasher())
        try writer.append(.traceBegin(ContainerFixture.begin))
        for step in 0..<6 { try ContainerFixture.addStep(step, to: writer, number: 0, at: step * 1_000_000) }
        storage.decide { call, _ in call == .sync ? .inputOutput : nil }
        #expect(throws: TraceError.self) { try segments.sync() }
        storage.decide()
        for step in 6..<12 { try ContainerFixture.addStep(step, to: writer, number: 0, at: step * 1_000_000) }
        try writer.finish(at: 12_000_000)
        try segments.finish()
        #expect(segments.abandoned.count == 1)
        #expect(try read("log", memory) == [ContainerFixture.id(0): ContainerFixture.text()])
    }

    @Test func `a segment that cannot be finished holds nothing up and is finished later`() throws {
        let memory = MemoryStorage()
        let storage = FaultyStorage(memory)
        let segments = try SegmentedWriter(folder: "log", options: options(), storage: storage)
        storage.decide { call, _ in call == .rename ? .inputOutput : nil }
        try write(traces: 2, steps: 30, to: segments, finishes: false)
        #expect(segments.finishedSegments == 0)
        #expect(throws: TraceError.self) { try segments.flush() }
        storage.decide()
        try segments.flush()
        #expect(segments.finishedSegments == 1)
        try segments.finish()
        #expect(segments.abandoned.isEmpty)
        let found = try read("log", memory)
        for number in 0..<2 {
            #expect(try found[ContainerFixture.id(number)] == ContainerFixture.text(number: number, steps: 30))
        }
    }

    @Test func `a segment that is lost between others is missed`() throws {
        let storage = MemoryStorage()
        let segments = try SegmentedWriter(folder: "log", options: options(), storage: storage)
        try write(traces: 1, steps: 90, to: segments)
        let names = try storage.list("log")
        #expect(names.count > 3)
        storage["log/" + names[1]] = nil
        let reader = try TraceReader(path: "log/" + names[0], storage: storage)
        let error = #expect(throws: TraceError.self) { try ContainerFixture.lines(reader) }
        #expect(error?.message.contains("events are missing") == true)
    }

    @Test func `a segment is not replaced by a copy of its whole traces`() throws {
        let storage = MemoryStorage()
        let segments = try SegmentedWriter(folder: "log", options: options(), storage: storage)
        try write(traces: 2, steps: 60, to: segments)
        let copier = TraceCopier(storage: storage, digest: { SHA256Hasher() })
        for name in try storage.list("log") {
            let before = storage["log/" + name]
            #expect(throws: TraceError.self) {
                try copier.copy([("log/" + name, nil)], to: "log/" + name, as: .mcap)
            }
            #expect(storage["log/" + name] == before)
        }
        let copy = try copier.copy([("log/segment-00000000.mcap", nil)], to: "whole.mcap", as: .mcap)
        #expect(copy.traces == 2)
        #expect(!copy.hasLoss)
    }

    @Test func `a recovered segment stays one of its log`() throws {
        let storage = MemoryStorage()
        let segments = try SegmentedWriter(folder: "log", options: options(), storage: storage)
        try write(traces: 2, steps: 60, to: segments)
        let names = try storage.list("log")
        let path = "log/" + names[1]
        var bytes = try #require(storage[path])
        let reader = try ContainerReader(path: path, storage: storage)
        let chunk = try #require(reader.records.chunks.dropFirst(2).first { $0.size > 600 })
        bytes[chunk.offset + chunk.size / 2] ^= 1
        storage[path] = bytes
        let report = try TraceRecovery(
            recorder: Recorder(name: "test", version: "1"), storage: storage, digest: { SHA256Hasher() }
        ).recover(path, to: path)
        #expect(report.losses.count == 1)
        var whole = 0
        let file = try TraceReader(path: "log/" + names[0], storage: storage)
        var gaps = 0
        while let entry = try file.next() {
            whole += 1
            if case .gap = entry.event.body { gaps += 1 }
        }
        #expect(gaps >= 1)
        #expect(whole > 2 * 60 * 4 - 40)
    }
}
