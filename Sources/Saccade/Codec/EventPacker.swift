/// Packs events into a private binary form that is made and taken apart within one process, never written to a file.
///
/// A recorder's caller packs and its worker unpacks: packing an event copies its numbers and texts and allocates nothing
/// once the packer's memory has grown. The form follows the one list of fields of each event, so it has no description of
/// its own: a group is a word with a bit for each field that is there, then these fields; what is rare goes as JSON.
package struct EventPacker: ~Copyable {
    var buffer = RawBuffer(capacity: 256)
    /// Where the word of bits of the group is that is being packed, and the number of its next field.
    private var group = (place: 0, field: 0)

    package init() {}

    /// The packed bytes.
    package var bytes: UnsafeRawBufferPointer { buffer.bytes }

    /// Forgets what was packed and keeps the memory, up to 4 KiB.
    package mutating func removeAll() {
        buffer.removeAll()
        buffer.shrink(to: 4096)
    }

    /// Packs the fields of an event, without its kind.
    package mutating func pack(_ body: borrowing EventBody) {
        switch body {
        case .traceBegin(let event): pack(group: event)
        case .traceEnd(let event): pack(group: event)
        case .layerBegin(let event): pack(group: event)
        case .layerEnd(let event): pack(group: event)
        case .turn(let event): pack(group: event)
        case .agentSpawn(let event): pack(group: event)
        case .agentEnd(let event): pack(group: event)
        case .agentJoin(let event): pack(group: event)
        case .messageSend(let event): pack(group: event)
        case .messageReceive(let event): pack(group: event)
        case .generationBegin(let event): pack(group: event)
        case .generationEnd(let event): pack(group: event)
        case .stepBegin(let event): pack(group: event)
        case .stepText(let event): pack(group: event)
        case .stepRetract(let event): pack(group: event)
        case .stepEnd(let event): pack(group: event)
        case .toolRequest(let event): pack(group: event)
        case .toolResult(let event): pack(group: event)
        case .toolFail(let event): pack(group: event)
        case .toolCancel(let event): pack(group: event)
        case .image(let event): pack(group: event)
        case .imagePixels(let event): pack(group: event)
        case .imageDerive(let event): pack(group: event)
        case .video(let event): pack(group: event)
        case .region(let event): pack(group: event)
        case .answer(let event): pack(group: event)
        case .aggregate(let event): pack(group: event)
        case .reference(let event): pack(group: event)
        case .diagnostic(let event): pack(group: event)
        case .score(let event): pack(group: event)
        case .annotation(let event): pack(group: event)
        case .redaction(let event): pack(group: event)
        case .gap(let event): pack(group: event)
        case .unknown: break
        }
    }

    // The large events that a recorder packs often, by themselves: as an ``EventBody`` each would ask for memory.
    package mutating func pack(_ region: borrowing Region) { pack(group: region) }
    package mutating func pack(_ text: borrowing StepText) { pack(group: text) }
    package mutating func pack(_ begin: borrowing GenerationBegin) { pack(group: begin) }
    package mutating func pack(_ end: borrowing GenerationEnd) { pack(group: end) }
    package mutating func pack(_ request: borrowing ToolRequest) { pack(group: request) }
    package mutating func pack(_ answer: borrowing Answer) { pack(group: answer) }

    @inline(__always) fileprivate mutating func pack<G: FieldGroup>(group value: borrowing G) {
        let outer = group
        group = (buffer.count, 0)
        buffer.append(UInt32(0))
        // As in `JSONEmitter.fields(of:)`: the list of fields takes `inout` for readers, and a writer only looks.
        withUnsafePointer(to: value) { UnsafeMutablePointer(mutating: $0).pointee.fields(&self) }
        group = outer
    }

    fileprivate mutating func append<T: FixedWidthInteger>(_ value: T) { buffer.append(value) }

    @inline(__always) fileprivate mutating func append(text: String) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { append(utf8: UnsafeRawBufferPointer($0)) }
        if done == nil { Array(text.utf8).withUnsafeBytes { append(utf8: $0) } }
    }

    @inline(__always) fileprivate mutating func append(utf8: UnsafeRawBufferPointer) {
        buffer.append(UInt32(truncatingIfNeeded: utf8.count))
        buffer.append(utf8)
    }

    /// Notes that the next field is there, or that it is not.
    @inline(__always) private mutating func field(_ isThere: Bool) -> Bool {
        if isThere {
            let word = buffer.bytes.loadUnaligned(fromByteOffset: group.place, as: UInt32.self)
            buffer.store(word | UInt32(1) << UInt32(truncatingIfNeeded: group.field & 31), at: group.place)
        }
        group.field &+= 1
        return isThere
    }
}

extension EventPacker: FieldCoder {
    typealias Failure = Never

    @inline(__always) mutating func required<V: FieldValue>(
        _ key: StaticString, _ value: inout V, _ meaning: StaticString
    ) {
        group.field &+= 1
        value.pack(into: &self)
    }

    @inline(__always) mutating func optional<V: FieldValue>(
        _ key: StaticString, _ value: inout V?, _ meaning: StaticString
    ) {
        guard field(value != nil), let value else { return }
        value.pack(into: &self)
    }

    @inline(__always) mutating func defaulted<V: FieldValue & Equatable>(
        _ key: StaticString, _ value: inout V, _ standard: V, _ meaning: StaticString
    ) {
        guard field(value != standard) else { return }
        value.pack(into: &self)
    }
}

/// Takes apart what ``EventPacker`` has packed.
package struct EventUnpacker {
    private var bytes: UnsafeRawBufferPointer
    private var position = 0
    private var group = (fields: UInt32(0), field: 0)
    let refusesContradictions: Bool

    /// Returns an event from its packed fields.
    ///
    /// - Parameter refusesContradictions: Whether fields that contradict each other are an error, as readers of logs have
    ///   it.
    /// - Throws: ``TraceError`` with code `invalid-field`, or `truncated` if the bytes were not packed by this process.
    package static func unpack(
        _ kind: EventKind, _ bytes: UnsafeRawBufferPointer, refusesContradictions: Bool = true
    ) throws(TraceError) -> EventBody {
        var unpacker = EventUnpacker(bytes: bytes, refusesContradictions: refusesContradictions)
        unpacker.group.fields = try unpacker.integer()
        return try kind.decode(&unpacker)
    }

    private init(bytes: UnsafeRawBufferPointer, refusesContradictions: Bool) {
        self.bytes = bytes
        self.refusesContradictions = refusesContradictions
    }

    fileprivate mutating func integer<T: FixedWidthInteger>() throws(TraceError) -> T {
        guard bytes.count - position >= MemoryLayout<T>.size else { throw EventUnpacker.ended }
        defer { position += MemoryLayout<T>.size }
        return bytes.loadUnaligned(fromByteOffset: position, as: T.self)
    }

    fileprivate mutating func piece() throws(TraceError) -> UnsafeRawBufferPointer {
        let count = Int(try integer() as UInt32)
        guard bytes.count - position >= count else { throw EventUnpacker.ended }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    fileprivate mutating func value<G: FieldGroup>() throws(TraceError) -> G {
        let outer = group
        group = (try integer(), 0)
        var value = G()
        try value.fields(&self)
        group = outer
        if refusesContradictions, let contradiction = value.contradiction {
            throw TraceError(.invalidField, contradiction)
        }
        return value
    }

    private static var ended: TraceError { TraceError(.truncated, "expected a packed event, found its end") }

    private mutating func isThere() -> Bool {
        defer { group.field += 1 }
        return group.fields >> UInt32(truncatingIfNeeded: group.field & 31) & 1 == 1
    }
}

extension EventUnpacker: FieldCoder {
    typealias Failure = TraceError

    @inline(__always) mutating func required<V: FieldValue>(
        _ key: StaticString, _ value: inout V, _ meaning: StaticString
    ) throws(TraceError) {
        group.field += 1
        value = try V.unpack(&self)
    }

    @inline(__always) mutating func optional<V: FieldValue>(
        _ key: StaticString, _ value: inout V?, _ meaning: StaticString
    ) throws(TraceError) {
        if isThere() { value = try V.unpack(&self) }
    }

    @inline(__always) mutating func defaulted<V: FieldValue & Equatable>(
        _ key: StaticString, _ value: inout V, _ standard: V, _ meaning: StaticString
    ) throws(TraceError) {
        if isThere() { value = try V.unpack(&self) }
    }
}

// MARK: Values

extension FieldValue {
    /// Packs the value; values that are rare are packed as JSON.
    func pack(into packer: inout EventPacker) {
        var emitter = JSONEmitter()
        encode(into: &emitter)
        packer.append(utf8: UnsafeRawBufferPointer(start: emitter.base, count: emitter.count))
    }

    /// Takes the value apart again.
    static func unpack(_ unpacker: inout EventUnpacker) throws(TraceError) -> Self {
        let text = try unpacker.piece()
        let stack = MemberStack()
        var reader = ValueReader(
            cursor: JSONCursor(text.bindMemory(to: UInt8.self)), stack: stack.storage, context: "packed", key: "value",
            depth: 0)
        let value = try decode(&reader)
        withExtendedLifetime(stack) {}
        return value
    }
}

extension FieldGroup {
    @inline(__always) func pack(into packer: inout EventPacker) { packer.pack(group: self) }
    @inline(__always) static func unpack(_ unpacker: inout EventUnpacker) throws(TraceError) -> Self {
        try unpacker.value()
    }
}

extension Int {
    @inline(__always) func pack(into packer: inout EventPacker) { packer.append(self) }
    @inline(__always) static func unpack(_ unpacker: inout EventUnpacker) throws(TraceError) -> Int {
        try unpacker.integer()
    }
}

extension Double {
    @inline(__always) func pack(into packer: inout EventPacker) { packer.append(bitPattern) }
    @inline(__always) static func unpack(_ unpacker: inout EventUnpacker) throws(TraceError) -> Double {
        let value = Double(bitPattern: try unpacker.integer())
        guard value.isFinite || !unpacker.refusesContradictions else {
            throw TraceError(.invalidField, "expected a finite number, found \(value)")
        }
        return value
    }
}

extension Bool {
    func pack(into packer: inout EventPacker) { packer.append(UInt8(self ? 1 : 0)) }
    static func unpack(_ unpacker: inout EventUnpacker) throws(TraceError) -> Bool {
        try unpacker.integer() as UInt8 != 0
    }
}

extension String {
    @inline(__always) func pack(into packer: inout EventPacker) { packer.append(text: self) }
    @inline(__always) static func unpack(_ unpacker: inout EventUnpacker) throws(TraceError) -> String {
        String(decoding: try unpacker.piece(), as: UTF8.self)
    }
}

extension Digest {
    func pack(into packer: inout EventPacker) {
        packer.append(words.0)
        packer.append(words.1)
        packer.append(words.2)
        packer.append(words.3)
    }
    static func unpack(_ unpacker: inout EventUnpacker) throws(TraceError) -> Digest {
        Digest(
            words: (
                try unpacker.integer(), try unpacker.integer(), try unpacker.integer(), try unpacker.integer()
            ))
    }
}

extension FieldValue where Self: OpenName {
    @inline(__always) func pack(into packer: inout EventPacker) { packer.append(text: rawValue) }
    @inline(__always) static func unpack(_ unpacker: inout EventUnpacker) throws(TraceError) -> Self {
        Self(rawValue: try String.unpack(&unpacker))
    }
}

extension Array where Element: FieldValue {
    @inline(__always) func pack(into packer: inout EventPacker) {
        packer.append(UInt32(truncatingIfNeeded: count))
        for element in self { element.pack(into: &packer) }
    }
    @inline(__always) static func unpack(_ unpacker: inout EventUnpacker) throws(TraceError) -> [Element] {
        let count = Int(try unpacker.integer() as UInt32)
        var elements: [Element] = []
        for _ in 0..<count { elements.append(try Element.unpack(&unpacker)) }
        return elements
    }
}

extension ScopedOrdinal {
    func pack(into packer: inout EventPacker) {
        packer.append(agent)
        packer.append(n)
    }
    static func unpack(_ unpacker: inout EventUnpacker) throws(TraceError) -> ScopedOrdinal {
        ScopedOrdinal(agent: try unpacker.integer(), n: try unpacker.integer())
    }
}

extension Point {
    func pack(into packer: inout EventPacker) {
        x.pack(into: &packer)
        y.pack(into: &packer)
    }
    static func unpack(_ unpacker: inout EventUnpacker) throws(TraceError) -> Point {
        Point(x: try Double.unpack(&unpacker), y: try Double.unpack(&unpacker))
    }
}

extension Box {
    @inline(__always) func pack(into packer: inout EventPacker) {
        packer.append(x0.bitPattern)
        packer.append(y0.bitPattern)
        packer.append(x1.bitPattern)
        packer.append(y1.bitPattern)
    }
    @inline(__always) static func unpack(_ unpacker: inout EventUnpacker) throws(TraceError) -> Box {
        Box(
            x0: try Double.unpack(&unpacker), y0: try Double.unpack(&unpacker), x1: try Double.unpack(&unpacker),
            y1: try Double.unpack(&unpacker))
    }
}

extension Shape {
    @inline(__always) func pack(into packer: inout EventPacker) {
        switch self {
        case .box(let box):
            packer.append(UInt8(0))
            box.pack(into: &packer)
        case .point(let point):
            packer.append(UInt8(1))
            point.pack(into: &packer)
        default:
            packer.append(UInt8(2))
            var emitter = JSONEmitter()
            encode(into: &emitter)
            packer.append(utf8: UnsafeRawBufferPointer(start: emitter.base, count: emitter.count))
        }
    }

    @inline(__always) static func unpack(_ unpacker: inout EventUnpacker) throws(TraceError) -> Shape {
        switch try unpacker.integer() as UInt8 {
        case 0: return .box(try Box.unpack(&unpacker))
        case 1: return .point(try Point.unpack(&unpacker))
        default:
            let text = try unpacker.piece()
            let stack = MemberStack()
            var reader = ValueReader(
                cursor: JSONCursor(text.bindMemory(to: UInt8.self)), stack: stack.storage, context: "packed",
                key: "shape", depth: 0)
            defer { withExtendedLifetime(stack) {} }
            do throws(TraceError) {
                return try Shape.decode(&reader)
            } catch {
                // A shape with a number that is not finite; whoever refuses the event still wants its ordinal.
                guard !unpacker.refusesContradictions else { throw error }
                return .invalid(reason: error.message)
            }
        }
    }
}
