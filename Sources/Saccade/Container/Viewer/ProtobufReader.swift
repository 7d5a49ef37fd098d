/// Walks over the fields of a protobuf message, whatever its schema, without copying them.
struct ProtobufReader {
    /// A field as it stands in the message.
    struct Field {
        var number: UInt64
        var value: Value
    }

    /// The value of a field in the wire format.
    enum Value: Hashable {
        case varint(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        /// A string, bytes or a message: where it stands.
        case bytes(Range<Int>)
    }

    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    init(_ bytes: [UInt8]) { self.init(bytes, bytes.indices) }

    /// Creates a reader of a message that is a part of some bytes.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// Whether all of the message has been read; false where it is damaged.
    var isAtEnd: Bool { position == end }

    /// Returns the next field, or `nil` at the end and where the message is damaged.
    mutating func next() -> Field? {
        let start = position
        guard position < end, let tag = varint(), tag >> 3 > 0, let value = value(of: tag & 7) else {
            position = start
            return nil
        }
        return Field(number: tag >> 3, value: value)
    }

    private mutating func value(of wireType: UInt64) -> Value? {
        switch wireType {
        case 0: return varint().map { .varint($0) }
        case 1: return fixed(8).map { .fixed64($0) }
        case 5: return fixed(4).map { .fixed32(UInt32(truncatingIfNeeded: $0)) }
        case 2:
            guard let length = varint(), let count = Int(exactly: length), count <= end - position else { return nil }
            defer { position += count }
            return .bytes(position..<position + count)
        default: return nil
        }
    }

    private mutating func fixed(_ count: Int) -> UInt64? {
        guard count <= end - position else { return nil }
        var value: UInt64 = 0
        for offset in 0..<count { value |= UInt64(bytes[position + offset]) << UInt64(8 * offset) }
        position += count
        return value
    }

    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < end, shift < 64 {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
            shift += 7
        }
        return nil
    }
}
