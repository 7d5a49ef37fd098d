@testable import Saccade

/// Makes events from the lists of fields alone, so that no field can be forgotten.
struct EventMaker: FieldCoder {
    typealias Failure = Never

    private var generator: SeededGenerator
    /// Whether every field is set; otherwise chance decides about each that may be absent.
    private let isFull: Bool

    init(seed: UInt64, isFull: Bool = false) {
        generator = SeededGenerator(seed: seed)
        self.isFull = isFull
    }

    /// One event of every kind with every field set.
    static func examples() -> [Event] {
        EventKind.allCases.enumerated().map { index, kind in
            var maker = EventMaker(seed: UInt64(index), isFull: true)
            return Event(kind.make(&maker), time: 1_234_567_890)
        }
    }

    /// Returns an event of a kind that chance picks.
    mutating func event() -> Event {
        let kind = EventKind.allCases[Int.random(in: 0..<EventKind.allCases.count, using: &generator)]
        var event = Event(kind.make(&self), time: chance() ? integer() : nil)
        if chance(10) { event.unknownFields = [JSONMember("x-" + text(), value(depth: 0))] }
        return event
    }

    mutating func chance(_ percent: Int = 50) -> Bool {
        isFull || Int.random(in: 0..<100, using: &generator) < percent
    }

    // MARK: Fields

    mutating func required<V: FieldValue>(_ key: StaticString, _ value: inout V, _ meaning: StaticString) {
        value = make(V.self, "\(key)")
    }

    mutating func optional<V: FieldValue>(_ key: StaticString, _ value: inout V?, _ meaning: StaticString) {
        if chance() { value = make(V.self, "\(key)") }
    }

    mutating func defaulted<V: FieldValue & Equatable>(
        _ key: StaticString, _ value: inout V, _ standard: V, _ meaning: StaticString
    ) {
        guard chance() else { return }
        repeat { value = make(V.self, "\(key)") } while isFull && value == standard
    }

    // MARK: Values

    private mutating func make<V: FieldValue>(_ type: V.Type, _ key: String) -> V {
        let made: (any FieldValue)? =
            switch type {
            case is Int.Type: key == "orientation" ? Int.random(in: 1...8, using: &generator) : integer()
            case is Double.Type: double()
            case is Bool.Type: chance()
            case is String.Type: key == "id" ? identifier() : text()
            case is Digest.Type: Digest(words: (generator.next(), generator.next(), generator.next(), generator.next()))
            case is ScopedOrdinal.Type: ScopedOrdinal(agent: integer(), n: integer())
            case is Point.Type: point()
            case is Box.Type: box()
            case is Shape.Type: shape()
            case is PlaneMap.Type: map()
            case is JSONValue.Type: value(depth: 0)
            case is Part.Type: part(Int.random(in: 0..<9, using: &generator))
            case is [Part].Type where isFull: (0..<9).map { part($0) }
            case is [Int].Type where key == "bytes" || key == "size":
                [Int.random(in: 1...50, using: &generator), Int.random(in: 50...900, using: &generator)]
            case let group as any FieldGroup.Type: fill(group)
            case let list as any MadeArray.Type: list.make { self.makeElement($0) }
            case let name as any OpenName.Type: openName(name)
            default: nil
            }
        guard let made = made as? V else { fatalError("no example of \(type)") }
        return made
    }

    private mutating func makeElement<E: FieldValue>(_ element: E.Type) -> [E] {
        (0..<Int.random(in: 1...3, using: &generator)).map { _ in make(element, "") }
    }

    mutating func fill<G: FieldGroup>(_ group: G.Type) -> G {
        var value: G
        repeat {
            value = G()
            value.fields(&self)
        } while value.contradiction != nil
        return value
    }

    private mutating func openName<N: OpenName>(_ type: N.Type) -> (any FieldValue)? {
        let name = chance(80) ? N.known.randomElement(using: &generator) : N(rawValue: text())
        return name as? any FieldValue
    }

    private mutating func integer() -> Int {
        chance(90)
            ? Int.random(in: 1...100_000, using: &generator)
            : Int.random(in: 1...9_007_199_254_740_991, using: &generator)
    }

    private mutating func double() -> Double {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: Double(Int.random(in: -1000...1000, using: &generator))
        case 1: Double(Int.random(in: -1_000_000...1_000_000, using: &generator)) / 1000
        case 2: Double.random(in: -1...1, using: &generator)
        default: Double.random(in: -1e300...1e300, using: &generator)
        }
    }

    private mutating func identifier() -> String {
        String((0..<32).map { index in index == 0 ? "a" : "0123456789abcdef".randomElement(using: &generator) ?? "0" })
    }

    mutating func text() -> String {
        let pieces = [
            "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\u{0}", "\u{1f}", "\u{7f}", "é", "e\u{301}", "漢", "🧾",
            "\u{2028}",
        ]
        let count = Int.random(in: 1...24, using: &generator)
        return (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
    }

    private mutating func point() -> Point { Point(x: double(), y: double()) }

    private mutating func box() -> Box { Box(x0: double(), y0: double(), x1: double(), y1: double()) }

    private mutating func part(_ kind: Int) -> Part {
        switch kind {
        case 0: return .text(text())
        case 1:
            var part = Part.image(integer())
            part.preprocessing = fill(Preprocessing.self)
            return part
        case 2: return .video(integer())
        case 3: return .turn(integer())
        case 4: return .call(integer())
        case 5: return .message(ScopedOrdinal(agent: integer(), n: integer()))
        case 6: return .generation(integer())
        case 7:
            var part = Part()
            part.system = text()
            return part
        default:
            var part = Part()
            part.tools = text()
            return part
        }
    }

    private mutating func shape() -> Shape {
        let line = (0..<3).map { _ in point() }
        switch Int.random(in: 0..<11, using: &generator) {
        case 0: return .box(box())
        case 1: return .rotatedBox(RotatedBox(center: point(), width: double(), height: double(), angle: double()))
        case 2: return .point(point())
        case 3: return .polyline(line)
        case 4: return .polygon([line, line])
        case 5: return .ellipse(Ellipse(center: point(), radiusX: double(), radiusY: double(), angle: double()))
        case 6: return .mask(Mask(size: PixelSize(width: 4, height: 3), order: .column, runs: [5, 7]))
        case 7: return .arrow(from: point(), to: point())
        case 8:
            return .heatmap(
                Heatmap(
                    columns: 2, rows: 1, area: chance() ? box() : nil, values: [0, 1], range: 0...1, method: text()))
        case 9: return .mark(id: text(), box: chance() ? box() : nil)
        default: return .invalid(reason: text())
        }
    }

    private mutating func map() -> PlaneMap {
        let size = PixelSize(width: 640, height: 480)
        let maps: [PlaneMap?] = [
            .crop(x: integer() % 1000, y: 7), .resize(from: size, to: PixelSize(width: 333, height: 77)),
            .turn(quarters: 3, of: size), PlaneMap(affine: (0..<6).map { _ in double() }),
            PlaneMap(projective: (0..<9).map { _ in double() }),
        ]
        return maps[Int.random(in: 0..<5, using: &generator)] ?? .identity
    }

    private mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth < 4 ? 8 : 6), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .integer(Int64(Int.random(in: -1000...1000, using: &generator)))
        case 3: return .double(Double(Int.random(in: -1000...1000, using: &generator)) + 0.5)
        case 4, 5: return .string(text())
        case 6: return .array((0..<Int.random(in: 0...3, using: &generator)).map { _ in value(depth: depth + 1) })
        default:
            return .object(
                (0..<Int.random(in: 0...3, using: &generator)).map { index in
                    JSONMember("\(index)" + text(), value(depth: depth + 1))
                })
        }
    }
}

/// An array whose elements can be made without naming their type.
private protocol MadeArray {
    static func make(_ body: (any FieldValue.Type) -> [any FieldValue]) -> any FieldValue
}

extension Array: MadeArray where Element: FieldValue {
    static func make(_ body: (any FieldValue.Type) -> [any FieldValue]) -> any FieldValue {
        body(Element.self).compactMap { $0 as? Element }
    }
}
