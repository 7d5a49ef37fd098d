import Saccade
import Testing

/// The files of `Tests/Conformance`: a log each, and what every implementation must make of it.
@Suite struct ConformanceTests {
    static let folder: String = {
        let tests = StoragePath.folder(of: StoragePath.folder(of: #filePath))
        return StoragePath.join(tests, "Conformance")
    }()

    static func logs(in folder: String) -> [String] {
        let names = (try? FileStorage().list(folder)) ?? []
        return names.filter { $0.hasSuffix(".jsonl") }.map { String($0.dropLast(6)) }
    }

    @Test func `the folder is there`() {
        #expect(Self.logs(in: Self.folder).count >= 14)
        #expect(Self.logs(in: Self.folder + "/Malformed").count >= 20)
    }

    @Test(arguments: logs(in: folder))
    func `a log folds into the expected state`(_ name: String) throws {
        let path = StoragePath.join(Self.folder, name)
        let states = try TraceFile(path: path + ".jsonl").load()
        let text = states.map { $0.json.prettyText }.joined(separator: "\n") + "\n"
        if Golden.isRecording { try FileStorage().write(Array(text.utf8), to: path + ".json") }
        let expected = String(decoding: try FileStorage().contents(of: path + ".json"), as: UTF8.self)
        #expect(text == expected, "UPDATE_GOLDEN=1 swift test --filter ConformanceTests rewrites \(name).json")
    }

    @Test(arguments: logs(in: folder + "/Malformed"))
    func `a malformed log is refused where it is wrong`(_ name: String) throws {
        let path = StoragePath.join(Self.folder + "/Malformed", name)
        let expected = String(decoding: try FileStorage().contents(of: path + ".txt"), as: UTF8.self)
        let error = #expect(throws: TraceError.self) { _ = try TraceFile(path: path + ".jsonl").load() }
        let location = try #require(error?.location)
        #expect("\(error?.code.name ?? "none") \(location.line):\(location.column)\n" == expected)
    }

    @Test(arguments: logs(in: folder))
    func `canonical text is a fixed point and keeps the state`(_ name: String) throws {
        let bytes = try FileStorage().contents(of: StoragePath.join(Self.folder, name) + ".jsonl")
        let reader = TraceReader(bytes: bytes)
        var before = TraceState()
        var after = TraceState()
        let decoder = EventDecoder()
        while let entry = try reader.next() {
            let canonical = EventEncoder.bytes(of: entry.event)
            let again = try decoder.decode(canonical)
            #expect(EventEncoder.bytes(of: again) == canonical)
            if entry.index == 0 { (before, after) = (TraceState(), TraceState()) }
            before.apply(entry.event)
            after.apply(again)
        }
        #expect(before.json == after.json)
    }
}
