import Testing

@testable import Saccade

@Suite struct EventCodecTests {
    private func text(_ event: Event) -> String { String(decoding: EventEncoder.bytes(of: event), as: UTF8.self) }

    private func decode(_ text: String) throws -> Event { try EventDecoder().decode(Array(text.utf8)) }

    @Test func `the table of kinds finds every name and nothing else`() {
        for kind in EventKind.allCases {
            let name = Array(kind.name.utf8)
            #expect("\(kind.staticName)" == kind.name)
            name.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return }
                #expect(EventKind.named(base, count: buffer.count) == kind)
                #expect(
                    EventKind.named(base, count: buffer.count - 1) == EventKind(rawValue: String(kind.name.dropLast())))
            }
        }
        for name in ["", "a", "tur", "turm", "image.pixelz", "xtep.text", "step_text"] {
            Array(name.utf8).withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return }
                #expect(EventKind.named(base, count: buffer.count) == nil)
            }
        }
    }

    @Test(arguments: EventMaker.examples())
    func `an event of every kind with every field is the same after it was packed for another thread`(
        _ event: Event
    ) throws {
        var packer = EventPacker()
        packer.pack(event.body)
        let kind = try #require(event.body.kind)
        #expect(try EventUnpacker.unpack(kind, packer.bytes) == event.body)
        // Bytes that end early are an error and no trap.
        for count in 0..<packer.bytes.count {
            let start = UnsafeRawBufferPointer(rebasing: packer.bytes[..<count])
            #expect(throws: TraceError.self) { try EventUnpacker.unpack(kind, start) }
        }
    }

    @Test func `any events are the same after they were packed`() throws {
        var packer = EventPacker()
        var maker = EventMaker(seed: 7)
        for _ in 0..<2_000 {
            let event = maker.event()
            guard let kind = event.body.kind else { continue }
            packer.removeAll()
            packer.pack(event.body)
            #expect(try EventUnpacker.unpack(kind, packer.bytes) == event.body)
        }
    }

    @Test(arguments: EventMaker.examples())
    func `an event of every kind with every field reads back`(_ event: Event) throws {
        let bytes = EventEncoder.bytes(of: event)
        let again = try EventDecoder().decode(bytes)
        #expect(again == event)
        #expect(EventEncoder.bytes(of: again) == bytes)
        // Nothing is an unknown field, and every field of the list is there.
        #expect(again.unknownFields.isEmpty)
        var definitions = SchemaDefinitions()
        let value = try JSONValue(parsing: bytes)
        for field in try #require(event.body.kind).describe(&definitions).fields {
            #expect(value[field.key] != nil, "\(event.body.name) lacks \(field.key)")
        }
    }

    @Test func `random events read back`() throws {
        var maker = EventMaker(seed: 11)
        let decoder = EventDecoder()
        for _ in 0..<3000 {
            let event = maker.event()
            let bytes = EventEncoder.bytes(of: event)
            let again = try decoder.decode(bytes)
            #expect(again == event)
            #expect(EventEncoder.bytes(of: again) == bytes)
        }
    }

    @Test func `the order of fields and white space do not matter`() throws {
        var maker = EventMaker(seed: 12)
        let decoder = EventDecoder()
        for _ in 0..<1000 {
            let event = maker.event()
            guard case .object(let members) = try JSONValue(parsing: EventEncoder.bytes(of: event)) else { continue }
            let other = JSONValue.object(members.reversed())
            let read = try decoder.decode(Array(other.prettyText.utf8))
            #expect(EventEncoder.bytes(of: read) == EventEncoder.bytes(of: event))
            let spaced = try decoder.decode(Array(JSONValue.object(members).prettyText.utf8))
            #expect(EventEncoder.bytes(of: spaced) == EventEncoder.bytes(of: event))
        }
    }

    @Test func `the fast reader and the general one agree on damaged events`() {
        var maker = EventMaker(seed: 13)
        var generator = SeededGenerator(seed: 14)
        let decoder = EventDecoder()
        let alphabet = Array("{}[]\",:\\ue019.-tfn \n\u{0}é".utf8)
        var accepted = 0
        for _ in 0..<2500 {
            let original = EventEncoder.bytes(of: maker.event())
            for _ in 0..<10 {
                var bytes = original
                for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
                    let place = Int.random(in: 0..<bytes.count, using: &generator)
                    switch Int.random(in: 0..<5, using: &generator) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                    case 1: bytes[place] = alphabet.randomElement(using: &generator) ?? 0
                    case 2: bytes.remove(at: place)
                    case 3: bytes.insert(alphabet.randomElement(using: &generator) ?? 0, at: place)
                    default: bytes.removeLast(bytes.count - place)
                    }
                }
                let fast = Result { try decoder.decode(bytes) }
                let general = Result { try bytes.withUnsafeBufferPointer { try decoder.decodeGenerally($0) } }
                switch (fast, general) {
                case (.success(let a), .success(let b)):
                    accepted += 1
                    if a != b { Issue.record("\(String(decoding: bytes, as: UTF8.self))") }
                case (.failure, .failure): break
                default: Issue.record("\(fast) \(general): \(String(decoding: bytes, as: UTF8.self))")
                }
            }
        }
        #expect(accepted > 0)
    }

    @Test func `unknown fields survive in their order`() throws {
        let text = #"{"t":"annotation","text":"a","zeta":{"b":[1,null]},"alpha":1.5}"#
        let event = try decode(text)
        #expect(event.unknownFields.map(\.key) == ["zeta", "alpha"])
        #expect(self.text(event) == text)
    }

    @Test func `an event of an unknown kind is kept whole`() throws {
        let text = #"{"t":"gaze.begin","at":7,"n":0,"where":[1,2]}"#
        let event = try decode(text)
        #expect(event.body == .unknown(name: "gaze.begin"))
        #expect(event.time == 7)
        #expect(self.text(event) == text)
    }

    @Test func `a critical event of an unknown kind is refused with the version that it needs`() throws {
        #expect {
            try decode(#"{"t":"gaze.begin","critical":true,"needs":"2.0"}"#)
        } throws: {
            guard let error = $0 as? TraceError else { return false }
            return error.code == .unsupportedVersion
                && error.message == #"event "gaze.begin" is critical and needs format 2.0"#
        }
        #expect(try decode(#"{"t":"gaze.begin","critical":false}"#).isCritical == false)
    }

    @Test func `an event spelled with escapes is the same event`() throws {
        let event = try decode(#"{"\u0074":"annot\u0061tion","te\u0078t":"a\/b"}"#)
        #expect(event == Event(.annotation(Annotation(text: "a/b"))))
    }

    @Test func `what equals its default is not written`() {
        #expect(text(Event(.stepEnd(StepEnd(agent: 0, step: 3)))) == #"{"t":"step.end","agent":0,"step":3}"#)
        #expect(
            text(Event(.stepEnd(StepEnd(agent: 0, step: 3, status: .failed)), time: 5))
                == #"{"t":"step.end","at":5,"agent":0,"step":3,"status":"failed"}"#)
    }

    @Test func `the region of the design reads as it is meant`() throws {
        let text =
            #"{"t":"region","agent":0,"n":7,"step":3,"image":2,"written":"[574, 301, 660, 468]","#
            + #""shape":{"box":[574,301,660,468]},"space":{"unit":"permille","order":"xyxy"},"spaceSource":"inferred","#
            + #""pixels":{"box":[1412.04,485.212,1623.6,754.416]},"by":"model","role":"attended","#
            + #""label":"hanging sign","span":{"step":3,"channel":"output","bytes":[112,128]}}"#
        guard case .region(let region) = try decode(text).body else {
            Issue.record("not a region")
            return
        }
        #expect(region.pixels == .box(Box(x0: 1412.04, y0: 485.212, x1: 1623.6, y1: 754.416)))
        #expect(region.space == CoordinateSpace(unit: .permille))
        #expect(region.span == Span(step: 3, channel: .output, bytes: [112, 128]))
    }

    @Test func `an event of more than 16 MiB is refused`() {
        let bytes = [UInt8](repeating: 0x20, count: EventDecoder.maximumSize + 1)
        #expect { try EventDecoder().decode(bytes) } throws: { ($0 as? TraceError)?.code == .limitExceeded }
    }
}
