/// An image as a message of the schema `foxglove.CompressedImage`.
///
/// The bytes of the image come last and as they are, so that writing needs no copy of them and reading one range.
public enum ImageMessage {
    /// Returns what stands before the bytes of an image in its message.
    ///
    /// - Parameters:
    ///   - media: The media type, as `image/png`; viewers know the image by it.
    ///   - time: When the image was recorded, in nanoseconds since 1970.
    ///   - count: The number of bytes that follow.
    public static func head(media: String?, time: UInt64, count: Int) -> [UInt8] {
        var message = FoxgloveCompressedImage()
        message.timestamp = FoxgloveTimestamp(nanoseconds: time)
        message.format = format(of: media)
        var writer = ProtobufWriter()
        message.fields(&writer)
        writer.head(of: 2, count: count)
        return writer.bytes
    }

    /// Returns the whole message of an image.
    public static func bytes(of image: [UInt8], media: String?, time: UInt64) -> [UInt8] {
        head(media: media, time: time, count: image.count) + image
    }

    /// Returns where the bytes of the image stand in a message, or `nil` if it is no such message.
    public static func imageRange(in message: [UInt8]) -> Range<Int>? {
        var reader = ProtobufReader(message)
        var found: Range<Int>?
        while let field = reader.next() {
            if field.number == 2, case .bytes(let range) = field.value { found = range }
        }
        return reader.isAtEnd ? found : nil
    }

    /// Returns where the bytes of the image stand in a message in memory, or `nil` if it is no such message.
    static func imageRange(in message: UnsafeRawBufferPointer) -> Range<Int>? {
        var position = 0
        func varint() -> UInt64? {
            var value: UInt64 = 0
            for shift in stride(from: UInt64(0), to: 64, by: 7) {
                guard position < message.count else { return nil }
                value |= UInt64(message[position] & 0x7F) << shift
                position += 1
                if message[position - 1] < 0x80 { return value }
            }
            return nil
        }
        var found: Range<Int>?
        while position < message.count {
            guard let tag = varint() else { return nil }
            let length: Int?
            switch tag & 7 {
            case 0: length = varint().map { _ in 0 }
            case 1: length = 8
            case 2: length = varint().flatMap { Int(exactly: $0) }
            case 5: length = 4
            default: length = nil
            }
            guard let length, length <= message.count - position else { return nil }
            if tag == 2 << 3 | 2 { found = position..<position + length }
            position += length
        }
        return found
    }

    /// Returns the name that viewers have for the format of a media type; its last part for others.
    private static func format(of media: String?) -> String {
        guard let media else { return "" }
        return media.split(separator: "/").last.map(String.init) ?? ""
    }
}
