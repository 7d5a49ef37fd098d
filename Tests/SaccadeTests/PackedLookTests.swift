import Testing

@testable import Saccade

/// The short form of a recorder's most frequent events must say what the list of fields says.
@Suite struct PackedLookTests {
    private func shape(_ generator: inout SeededGenerator, isPoint: Bool) -> Shape {
        func number() -> Double {
            let value = Double.random(in: -2000...2000, using: &generator)
            return Bool.random(using: &generator) ? value.rounded() : value
        }
        return isPoint
            ? .point(Point(x: number(), y: number()))
            : .box(Box(x0: number(), y0: number(), x1: number(), y1: number()))
    }

    private static func line(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func `its lines are those of the events that it stands for`() throws {
        var generator = SeededGenerator(seed: 11)
        let texts = [
            "", "the sign", "a \"quoted\" line\nand \u{1F} more", "漢字 é 🧾", String(repeating: "long ", count: 60),
        ]
        let units: [SpaceUnit] = [.pixel, .unit, .unitSquare, .percent, .permille999, .permille]
        for round in 0..<500 {
            let channel = TextChannel.known[round % 3]
            let text = texts[round % texts.count]
            let space = CoordinateSpace(unit: units[round % units.count])
            let (agent, step, image, first) = (round % 4, round, round % 7, round * 3)
            let time = Int.random(in: 0...1_000_000_000_000, using: &generator)
            var expected: [Event] = []
            if !text.isEmpty {
                let event = StepText(agent: agent, step: step, channel: channel, text: text)
                expected.append(Event(.stepText(event), time: time))
            }
            var packer = EventPacker()
            let marks = round % 5
            let begins = packer.begin(
                look: text, channel: try #require(PackedLook.number(of: channel)), agent: agent, step: step,
                image: image, region: first, marks: marks, unit: try #require(PackedLook.number(of: space)))
            #expect(begins)
            for index in 0..<marks {
                let isPoint = Bool.random(using: &generator)
                func maybe<T>(_ value: T) -> T? { Bool.random(using: &generator) ? value : nil }
                let region = Region(
                    agent: agent, n: first + index, step: step, image: image, written: maybe(texts[3]),
                    shape: shape(&generator, isPoint: isPoint), space: space,
                    pixels: maybe(shape(&generator, isPoint: isPoint)), role: maybe(.attended),
                    label: maybe(texts[index]), score: maybe(Double.random(in: 0...1, using: &generator)))
                let packs = packer.pack(
                    mark: region.shape, label: region.label, role: region.role, score: region.score,
                    written: region.written, pixels: region.pixels)
                #expect(packs)
                expected.append(Event(.region(region), time: time))
            }
            var look = PackedLook(packer.bytes)
            #expect(look.events == expected.count)
            var lines: [[UInt8]] = []
            var encoder = EventEncoder()
            if look.hasText {
                look.encodeText(into: &encoder, at: time)
                lines.append(encoder.bytes)
            }
            for _ in 0..<marks {
                encoder.removeAll()
                look.encodeNextRegion(into: &encoder, at: time)
                lines.append(encoder.bytes)
            }
            #expect(lines.map(Self.line) == expected.map { Self.line(EventEncoder.bytes(of: $0)) })
            #expect(try look.regionEvents() == expected.map(\.body).filter { $0.kind == .region })
            if look.hasText { #expect(look.textEvent == expected[0].body) }
        }
    }

    @Test func `what does not fit into it is left to the general form`() {
        var packer = EventPacker()
        for shape in [
            Shape.box(Box(x0: .nan, y0: 0, x1: 1, y1: 1)), .point(Point(x: .infinity, y: 0)),
            .polyline([Point(x: 0, y: 0), Point(x: 1, y: 1)]), .invalid(reason: "none"),
        ] {
            let packs = packer.pack(mark: shape, label: nil, role: nil, score: nil, written: nil, pixels: nil)
            #expect(!packs)
        }
        let box = Shape.box(Box(x0: 0, y0: 0, x1: 1, y1: 1))
        let packs = packer.pack(mark: box, label: nil, role: nil, score: .nan, written: nil, pixels: nil)
        #expect(!packs)
        #expect(PackedLook.number(of: TextChannel(rawValue: "tone")) == nil)
        #expect(PackedLook.number(of: CoordinateSpace(unit: .resized, size: [10, 10])) == nil)
        #expect(PackedLook.number(of: CoordinateSpace(unit: .permille, order: .yxyx)) == nil)
        let begins = packer.begin(
            look: "", channel: 0, agent: 0, step: 0, image: 0, region: .max, marks: 1, unit: 0)
        #expect(!begins)
    }

    @Test func `the short check of the structure agrees with the long one`() {
        var generator = SeededGenerator(seed: 5)
        var taken = 0
        for _ in 0..<200 {
            var structure = Self.structure(&generator)
            for _ in 0..<20 {
                func number(_ most: Int) -> Int { Int.random(in: -1...most, using: &generator) }
                let (agent, step, image) = (number(2), number(4), number(2))
                let time = number(100)
                var other = structure
                let events: [Event]
                let isTaken: Bool
                if Bool.random(using: &generator) {
                    let text = StepText(agent: agent, step: step, channel: .output, text: "a")
                    events = [Event(.stepText(text), time: time)]
                    isTaken = structure.takeText(agent: agent, step: step, at: time)
                } else {
                    let known = structure.agent(agent)?.regions ?? 0
                    let first = Int.random(in: 0..<5, using: &generator) == 0 ? number(3) : known
                    events = (0..<2).map { index in
                        let shape = Shape.point(Point(x: 1, y: 1))
                        let region = Region(agent: agent, n: first + index, step: step, image: image, shape: shape)
                        return Event(.region(region), time: time)
                    }
                    isTaken = structure.takeRegions(
                        2, from: first, agent: agent, step: step, image: image, at: time)
                }
                #expect(isTaken == (other.misfit(of: events[0]) == nil))
                if isTaken { for event in events { other.apply(event) } }
                #expect(String(describing: structure) == String(describing: other))
                taken += isTaken ? 1 : 0
            }
        }
        #expect(taken > 200 && taken < 3_000)
    }

    /// A log at any moment: before its beginning, in the midst of it, behind a gap, or ended.
    private static func structure(_ generator: inout SeededGenerator) -> LogStructure {
        var structure = LogStructure()
        func apply(_ body: EventBody) { structure.apply(Event(body)) }
        func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &generator) == 0 }
        if chance(10) { return structure }
        let recorder = Recorder(name: "t", version: "1")
        apply(.traceBegin(TraceBegin(format: "0.1", id: "0af7651916cd43dd8448eb211c80319c", recorder: recorder)))
        apply(.image(ImageDeclaration(n: 0, origin: ImageOrigin(kind: .input), missing: "a test has none")))
        apply(.agentSpawn(AgentSpawn(n: 1, kind: .worker, parent: 0)))
        for agent in 0...1 {
            for step in 0..<4 {
                apply(.stepBegin(StepBegin(agent: agent, n: step, kind: .look)))
                if chance(2) { apply(.stepEnd(StepEnd(agent: agent, step: step))) }
                if chance(8) { apply(.gap(Gap(reason: .pressure, events: 1, scopes: [GapScope(agent: agent)]))) }
            }
        }
        if chance(4) { apply(.agentEnd(AgentEnd(agent: 1))) }
        if chance(10) { apply(.traceEnd(TraceEnd(counts: structure.counts))) }
        return structure
    }
}
