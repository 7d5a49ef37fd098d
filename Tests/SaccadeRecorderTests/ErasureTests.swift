import Saccade
import SaccadeDigest
import SaccadeImaging
import SaccadeReplay
import Testing

@testable import SaccadeRecorder

@Suite struct ErasureTests {
    /// Whether a file holds some bytes.
    private func holds(_ file: [UInt8], _ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first else { return true }
        return file.indices.dropLast(bytes.count - 1).contains {
            file[$0] == first && file[$0..<$0 + bytes.count].elementsEqual(bytes)
        }
    }

    @Test func `one trace is taken out with its images and words, and the others keep every byte`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder()
        let shared = try PixelImage.noise(9, 9, seed: 77).encodedPNG()
        func ask(_ name: String, seed: UInt64) throws -> (id: String, own: [UInt8]) {
            let own = try PixelImage.noise(12, 12, seed: seed).encodedPNG()
            let trace = recorder.trace(task: "what \(name) asked")
            let images = [trace.image(own), trace.image(shared)]
            trace.turn(images.map { .image($0) } + [.text("the question of \(name)")])
            let step = trace.root.step(.think)
            step.text("thinking about \(name)")
            step.end()
            trace.end()
            return (trace.id, own)
        }
        let (ann, bob, cat) = (try ask("ann", seed: 1), try ask("bob", seed: 2), try ask("cat", seed: 3))
        try await recorder.close()
        let path = try #require(try folder.segments().first)
        let before = try folder.traces()

        let summary = try #require(try TraceEraser(storage: folder.memory).erase(bob.id, from: path))
        #expect(summary.events == before[bob.id]?.count)
        #expect(summary.blobs == 1)
        let after = try folder.traces()
        #expect(after == before.filter { $0.key != bob.id })
        let file = try #require(folder.memory[path])
        for word in ["bob", bob.id, Digest(of: bob.own).description] { #expect(!holds(file, Array(word.utf8)[...])) }
        // The beginnings of all pictures are alike.
        #expect(!holds(file, bob.own[(bob.own.count / 2)...].prefix(8)))
        for own in [ann.own, cat.own, shared] { #expect(holds(file, own[...])) }
        let report = try folder.check(.l3)
        #expect(report.traces.allSatisfy { $0.findings.isEmpty }, "\(report.text())")

        // A trace that is not there changes nothing; the last one takes the file with it.
        #expect(try TraceEraser(storage: folder.memory).erase(bob.id, from: path) == nil)
        #expect(folder.memory[path] == file)
        _ = try TraceEraser(storage: folder.memory).erase(ann.id, from: path)
        #expect(try TraceEraser(storage: folder.memory).erase(cat.id, from: path)?.isRemoved == true)
        #expect(folder.memory[path] == nil)
    }

    @Test func `a trace that spans segments is taken out of each, and the others still join`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder { $0.segments.container.segmentSize = 4_000 }
        let traces = (0..<2).map { _ in recorder.trace() }
        for round in 0..<60 {
            for trace in traces {
                let step = trace.root.step(.think)
                step.text("round \(round): " + String(repeating: "x", count: 60))
                step.end()
            }
            if round % 10 == 9 { try await recorder.flush() }
        }
        for trace in traces { trace.end() }
        try await recorder.close()
        let files = try folder.segments()
        try #require(files.count > 2)
        let kept = try folder.traces()[traces[1].id]
        var events = 0
        for file in files {
            events += try TraceEraser(storage: folder.memory).erase(traces[0].id, from: file)?.events ?? 0
        }
        #expect(events == 60 * 3 + 2)
        #expect(try folder.traces() == [traces[1].id: try #require(kept)])
        for file in try folder.segments() {
            #expect(!holds(try #require(folder.memory[file]), Array(traces[0].id.utf8)[...]))
        }
    }

    @Test func `a file that is being written is left alone`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder()
        let trace = recorder.trace()
        trace.root.step(.think).end()
        try await recorder.flush()
        let path = try #require(try folder.segments().first)
        #expect(throws: TraceError.self) { try TraceEraser(storage: folder.memory).erase(trace.id, from: path) }
        trace.end()
        try await recorder.close()
    }
}
