import Saccade
import SaccadeImaging
import SaccadeImport
import Testing

/// Mapping files: what they refuse, and what they say of a record that they do not fit.
@Suite struct MappingTests {
    static let record = #"""
        {"pic":"a.png","ask":"Where?","walk":[{"says":"Here it is.","area":[1,2,30,40]},{"says":"And there.","area":[5,5,9]}]}
        """#
    static let good = #"""
        {"saccade-map":1,"images":"/pic","question":"/ask","steps":{"at":"/walk/*","text":"says","boxes":[{"at":"area","space":"pixel"}]}}
        """#

    private func imported(
        _ mapping: String, _ record: String = MappingTests.record, name: String = "folder/record.json"
    ) throws -> Imported {
        var options = ImportOptions()
        options.mapping = try RecordMapping(parsing: Array(mapping.utf8))
        return try Imported(
            record, files: [("folder/a.png", try picture(64, 48).encodedPNG())], name: name, options: options)
    }

    @Test(arguments: [
        (#"{"images":"/pic"}"#, #"my.json#/: expected "saccade-map": 1 in a mapping, found none"#),
        (#"{"saccade-map":2}"#, #"my.json#/saccade-map: expected version 1, found 2"#),
        ("[]", "my.json#/: expected an object, found an array"),
        (#"{"saccade-map":1,"image":"/pic"}"#, #"my.json#/: unknown key "image"; did you mean "images"?"#),
        (
            #"{"saccade-map":1,"steps":{"at":"/a","boxs":[]}}"#,
            #"my.json#/steps: unknown key "boxs"; did you mean "boxes"?"#
        ),
        (#"{"saccade-map":1,"steps":{"text":"b"}}"#, #"my.json#/steps: expected "at", a path, found none"#),
        (#"{"saccade-map":1,"images":7}"#, #"my.json#/images: expected a path like "/steps/*/box", found a number"#),
        (#"{"saccade-map":1,"images":"/a//b"}"#, "with nothing between two slashes"),
        (#"{"saccade-map":1,"images":"/a~7"}"#, "expected ~0, ~1, ~2 or ~3"),
        (
            #"{"saccade-map":1,"space":"pixels"}"#,
            #"my.json#/space: expected "find-out" or a space: expected pixel, unit"#
        ),
        (
            #"{"saccade-map":1,"boxes":[{"at":"/b","form":"round"}]}"#,
            #"my.json#/boxes/0/form: expected one of single, corners, polygon, found "round""#
        ),
        (
            #"{"saccade-map":1,"boxes":[{"at":"/b","space":{"at":"u","words":{"a":"b"}}}]}"#,
            #"my.json#/boxes/0/space/words/a: expected"#
        ),
        (#"{"saccade-map":1,"boxes":[{"at":"/b","image":{"at":"i","first":2}}]}"#, "expected 0 or 1, found 2"),
        (#"{"saccade-map":1,"joinLines":"yes"}"#, "expected true or false, found a string"),
        (#"{"saccade-map":1,"agents":{"kind":"sample"}}"#, #"my.json#/agents: expected "at", a path, found none"#),
        (#"{"saccade-map":1,"#, "my.json:1:"),
    ]) func `a mapping that is none is refused with the place and what is expected there`(
        _ text: String, _ message: String
    ) throws {
        let error = #expect(throws: TraceError.self) { try RecordMapping(parsing: Array(text.utf8), file: "my.json") }
        #expect("\(try #require(error))".contains(message), "\(String(describing: error))")
    }

    @Test func `a list of steps that is not there refuses the record and names what is near`() throws {
        let error = #expect(throws: TraceError.self) {
            try imported(Self.good.replacing("/walk/*", with: "/walks/*"))
        }
        #expect(error?.code == .mappingMismatch)
        #expect(
            error?.message == #"""
                /steps/at of the mapping is "/walks/*": found no "walks" in the record, which has "pic", "ask", "walk"; did you mean "walk"?
                """#)
    }

    @Test func `a path that leads to nothing is an error in the trace, with the place and the nearest name`() throws {
        let result = try imported(Self.good.replacing(#""says""#, with: #""say""#))
        let remark = try #require(result.diagnostics("mapping-mismatch").first)
        #expect(remark.severity == .error)
        #expect(
            remark.message == #"""
                /steps/text of the mapping is "say": found no "say" in /walk/0, which has "says", "area"; did you mean "says"?
                """#)
        #expect(remark.source == "record.json#/walk/0")
        // Everything else is there all the same.
        #expect(result.root.regions.count == 2)
    }

    @Test func `a question mark allows that nothing is there`() throws {
        let result = try imported(Self.good.replacing(#""says""#, with: #""say?""#))
        #expect(result.diagnostics("mapping-mismatch").isEmpty)
    }

    @Test(arguments: [
        (#""/ask""#, #""/walk""#, "expected a text, found an array"),
        (#""/pic""#, #""/walk/0""#, "expected the name of an image, found an object"),
        (#""pixel""#, #"{"at":"says"}"#, #"expected a space found "Here it is.""#),
        (
            #""pixel""#, #"{"at":"says","words":{"abs":"pixel"}}"#,
            #"expected a space, or one of "abs", found "Here it is.""#
        ),
    ]) func `a value of another kind is an error in the trace`(_ old: String, _ new: String, _ message: String) throws {
        var mapping = Self.good.replacing(old, with: new)
        if old == #""/ask""# { mapping = Self.good.replacing(#""/ask""#, with: #"["/walk/0"]"#) }
        let expected = old == #""/ask""# ? "expected a text, found an object" : message
        let result = try imported(mapping)
        #expect(
            result.diagnostics("mapping-mismatch").contains { $0.message.contains(expected) },
            "\(result.summary.diagnostics.map(\.message))")
    }

    @Test func `points that lie in the reference boxes under one reading alone are read so`() throws {
        let record = #"{"pic":"a.png","hits":[[0.25,0.25],[0.5,0.9]],"gold":[[12,10,20,14],[28,40,36,47]]}"#
        let result = try imported(
            #"{"saccade-map":1,"images":"/pic","boxes":{"at":"/hits"},"truth":{"boxes":{"at":"/gold","space":"pixel"}}}"#,
            record)
        #expect(result.root.regions.map(\.spaceSource) == [.inferred, .inferred])
        #expect(result.root.regions[0].pixels == .point(Point(x: 16, y: 12)))
        let evidence = try #require(result.diagnostics("coordinates-inferred").first?.message)
        #expect(evidence.contains("as 0–1: 100 % of the reference boxes hit"), "\(evidence)")
    }

    @Test func `a box of three numbers survives as an invalid region`() throws {
        let result = try imported(Self.good)
        #expect(result.root.regions.map(\.spaceSource) == [.declared, .declared])
        #expect(result.root.regions[0].shape == .box(Box(x0: 1, y0: 2, x1: 30, y1: 40)))
        #expect(result.root.regions[1].shape == .invalid(reason: "expected 2 or 4 numbers, found 3"))
        #expect(result.root.regions[1].written == "[5,5,9]")
    }

    @Test func `keys with slashes, stars and tildes are written with a tilde`() throws {
        let record = #"{"a/b":{"*":"a.png"},"q?":"Where is it?","~":[1,2,30,40]}"#
        let result = try imported(
            #"{"saccade-map":1,"images":"/a~1b/~2","question":"/q~3","boxes":{"at":"/~0","space":"pixel"}}"#, record)
        #expect(result.state.images[0].declaration.names == ["a.png"])
        #expect(result.state.header?.task == "Where is it?")
        #expect(result.root.regions.count == 1)
        #expect(result.diagnostics("mapping-mismatch").isEmpty)
    }

    @Test func `lines are a record each, and one that does not fit is refused with its line`() throws {
        let storage = MemoryStorage()
        storage["folder/a.png"] = try picture(64, 48).encodedPNG()
        let whole = Self.record.split(whereSeparator: \.isNewline).joined()
        storage["folder/log.jsonl"] = Array("\(whole)\n{\"pic\":\"a.png\"}\nnot json\n\(whole)\n".utf8)
        var options = ImportOptions()
        options.mapping = try RecordMapping(parsing: Array(Self.good.utf8))
        var refused: [String] = []
        let count = try Importer(options: options, storage: storage).importRecords(
            path: "folder/log.jsonl", to: "out.jsonl"
        ) { if case .refused(let error) = $0 { refused.append("\(error)") } }
        #expect(count == 2)
        #expect(refused.count == 2)
        #expect(refused[0].hasPrefix("folder/log.jsonl:2:1:") && refused[0].contains(#"found no "walk""#))
        #expect(refused[1].hasPrefix("folder/log.jsonl:3:"))
    }

    @Test func `in a folder the files that a mapping does not touch are no records`() throws {
        let storage = MemoryStorage()
        try storage.createFolder("runs")
        storage["runs/a.png"] = try picture(64, 48).encodedPNG()
        storage["runs/one.json"] = Array(Self.record.utf8)
        storage["runs/settings.json"] = Array(#"{"lr":0.1,"seeds":[1,2]}"#.utf8)
        storage["runs/output.json"] = Array(Self.record.utf8)
        var options = ImportOptions()
        options.mapping = try RecordMapping(parsing: Array(Self.good.utf8))
        var paths: [String] = []
        try Importer(options: options, storage: storage).importRecords(path: "runs", to: "out.jsonl") { outcome in
            switch outcome {
            case .imported(let summary): paths.append(summary.path)
            case .refused(let error): Issue.record("\(error)")
            }
        }
        #expect(paths == ["runs/one.json", "runs/output.json"])
    }

    @Test func `no mapping and no record make the import stop`() throws {
        // Bytes of both are changed at random, from fixed seeds.
        var state: UInt64 = 42
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(1, bound)
        }
        let pool = Array(#"{}[]":,*/?~0129.-eat"#.utf8)
        var parsed = 0
        for _ in 0..<1500 {
            var mapping = Array(Self.good.utf8)
            var record = Array(Self.record.utf8)
            for _ in 0..<random(3) { mapping[random(mapping.count)] = pool[random(pool.count)] }
            for _ in 0..<random(4) { record[random(record.count)] = pool[random(pool.count)] }
            guard let known = try? RecordMapping(parsing: mapping) else { continue }
            parsed += 1
            let storage = MemoryStorage()
            storage["r.json"] = record
            var options = ImportOptions(comparisons: 0)
            options.mapping = known
            _ = try? Importer(options: options, storage: storage).importRecord(path: "r.json", to: "t.jsonl")
        }
        #expect(parsed > 300)
    }
}
