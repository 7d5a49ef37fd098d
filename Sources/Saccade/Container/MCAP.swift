/// The container format MCAP (https://mcap.dev/spec): records, and the bytes around them.
///
/// A file is the magic bytes, records, and the magic bytes again. A record is an opcode, its length in 64 bits and its
/// content; integers are little-endian. This layer knows nothing of traces: ``ContainerWriter`` and ``ContainerReader`` do.
package enum MCAP {
    /// The bytes at the beginning and at the end of a file; the `0` is the major version.
    package static let magic: [UInt8] = [0x89, 0x4D, 0x43, 0x41, 0x50, 0x30, 0x0D, 0x0A]

    /// The size of a record before its content: an opcode and a length.
    package static let recordHead = 9

    /// The size of a footer record, which is always the last before the magic bytes.
    package static let footerRecord = recordHead + 20

    /// What kind of record it is.
    package struct Opcode: RawRepresentable, Sendable, Hashable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let header = Opcode(rawValue: 0x01)
        package static let footer = Opcode(rawValue: 0x02)
        package static let schema = Opcode(rawValue: 0x03)
        package static let channel = Opcode(rawValue: 0x04)
        package static let message = Opcode(rawValue: 0x05)
        package static let chunk = Opcode(rawValue: 0x06)
        package static let messageIndex = Opcode(rawValue: 0x07)
        package static let chunkIndex = Opcode(rawValue: 0x08)
        package static let attachment = Opcode(rawValue: 0x09)
        package static let attachmentIndex = Opcode(rawValue: 0x0A)
        package static let statistics = Opcode(rawValue: 0x0B)
        package static let metadata = Opcode(rawValue: 0x0C)
        package static let metadataIndex = Opcode(rawValue: 0x0D)
        package static let summaryOffset = Opcode(rawValue: 0x0E)
        package static let dataEnd = Opcode(rawValue: 0x0F)
        /// Saccade's own: where a reader can go on after damage.
        package static let sync = Opcode(rawValue: 0x80)
        /// Saccade's own, in a chunk: the digest of the image that follows.
        package static let blob = Opcode(rawValue: 0x81)
        /// Saccade's own, in the summary: where each blob is.
        package static let blobIndex = Opcode(rawValue: 0x82)
        /// Saccade's own, in the summary: in which chunk each step begins.
        package static let stepIndex = Opcode(rawValue: 0x83)
        /// Saccade's own, in the summary: which traces go on in a later segment.
        package static let openTraces = Opcode(rawValue: 0x84)

        /// Whether MCAP leaves the opcode to applications, so that every reader skips it.
        package var isPrivate: Bool { rawValue >= 0x80 }
    }

    package typealias Compression = ChunkCompression

    /// What a reader allows a file to ask of it.
    ///
    /// Lengths are checked against what remains of the input first; these limits bound what the input can make of a few
    /// bytes, and what a pipe can go on sending.
    package struct Limits: Sendable {
        /// The most bytes of one record.
        package var record = 1 << 30
        /// The most bytes that a packed chunk may unpack to.
        package var unpackedChunk = 16 << 20
        /// How many bytes packed chunks may unpack to for each byte of them, beyond ``unpackedChunk``.
        package var expansion = 256
        /// The most bytes of a text.
        package var text = 1 << 20
        /// The most entries of a map of texts.
        package var mapEntries = 4096
        /// The most bytes of all schemas and channels together.
        package var definitions = 64 << 20

        package init() {}
    }
}

/// How the records of a chunk are packed.
public enum ChunkCompression: String, Sendable, Hashable, CaseIterable {
    /// Not at all.
    case none = ""
    /// As a frame of LZ4.
    case lz4
    /// As a frame of Zstandard.
    case zstd
}

extension TraceError {
    /// Returns the error of a container that is not as it should be, at an offset in bytes.
    static func container(_ message: String, at offset: Int) -> TraceError {
        TraceError(.malformedContainer, "byte \(offset): \(message)", offset: offset)
    }

    /// Returns the error of bytes that do not have the checksum beside them.
    static func checksum(of what: String, expected: UInt32, found: UInt32, at offset: Int) -> TraceError {
        TraceError(
            .checksumMismatch,
            "byte \(offset): expected \(what) with the CRC-32 \(hexadecimal(expected)), found \(hexadecimal(found))",
            offset: offset)
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
