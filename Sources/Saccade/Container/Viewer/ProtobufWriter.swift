/// Writes the fields of one protobuf message (proto3): what the viewer channels need of the wire format, and no more.
///
/// A scalar that equals its default is not written, as proto3 has it.
struct ProtobufWriter: ProtobufVisitor {
    /// The bytes of the message so far.
    private(set) var bytes: [UInt8] = []

    private enum WireType: UInt64 {
        case varint = 0
        case fixed64 = 1
        case lengthDelimited = 2
        case fixed32 = 5
    }

    mutating func int64(_ name: StaticString, _ number: Int, _ value: Int64) {
        guard value != 0 else { return }
        tag(number, .varint)
        varint(UInt64(bitPattern: value))
    }

    mutating func int32(_ name: StaticString, _ number: Int, _ value: Int32) {
        // A negative int32 is written with ten bytes, as if it were an int64.
        int64(name, number, Int64(value))
    }

    mutating func fixed32(_ name: StaticString, _ number: Int, _ value: UInt32) {
        guard value != 0 else { return }
        tag(number, .fixed32)
        for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(shift))) }
    }

    mutating func double(_ name: StaticString, _ number: Int, _ value: Double) {
        guard value.bitPattern != 0 else { return }
        tag(number, .fixed64)
        let bits = value.bitPattern
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift))) }
    }

    mutating func string(_ name: StaticString, _ number: Int, _ value: String) {
        data(name, number, Array(value.utf8))
    }

    mutating func data(_ name: StaticString, _ number: Int, _ value: [UInt8]) {
        guard !value.isEmpty else { return }
        lengthDelimited(number, value)
    }

    mutating func enumeration<E: ProtobufEnum>(_ name: StaticString, _ number: Int, _ value: E) {
        int64(name, number, Int64(value.rawValue))
    }

    mutating func message<M: ProtobufMessage>(_ name: StaticString, _ number: Int, _ value: M?) {
        guard let value else { return }
        lengthDelimited(number, value.serialized)
    }

    mutating func optionalMessage<M: ProtobufMessage>(_ name: StaticString, _ number: Int, _ value: M?) {
        message(name, number, value)
    }

    mutating func messages<M: ProtobufMessage>(_ name: StaticString, _ number: Int, _ values: [M]) {
        for value in values { lengthDelimited(number, value.serialized) }
    }

    /// Writes strings, each as a field of its own.
    mutating func strings(_ number: Int, _ values: [String]) {
        for value in values { lengthDelimited(number, Array(value.utf8)) }
    }

    /// Writes bytes with their length, also if there are none.
    mutating func lengthDelimited(_ number: Int, _ value: [UInt8]) {
        head(of: number, count: value.count)
        bytes += value
    }

    /// Writes what stands before a number of bytes.
    mutating func head(of number: Int, count: Int) {
        tag(number, .lengthDelimited)
        varint(UInt64(count.magnitude))
    }

    /// Writes an index, also if it is 0: in descriptors its presence means something.
    mutating func explicitIndex(_ number: Int, _ value: Int) {
        tag(number, .varint)
        varint(UInt64(value.magnitude))
    }

    private mutating func tag(_ number: Int, _ type: WireType) { varint(UInt64(number) << 3 | type.rawValue) }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}
