import Saccade

/// Builds the bytes of MCAP records by hand, valid ones and others, without the library's own writer.
public enum RecordBytes {
    /// The bytes at both ends of a file.
    public static let magic: [UInt8] = [0x89, 0x4D, 0x43, 0x41, 0x50, 0x30, 0x0D, 0x0A]

    /// Returns an integer, least significant byte first.
    public static func number<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    /// Returns a text behind its length, or behind a wrong one.
    public static func text(_ text: String, length: UInt32? = nil) -> [UInt8] {
        number(length ?? UInt32(text.utf8.count)) + Array(text.utf8)
    }

    /// Returns a map of texts behind its length.
    public static func map(_ entries: [(String, String)]) -> [UInt8] {
        let content = entries.flatMap { text($0.0) + text($0.1) }
        return number(UInt32(content.count)) + content
    }

    /// Returns a record: opcode, length, which may be a wrong one, and content.
    public static func record(_ opcode: UInt8, _ content: [UInt8], length: UInt64? = nil) -> [UInt8] {
        [opcode] + number(length ?? UInt64(content.count)) + content
    }

    /// Returns a header record.
    public static func header(profile: String = "", library: String = "") -> [UInt8] {
        record(1, text(profile) + text(library))
    }

    /// Returns a schema record.
    public static func schema(_ id: UInt16, _ name: String) -> [UInt8] {
        record(3, number(id) + text(name) + text("jsonschema") + text("{}"))
    }

    /// Returns a channel record.
    public static func channel(
        _ id: UInt16, _ topic: String, schema: UInt16 = 0, metadata: [(String, String)] = []
    ) -> [UInt8] {
        record(4, number(id) + number(schema) + text(topic) + text("json") + map(metadata))
    }

    /// Returns a message record.
    public static func message(_ channel: UInt16, _ sequence: UInt32, at time: UInt64, _ data: [UInt8]) -> [UInt8] {
        record(5, number(channel) + number(sequence) + number(time) + number(time) + data)
    }

    /// Returns a chunk record.
    ///
    /// - Parameters:
    ///   - records: What the chunk holds, unpacked.
    ///   - compression: The name of the packing.
    ///   - packed: The packed records; the records themselves if `nil`.
    ///   - unpacked: The unpacked size that it says; the true one if `nil`.
    ///   - checksum: The checksum that it says; the true one if `nil`.
    ///   - length: The packed size that it says; the true one if `nil`.
    public static func chunk(
        _ records: [UInt8], from start: UInt64 = 1, to end: UInt64 = 2, compression: String = "",
        packed: [UInt8]? = nil, unpacked: UInt64? = nil, checksum: UInt32? = nil, length: UInt64? = nil
    ) -> [UInt8] {
        let body = packed ?? records
        return record(
            6,
            number(start) + number(end) + number(unpacked ?? UInt64(records.count))
                + number(checksum ?? self.checksum(records)) + text(compression)
                + number(length ?? UInt64(body.count)) + body)
    }

    /// Returns the index record of a chunk.
    public static func chunkIndex(
        at offset: UInt64, length: UInt64, from start: UInt64 = 1, to end: UInt64 = 2, map: [UInt8] = [],
        compression: String = "", packed: UInt64 = 0, unpacked: UInt64 = 0
    ) -> [UInt8] {
        record(
            8,
            number(start) + number(end) + number(offset) + number(length) + number(UInt32(map.count)) + map
                + number(UInt64(0)) + text(compression) + number(packed) + number(unpacked))
    }

    /// Returns what ends a file: the end of the data, a summary and a footer with its checksum.
    public static func end(after data: [UInt8], summary: [UInt8] = [], checksum wrong: UInt32? = nil) -> [UInt8] {
        let dataEnd = record(15, number(checksum(data)))
        let start = summary.isEmpty ? 0 : UInt64(data.count + dataEnd.count)
        let covered = summary + [2] + number(UInt64(20)) + number(start) + number(UInt64(0))
        return dataEnd + covered + number(wrong ?? checksum(covered)) + magic
    }

    /// Returns a CRC-32, computed bit by bit.
    public static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 0 ? 0 : 0xEDB8_8320) }
        }
    }
}
