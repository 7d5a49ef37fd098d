import CChecksum

/// The CRC-32 of zlib, PNG and MCAP: it tells damaged bytes from whole ones, not forged ones from true.
package struct Checksum: Sendable, Hashable {
    /// The checksum of the bytes so far; 0 of nothing.
    package private(set) var value: UInt32 = 0

    /// Creates the checksum of no bytes.
    package init() {}

    /// Adds bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        value = saccade_crc32(value, bytes.baseAddress, bytes.count)
    }

    /// Returns the checksum of some bytes.
    package static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        saccade_crc32(0, bytes.baseAddress, bytes.count)
    }

    /// Returns the checksum of some bytes by tables, as processors without instructions for it compute it.
    static func byTables(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        saccade_crc32_by_tables(0, bytes.baseAddress, bytes.count)
    }

    /// Returns the checksum of an array of bytes.
    package static func of(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { of($0) } }
}
