import Foundation
import Saccade
import SaccadeC
import Testing

/// The functions as C calls them: whatever they are given, they say what is wrong and go on.
@Suite struct InterfaceTests {
    /// A recorder in a folder of its own.
    private struct Recording {
        let folder: Folder
        let recorder: Int64
        let trace: Int64

        init(_ options: String? = nil) throws {
            folder = try Folder()
            recorder = recorderOpen(folder: folder.path, options: options)
            trace = traceBegin(recorder: recorder, model: "a model", task: "a task", fields: nil)
        }

        func close() -> Int64 { recorderClose(recorder: recorder) }
    }

    private func message() -> String { String(cString: lastError()) }

    private func record(_ trace: Int64, _ event: String) -> Int64 {
        SaccadeC.record(trace: trace, event: event, size: UInt(event.utf8.count))
    }

    /// Calls a function that gives out text.
    private func text(_ call: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int64) -> (Int64, String) {
        var pointer: UnsafeMutablePointer<CChar>?
        let result = call(&pointer)
        defer { SaccadeC.free(memory: pointer) }
        return (result, pointer.map { String(cString: $0) } ?? "")
    }

    static let badHandles: [Int64] = [
        .min, -10, -1, 0, 1, 42, .max, 1 << 60, 2 << 60, 3 << 60, 1 << 60 | 1 << 32, 0x7FFF_FFFF_FFFF_FFFF,
    ]

    @Test func `a trace that sampling has left out says so, and takes everything`() throws {
        for (rate, expected) in [(0, Int64(1)), (1, 0)] {
            let recording = try Recording(#"{"sampling":{"rate":\#(rate)}}"#)
            #expect(traceIsLeftOut(trace: recording.trace) == expected)
            #expect(image(trace: recording.trace, bytes: "no picture", size: 10, name: nil, fields: nil) == 0)
            #expect(traceEnd(trace: recording.trace, status: nil) == 0)
            #expect(recording.close() == 0)
        }
    }

    @Test(arguments: badHandles) func `a number that is no handle is refused by every function`(_ handle: Int64) {
        let box: [Double] = [0, 0, 1, 1]
        var place: UnsafeMutablePointer<CChar>?
        var size: UInt = 0
        var id = [CChar](repeating: 0, count: 33)
        let results = [
            recorderFlush(recorder: handle), recorderSync(recorder: handle), recorderClose(recorder: handle),
            recorderStatistics(recorder: handle, json: &place),
            traceBegin(recorder: handle, model: nil, task: nil, fields: nil),
            traceID(trace: handle, id: &id, size: 33), traceEnd(trace: handle, status: nil),
            traceIsLeftOut(trace: handle),
            SaccadeC.record(trace: handle, event: "{}", size: 2),
            turn(trace: handle, text: nil, size: 0, images: nil, count: 0),
            image(trace: handle, bytes: "x", size: 1, name: nil, fields: nil),
            imageFile(trace: handle, path: "x", fields: nil),
            crop(trace: handle, image: 0, parent: 0, executed: box, agent: 0, call: -1),
            agentSpawn(trace: handle, parent: 0, kind: nil, role: nil),
            agentEnd(trace: handle, agent: 0, status: nil), agentJoin(trace: handle, agent: 0, other: 0),
            generationBegin(trace: handle, agent: 0, input: nil, model: nil),
            generationEnd(trace: handle, agent: 0, generation: 0, status: nil, fields: nil),
            answer(
                trace: handle, agent: 0, text: nil, size: 0, final: false, regions: nil, regionCount: 0, images: nil,
                imageCount: 0),
            stepBegin(trace: handle, agent: 0, generation: -1, kind: "look"),
            stepText(trace: handle, agent: 0, step: 0, channel: nil, text: "x", size: 1),
            stepBox(trace: handle, agent: 0, step: 0, image: 0, box: box, unit: nil, label: nil),
            stepEnd(trace: handle, agent: 0, step: 0, status: nil),
            callBegin(trace: handle, agent: 0, step: 0, name: "x", written: nil),
            callSucceed(trace: handle, agent: 0, call: 0, text: nil, size: 0, images: nil, count: 0),
            callFail(trace: handle, agent: 0, call: 0, kind: nil, message: nil),
            readerNext(reader: handle, event: &place, size: &size),
            readerBlob(reader: handle, digest: "x", bytes: &place, size: &size),
            readerStates(reader: handle, json: &place), readerClose(reader: handle),
        ]
        #expect(results.allSatisfy { $0 == -2 }, "\(results)")
        #expect(message() == "expected the handle of an open reader, found \(handle)")
        #expect(place == nil)
    }

    @Test func `a handle of another kind, or one that was closed, is refused`() throws {
        let recording = try Recording()
        #expect(recording.recorder > 0)
        #expect(recording.trace > 0)
        #expect(stepBegin(trace: recording.recorder, agent: 0, generation: -1, kind: "look") == -2)
        #expect(recorderFlush(recorder: recording.trace) == -2)
        #expect(readerClose(reader: recording.trace) == -2)
        #expect(traceEnd(trace: recording.trace, status: nil) == 0)
        #expect(traceEnd(trace: recording.trace, status: nil) == -2)
        #expect(recorderClose(recorder: recording.recorder) == 0)
        #expect(recorderClose(recorder: recording.recorder) == -2)
        // Whatever takes the places now, the old numbers do not find it.
        let next = try Recording()
        #expect(recorderFlush(recorder: recording.recorder) == -2)
        #expect(turn(trace: recording.trace, text: nil, size: 0, images: nil, count: 0) == -2)
        #expect(next.close() == 0)
        #expect(turn(trace: next.trace, text: nil, size: 0, images: nil, count: 0) == -2)
    }

    @Test func `NULL is refused where something must be, and is nothing where it may be`() throws {
        #expect(recorderOpen(folder: nil, options: nil) == -3)
        #expect(message() == "folder: expected a text, found NULL")
        #expect(readerOpen(path: nil, trace: nil) == -3)
        #expect(check(path: nil, options: nil, report: nil) == -3)
        let recording = try Recording()
        let trace = recording.trace
        #expect(SaccadeC.record(trace: trace, event: nil, size: 0) == -3)
        #expect(SaccadeC.record(trace: trace, event: nil, size: 10) == -3)
        #expect(message() == "event: expected 10 elements, found NULL")
        #expect(SaccadeC.record(trace: trace, event: "x", size: .max) == -3)
        #expect(image(trace: trace, bytes: nil, size: 5, name: nil, fields: nil) == -3)
        #expect(stepBegin(trace: trace, agent: 0, generation: -1, kind: nil) == -3)
        #expect(traceID(trace: trace, id: nil, size: 33) == -3)
        #expect(recorderStatistics(recorder: recording.recorder, json: nil) == -3)
        #expect(turn(trace: trace, text: nil, size: 0, images: nil, count: 0) == 0)
        #expect(traceEnd(trace: trace, status: nil) == 0)
        #expect(recording.close() == 0)
        SaccadeC.free(memory: nil)
        #expect(wholeText(text: nil, size: 0) == 0)
    }

    @Test func `the result of a call that failed makes what depends on it fail, and nothing else`() throws {
        let recording = try Recording()
        let trace = recording.trace
        let step = stepBegin(trace: trace, agent: 7, generation: -1, kind: "look")
        #expect(step == -3)
        #expect(message() == "agent: expected one that was recorded, found 7")
        #expect(stepText(trace: trace, agent: 0, step: step, channel: nil, text: "lost", size: 4) == -3)
        #expect(stepEnd(trace: trace, agent: 0, step: step, status: nil) == -3)
        let good = stepBegin(trace: trace, agent: 0, generation: -1, kind: "think")
        #expect(good == 0)
        #expect(stepText(trace: trace, agent: 0, step: 1, channel: nil, text: "lost", size: 4) == -3)
        #expect(stepText(trace: trace, agent: 0, step: good, channel: nil, text: "kept", size: 4) == 0)
        #expect(stepEnd(trace: trace, agent: 0, step: good, status: nil) == 0)
        #expect(traceEnd(trace: trace, status: nil) == 0)
        #expect(recording.close() == 0)
        var report: UnsafeMutablePointer<CChar>?
        _ = check(path: recording.folder.path, options: #"{"level": "L1"}"#, report: &report)
        #expect(report.map { String(cString: $0) }?.contains("pass at L1") == true)
        SaccadeC.free(memory: report)
    }

    static let badEvents: [(String, String)] = [
        ("", "event: expected an event as a JSON object, found none"),
        ("{}", "event: expected an event as a JSON object, found none"),
        ("nonsense", "event: expected an event as a JSON object, found none"),
        (#"{"t":"step.begin","agent":0}"#, #"step.begin: expected a field "kind" (what the step is for), found none"#),
        (
            #"{"t":"step.begin","agent":0,"n":3,"kind":"look"}"#,
            #"event: expected no "n": the recorder gives the ordinals"#
        ),
        (#"{"t":"step.begin","agent":0,"kind":"look","titel":"x"}"#, #"found a field "titel""#),
        (#"{"t":"step.begin","at":5,"agent":0,"kind":"look"}"#, #"expected no "at": the recorder gives the time"#),
        (#"{"t":"step.begin","agent":3,"kind":"look"}"#, "expected an agent that was spawned, found 3"),
        (#"{"t":"trace.end"}"#, "expected"), (#"{"t":"own.kind","x":1}"#, #"found a field "x""#),
        (#"{"t":"gap","reason":"crash"}"#, #"expected an event that a recorder takes, found "gap""#),
        (#"{"t":"region","agent":0,"image":0,"shape":{"box":[1,2,3]}}"#, "event at byte 49: "),
        (#"{"t":"turn","parts":[}"#, "event at byte 21: "),
    ]

    @Test(arguments: badEvents) func `an event that cannot be recorded is refused with the reason`(
        _ event: String, _ reason: String
    ) throws {
        let recording = try Recording()
        #expect(record(recording.trace, event) == -3)
        #expect(message().contains(reason), "\(message())")
        #expect(recording.close() == 0)
    }

    @Test func `any event of the format can be recorded, and gets its ordinal`() throws {
        let recording = try Recording()
        let trace = recording.trace
        let image = #"{"t":"image","width":100,"height":50,"origin":{"kind":"input"},"elided":"a test"}"#
        #expect(record(trace, image) == 0)
        #expect(record(trace, image) == 1)
        #expect(record(trace, #"{"t":"turn","parts":[{"image":0},{"text":"?"}]}"#) == 0)
        #expect(record(trace, #"{"t":"generation.begin","agent":0,"input":{"add":[{"turn":0}]}}"#) == 0)
        #expect(record(trace, #"{"t":"step.begin","agent":0,"kind":"look","generation":0,"title":"t"}"#) == 0)
        #expect(record(trace, #"{"t":"step.text","agent":0,"step":0,"channel":"output","text":"generation.end"}"#) == 0)
        let point = #"{"t":"region","agent":0,"step":0,"image":0,"shape":{"point":[0.5,0.5]},"space":{"unit":"unit"}}"#
        #expect(record(trace, point) == 0)
        #expect(record(trace, point) == 1)
        #expect(record(trace, #"{"t":"agent.spawn","kind":"verifier","parent":0}"#) == 1)
        #expect(record(trace, #"{"t":"step.begin","agent":1,"kind":"verify"}"#) == 0)
        #expect(record(trace, #"{"t":"step.end","agent":1,"step":0}"#) == 0)
        #expect(record(trace, #"{"t":"answer","agent":1,"text":"yes","score":0.5}"#) == 0)
        #expect(record(trace, #"{"t":"agent.end","agent":1}"#) == 0)
        #expect(record(trace, #"{"t":"agent.join","agent":0,"joined":1}"#) == 0)
        #expect(record(trace, #"{"t":"step.end","agent":0,"step":0}"#) == 0)
        #expect(record(trace, #"{"t":"generation.end","agent":0,"n":0,"finish":"stop"}"#) == 0)
        #expect(record(trace, #"{"t":"score","name":"reward","value":1}"#) == 0)
        #expect(traceEnd(trace: trace, status: "ok") == 0)
        #expect(recording.close() == 0)

        let path = recording.folder.path
        let reader = readerOpen(path: path, trace: nil)
        let (count, states) = text { readerStates(reader: reader, json: $0) }
        #expect(count == 0)
        let state = try #require(try JSONValue(parsing: states)[0])
        #expect(state["agents"]?.array?.count == 2)
        #expect(state["agents"]?[0]?["regions"]?[1]?["pixels"]?.canonicalText == #"{"point":[50,25]}"#)
        #expect(state["misfits"] == nil)
        #expect(state["scores"]?[0]?["name"]?.string == "reward")
        var kinds: [String] = []
        while true {
            var size: UInt = 0
            var pointer: UnsafeMutablePointer<CChar>?
            guard readerNext(reader: reader, event: &pointer, size: &size) == 1, let pointer else { break }
            let event = String(cString: pointer)
            #expect(event.utf8.count == Int(size))
            kinds.append(try JSONValue(parsing: event)["t"]?.string ?? "")
            SaccadeC.free(memory: pointer)
        }
        #expect(kinds.first == "trace.begin")
        #expect(kinds.last == "trace.end")
        #expect(kinds.count == 19)
        #expect(readerClose(reader: reader) == 0)
    }

    @Test func `images come back byte by byte, and one that must not be stored does not`() throws {
        let recording = try Recording()
        let path = Shell.root + "/Samples/Traces/blobs/" + SampleTests.picture
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(image(trace: recording.trace, bytes: bytes, size: UInt(bytes.count), name: "a", fields: nil) == 0)
        let redact = #"{"redact": true, "names": ["b"]}"#
        #expect(image(trace: recording.trace, bytes: bytes, size: UInt(bytes.count), name: nil, fields: redact) == 1)
        #expect(imageFile(trace: recording.trace, path: path, fields: nil) == 2)
        #expect(traceEnd(trace: recording.trace, status: nil) == 0)
        #expect(recording.close() == 0)
        let reader = readerOpen(path: recording.folder.path, trace: "0")
        let (_, states) = text { readerStates(reader: reader, json: $0) }
        let images = try #require(try JSONValue(parsing: states)[0]?["images"])
        let digest = try #require(images[0]?["digest"]?.string)
        #expect(images[0]?["width"]?.integer == 900)
        #expect(images[1]?["digest"] == nil)
        #expect(images[1]?["elided"]?.string?.contains("redacted") == true)
        #expect(images[2]?["digest"]?.string == digest)
        var size: UInt = 0
        var pointer: UnsafeMutablePointer<CChar>?
        #expect(readerBlob(reader: reader, digest: digest, bytes: &pointer, size: &size) == 0)
        let found = pointer.map {
            $0.withMemoryRebound(to: UInt8.self, capacity: Int(size)) {
                Array(UnsafeBufferPointer(start: $0, count: Int(size)))
            }
        }
        #expect(found == bytes)
        SaccadeC.free(memory: pointer)
        pointer = nil
        let other = String(repeating: "0", count: 64)
        #expect(readerBlob(reader: reader, digest: other, bytes: &pointer, size: &size) == -8)
        #expect(readerBlob(reader: reader, digest: "0", bytes: &pointer, size: &size) == -3)
        #expect(readerClose(reader: reader) == 0)
    }

    static let badOptions = [
        (#"{"nam":"x"}"#, "found \"nam\""), (#"{"mode":"fast"}"#, "expected never-block, must-keep or"),
        (#"{"memoryLimit":-1}"#, "at least 0"), (#"{"memoryLimit":1}"#, "at least 262144"),
        (#"{"memoryLimit":1e300}"#, "expected a whole number"), (#"{"mode":{"block":1e300}}"#, "expected a time"),
        (#"{"sampling":{"rate":2}}"#, "from 0 to 1"), (#"{"sampling":{"rat":1}}"#, "found \"rat\""),
        (#"{"segments":{"seconds":-1}}"#, "expected a time"), ("[]", "expected a JSON object"),
        ("{", "options at byte 1"),
        (#"{"name":"a/b"}"#, "cannot open"),
    ]

    @Test(arguments: badOptions) func `options that are wrong are named`(_ options: String, _ reason: String) throws {
        let folder = try Folder()
        let result = recorderOpen(folder: folder.file("traces"), options: options)
        #expect(result < 0)
        #expect(message().contains(reason), "\(message())")
    }

    @Test func `checks say pass, fail or unverified, and refuse what needs pixels`() throws {
        let samples = Shell.root + "/Samples/Traces/"
        #expect(check(path: samples + "receipt.jsonl", options: nil, report: nil) == 0)
        let (verdict, report) = text {
            check(path: samples + "checkout-wrong.jsonl", options: #"{"format":"json"}"#, report: $0)
        }
        #expect(verdict == 1)
        #expect(report.contains(#""rule":"region-outside-image""#))
        #expect(check(path: samples + "receipt.jsonl", options: #"{"level":"L3"}"#, report: nil) == -7)
        #expect(message().contains("use the command `saccade check`"))
        #expect(check(path: samples + "receipt.jsonl", options: #"{"trace":"ffff"}"#, report: nil) == -8)
        #expect(check(path: samples + "nothing.jsonl", options: nil, report: nil) == -5)
        #expect(check(path: samples + "receipt.jsonl", options: #"{"rules":{"no-rule":"off"}}"#, report: nil) == -3)
        let folder = try Folder()
        try #"{"t":"trace.begin"#.write(toFile: folder.file("cut.jsonl"), atomically: true, encoding: .utf8)
        #expect(check(path: folder.file("cut.jsonl"), options: nil, report: nil) == 1)
    }

    @Test func `threads that record and close at once neither crash nor mix up their messages`() async throws {
        let recording = try Recording()
        await withTaskGroup { group in
            for worker in 0..<8 {
                group.addTask {
                    for round in 0..<200 {
                        let trace = traceBegin(recorder: recording.recorder, model: nil, task: nil, fields: nil)
                        let step = stepBegin(trace: trace, agent: 0, generation: -1, kind: "think")
                        _ = stepText(trace: trace, agent: 0, step: step, channel: nil, text: "abc", size: 3)
                        let wrong = Int64(worker * 1000 + round + 5)
                        #expect(stepEnd(trace: trace, agent: wrong, step: 0, status: nil) < 0)
                        // The trace may have been closed with its recorder.
                        let said = String(cString: lastError())
                        #expect(said.hasSuffix("found \(wrong)") || said.hasSuffix("found \(trace)"), "\(said)")
                        _ = traceEnd(trace: trace, status: nil)
                        if worker == 0, round == 150 { _ = recorderClose(recorder: recording.recorder) }
                    }
                }
            }
        }
        #expect(recorderClose(recorder: recording.recorder) == -2)
    }

    @Test(arguments: [
        ("abc", 3), ("è", 2), ("a\u{1F600}", 5),
    ]) func `text is whole up to the character that is cut`(_ text: String, _ size: Int) {
        let bytes = Array(text.utf8)
        #expect(bytes.count == size)
        let last = text.unicodeScalars.last.map { String($0).utf8.count } ?? 0
        for count in 0...bytes.count {
            let expected = count == size ? size : min(count, size - last)
            let result = bytes.withUnsafeBytes {
                wholeText(text: $0.baseAddress?.assumingMemoryBound(to: CChar.self), size: UInt(count))
            }
            #expect(result == Int64(expected))
        }
    }
}
