import Saccade
import SaccadeDigest
import SaccadeImaging
import SaccadeReplay
import Testing

@testable import SaccadeRecorder

@Suite struct RecorderTests {
    @Test func `a recorded task passes the check to the pixels`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder()
        try recordTask(recorder)
        try await recorder.close()
        let report = try folder.check(.l3)
        #expect(report.passed, "\(report.text())")
        #expect(report.traces.count == 1)
        let events = try folder.events()[0]
        #expect(events.texts == ["The sign above the door is small; ", "I zoom in.", "The bakery."])
        #expect(events.images.map(\.size) == [PixelSize(width: 64, height: 48), PixelSize(width: 32, height: 24)])
        #expect(recorder.statistics.lostEvents == 0)
        #expect(recorder.statistics.refusedEvents == 0)
        #expect(recorder.statistics.events == events.count)
    }

    @Test func `many traces at once share a segment and each passes`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder()
        try await withThrowingTaskGroup { group in
            for seed in 1...20 { group.addTask { _ = try recordTask(recorder, seed: UInt64(seed)) } }
            try await group.waitForAll()
        }
        try await recorder.close()
        let report = try folder.check(.l3)
        #expect(report.passed, "\(report.text())")
        #expect(report.traces.count == 20)
    }

    @Test func `what was flushed is in the file, and what was synced was synced`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder()
        let trace = recorder.trace(task: "nothing yet")
        let step = trace.root.step(.think)
        step.text("accepted")
        try await recorder.flush()
        let path = try #require(try folder.segments().first)
        #expect(path.hasSuffix(".open"))
        #expect(try folder.events()[0].texts == ["accepted"])
        step.end()
        try await recorder.sync()
        #expect(try folder.events()[0].count(.stepEnd) == 1)
        trace.end()
        try await recorder.close()
        #expect(try folder.segments().first?.hasSuffix(".mcap") == true)
    }

    @Test func `agents are lanes and their messages, ends and votes fit`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder()
        let trace = recorder.trace(task: "vote")
        let image = trace.image(try PixelImage.noise(8, 8).encodedPNG())
        let turn = trace.turn([.image(image), .text("How many?")])
        let root = trace.root
        let delegate = root.step(.delegate)
        let workers = (0..<4).map { _ in root.spawn(.sample, role: "counter", from: delegate) }
        await withTaskGroup { group in
            for worker in workers {
                group.addTask {
                    let generation = worker.generation(input: Input(add: [.turn(turn)]))
                    for round in 0..<50 {
                        let step = generation.step(.look)
                        let mark = LiveStep.Mark(.box(Box(x0: 1, y0: 1, x1: 4, y1: 4)), label: "one")
                        step.look("round \(round)", at: image, [mark])
                        step.end()
                    }
                    generation.end()
                }
            }
        }
        var answers: [LiveAnswer] = []
        for worker in workers {
            answers.append(worker.answer("4", final: true))
            let message = worker.send([.text("4")], to: root)
            root.receive(message, in: delegate)
            worker.end()
            root.join(worker, in: delegate)
        }
        root.aggregate(.vote, of: answers, weights: [1, 1, 1, 1], chosen: answers[0], in: delegate)
        delegate.end()
        let answer = root.step(.answer)
        root.answer("4", final: true, in: answer)
        answer.end()
        trace.end()
        try await recorder.close()
        let report = try folder.check(.l2)
        #expect(report.passed, "\(report.text())")
        let events = try folder.events()[0]
        #expect(events.count(.region) == 200)
        #expect(recorder.statistics.refusedEvents == 0)
    }

    @Test func `long texts and arguments go beside the ring and come back whole`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder { $0.memoryLimit = 1 << 20 }
        let text = String(repeating: "Zürich ", count: 40_000)
        let trace = recorder.trace()
        let step = trace.root.step(.think)
        step.text(text)
        let call = step.call("echo", arguments: .object([JSONMember("text", .string(text))]))
        try await recorder.flush()
        call.succeed([.text(text)])
        step.end()
        trace.end()
        try await recorder.close()
        let events = try folder.events()[0]
        #expect(events.texts == [text])
        #expect(recorder.statistics.lostEvents == 0)
        #expect(recorder.statistics.memory == 0)
    }

    @Test func `a call that does not fit leaves a gap, and the trace goes on`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder()
        let trace = recorder.trace()
        let step = trace.root.step(.think)
        step.end()
        step.text("too late")
        let next = trace.root.step(.think)
        next.end()
        trace.end()
        next.text("after the end")
        try await recorder.close()
        let events = try folder.events()[0]
        #expect(events.gaps.map(\.events) == [1])
        #expect(events.gaps[0].note?.contains("step 0 of agent 0 has ended before this") == true)
        #expect(events.count(.stepBegin) == 2)
        #expect(recorder.statistics.refusedEvents == 2)
        #expect(try folder.check(.l1).traces[0].findings.isEmpty)
    }

    @Test func `numbers that are none leave a gap, and what follows keeps its ordinals`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder()
        let trace = recorder.trace()
        let image = trace.image(missing: "a test has none", origin: ImageOrigin(kind: .input))
        let step = trace.root.step(.look)
        step.region(.box(Box(x0: .nan, y0: 0, x1: 1, y1: 1)), on: image)
        step.region(.polyline([Point(x: 0, y: 0), Point(x: .infinity, y: 1)]), on: image)
        step.region(.point(Point(x: 1, y: 1)), on: image, label: "kept", score: .nan)
        let kept = step.region(.box(Box(x0: 0, y0: 0, x1: 1, y1: 1)), on: image, label: "kept")
        step.look(
            "three at once", at: image,
            [.init(.point(Point(x: 2, y: 2))), .init(.polyline([Point(x: 0, y: 0), Point(x: 1, y: 1)]))])
        trace.root.answer("1", regions: [kept])
        step.end()
        trace.end()
        try await recorder.close()
        let events = try folder.events()[0]
        #expect(events.gaps.compactMap(\.scopes.first?.regions) == [1, 2, 3])
        #expect(events.count(.region) == 3)
        #expect(kept.n == 3)
        let report = try folder.check(.l1)
        #expect(report.traces[0].findings.isEmpty, "\(report.text())")
    }

    @Test func `however much is refused, what fits is recorded and each refusal is in a gap`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder()
        let trace = recorder.trace()
        let other = trace.root.spawn()
        let image = trace.image(missing: "a test has none", origin: ImageOrigin(kind: .input))
        let step = trace.root.step(.look)
        let second = other.step(.look)
        let wrong = Shape.box(Box(x0: .nan, y0: 0, x1: 1, y1: 1))
        var kept: [LiveRegion] = []
        for number in 0..<100 {
            for _ in 0..<number % 3 { step.region(wrong, on: image) }
            if number % 10 == 0 {
                kept.append(step.region(.point(Point(x: Double(number), y: 1)), on: image))
                second.region(wrong, on: image)
            }
        }
        trace.root.answer("1", regions: kept)
        step.end()
        second.end()
        trace.end()
        try await recorder.close()
        let events = try folder.events()[0]
        #expect(events.count(.region) == 10)
        #expect(recorder.statistics.refusedEvents == 99 + 10)
        #expect(events.gaps.reduce(0) { $0 + ($1.events ?? 0) } == 99 + 10)
        #expect(events.gaps.count <= 16 + 10 + 2)
        let report = try folder.check(.l1)
        #expect(report.traces[0].findings.isEmpty, "\(report.text())")
    }

    @Test func `a trace that nobody holds any more is ended as cancelled`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder()
        do {
            let trace = recorder.trace()
            trace.root.step(.think).end()
        }
        try await recorder.close()
        let last = try #require(try folder.events()[0].last)
        guard case .traceEnd(let end) = last.body else {
            Issue.record("expected an end, found \(last.body.name)")
            return
        }
        #expect(end.status == .cancelled)
    }

    @Test func `images come from bytes, files and digests, and missing ones say why`() async throws {
        let folder = RecordedFolder()
        let png = try PixelImage.noise(6, 4).encodedPNG()
        folder.memory["photo.png"] = png
        let recorder = try folder.recorder()
        let trace = recorder.trace()
        _ = trace.image(file: "photo.png")
        _ = trace.image(file: "nowhere.png")
        _ = trace.image(digest: Digest(of: png), size: PixelSize(width: 6, height: 4), media: "image/png")
        _ = trace.image(missing: "the log has only its name", names: ["image-4"], origin: ImageOrigin(kind: .input))
        trace.end()
        try await recorder.close()
        let events = try folder.events()[0]
        let images = events.images
        try #require(images.count == 4, "\(events)")
        #expect(images[0].size == PixelSize(width: 6, height: 4))
        #expect(images[0].digest == Digest(of: png))
        #expect(images[0].media == "image/png")
        #expect(images[1].missing?.contains("nowhere.png") == true)
        #expect(images[2].digest == images[0].digest && images[2].elided != nil)
        #expect(images[3].missing == "the log has only its name")
    }

    @Test func `bytes that stand in an event are stored as those of other images`() async throws {
        let folder = RecordedFolder()
        let png = try PixelImage.noise(8, 6).encodedPNG()
        let recorder = try folder.recorder()
        let trace = recorder.trace()
        let inline = ImageDeclaration(
            n: 0, digest: .zero, names: ["small"], origin: ImageOrigin(kind: .input), inline: Base64.encode(png))
        #expect(try trace.append(.image(inline)) == 0)
        #expect(throws: TraceError.self) {
            try trace.append(.image(ImageDeclaration(n: 0, origin: ImageOrigin(kind: .input), inline: "no base64!")))
        }
        trace.turn([.image(0)])
        trace.end()
        try await recorder.close()
        let image = try #require(try folder.events()[0].images.first)
        #expect(image.digest == Digest(of: png) && image.inline == nil && image.names == ["small"])
        #expect(image.size == PixelSize(width: 8, height: 6))
        #expect(try folder.check(.l2).traces[0].findings.isEmpty)
    }

    @Test func `of a picture with a million chunks only the first are looked at`() {
        var png: [UInt8] = [
            0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 2, 0, 0, 0, 3,
        ]
        png += [8, 2, 0, 0, 0, 0, 0, 0, 0]
        let exif: [UInt8] = [
            0, 0, 0, 26, 0x65, 0x58, 0x49, 0x66, 0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, 6, 0,
            0,
            0, 0, 0, 0, 0, 0, 0, 0,
        ]
        let empty: [UInt8] = [0, 0, 0, 0, 0x74, 0x45, 0x58, 0x74, 0, 0, 0, 0]
        #expect(PictureHeader(png + empty + exif)?.orientation == 6)
        var long = png
        for _ in 0..<1_000_000 { long += empty }
        let header = PictureHeader(long + exif)
        #expect(header?.size == PixelSize(width: 2, height: 3))
        #expect(header?.orientation == nil)
    }

    @Test func `a second recorder of one name writes segments of its own`() async throws {
        let path = "/tmp/saccade-recorder-\(UInt64.random(in: 0 ... .max))"
        let first = try TraceRecorder(folder: path)
        let second = try TraceRecorder(folder: path)
        try recordTask(first)
        try recordTask(second)
        try await first.close()
        try await second.close()
        let files = try TraceFolder.files(at: path)
        #expect(files.count == 2)
        for file in files {
            #expect(try Checker(level: .l2).check(path: file).passed)
            try FileStorage().remove(file)
        }
        for name in try FileStorage().list(path) { try FileStorage().remove(StoragePath.join(path, name)) }
    }

    @Test func `options that make no sense are refused`() {
        let folder = RecordedFolder()
        #expect(throws: RecorderError.self) { try folder.recorder { $0.memoryLimit = 1 } }
        #expect(throws: RecorderError.self) { try folder.recorder { $0.sampling = TraceSampling(rate: 2) } }
        #expect(throws: RecorderError.self) { try folder.recorder { $0.maximumTraces = 0 } }
    }
}
