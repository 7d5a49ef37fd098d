/// Opens chunks: checks what they say of themselves, unpacks them and compares their checksum.
struct ChunkOpener: ~Copyable {
    private let limits: MCAP.Limits
    private var unpacker = ChunkUnpacker()
    private var buffer = RawBuffer()
    /// How many bytes packed chunks may still unpack to.
    private var allowance: Int

    init(limits: MCAP.Limits) {
        self.limits = limits
        self.allowance = limits.unpackedChunk
    }

    /// Reads the head of a chunk from the content of its record, and checks that its records fill the rest.
    static func head(
        _ content: UnsafeRawBufferPointer, at offset: Int, limits: MCAP.Limits
    ) throws(TraceError) -> (head: MCAP.ChunkHead, packed: UnsafeRawBufferPointer) {
        var cursor = RecordCursor(content, at: offset, limits: limits)
        let head = try MCAP.ChunkHead(&cursor)
        guard let size = Int(exactly: head.packedSize), size <= cursor.rest.count else {
            throw .container(
                "expected a chunk with \(head.packedSize) bytes of records, found \(cursor.rest.count)", at: offset)
        }
        return (head, try cursor.take(size, "records"))
    }

    /// Returns the unpacked records of a chunk, whole and undamaged.
    ///
    /// - Parameters:
    ///   - content: The content of the chunk's record; a chunk that is not packed is not copied.
    ///   - offset: Where the content begins in the file, for errors.
    ///   - requiresChecksum: Whether a checksum of 0 is a checksum and does not mean that there is none.
    /// - Returns: The records, valid until the next call and as long as `content`.
    mutating func open(
        _ content: UnsafeRawBufferPointer, at offset: Int, requiresChecksum: Bool
    ) throws(TraceError) -> (head: MCAP.ChunkHead, records: UnsafeRawBufferPointer) {
        let (head, packed) = try ChunkOpener.head(content, at: offset, limits: limits)
        guard let compression = MCAP.Compression(rawValue: head.compression) else {
            throw TraceError(
                .unsupportedVersion,
                "byte \(offset): expected a chunk packed with lz4, zstd or nothing, found \"\(head.compression)\"",
                offset: offset)
        }
        let records: UnsafeRawBufferPointer
        if compression == .none {
            guard head.unpackedSize == head.packedSize else {
                throw .container(
                    "expected a chunk of \(head.unpackedSize) bytes, found \(head.packedSize) bytes of records",
                    at: offset)
            }
            records = packed
        } else {
            let size = try unpackedSize(head, packed: packed.count, at: offset)
            try unpacker.unpack(packed, compression, size: size, into: &buffer, at: offset)
            records = buffer.bytes
        }
        if head.checksum != 0 || requiresChecksum {
            let found = Checksum.of(records)
            guard found == head.checksum else {
                throw .checksum(of: "a chunk", expected: head.checksum, found: found, at: offset)
            }
        }
        return (head, records)
    }

    /// Returns the size that a chunk says it unpacks to, if the limits allow it.
    private mutating func unpackedSize(
        _ head: MCAP.ChunkHead, packed: Int, at offset: Int
    ) throws(TraceError) -> Int {
        guard let size = Int(exactly: head.unpackedSize), size <= limits.unpackedChunk else {
            throw TraceError(
                .limitExceeded,
                "byte \(offset): expected a chunk that unpacks to at most \(limits.unpackedChunk) bytes, "
                    + "found one that says \(head.unpackedSize)", offset: offset)
        }
        // A file of many small bombs must not cost more than its size allows.
        let earned = packed.multipliedReportingOverflow(by: limits.expansion)
        let total = allowance.addingReportingOverflow(earned.partialValue)
        allowance = earned.overflow || total.overflow ? .max : total.partialValue
        guard size <= allowance else {
            throw TraceError(
                .limitExceeded,
                "byte \(offset): expected chunks that unpack to at most \(limits.expansion) times their size, found more",
                offset: offset)
        }
        allowance -= size
        return size
    }
}

extension ChunkOpener {
    /// Splits the first record off the records of a chunk.
    @inline(__always)
    static func split(
        _ records: UnsafeRawBufferPointer, at offset: Int
    ) throws(TraceError) -> (opcode: MCAP.Opcode, content: UnsafeRawBufferPointer, rest: UnsafeRawBufferPointer) {
        guard records.count >= MCAP.recordHead else {
            throw .container("expected a record in a chunk, found \(records.count) bytes before its end", at: offset)
        }
        let opcode = MCAP.Opcode(rawValue: records[0])
        let length = UInt64(littleEndian: records.loadUnaligned(fromByteOffset: 1, as: UInt64.self))
        guard length <= UInt64(records.count &- MCAP.recordHead) else {
            throw .container(
                "expected a record of \(length) bytes in a chunk, found \(records.count - MCAP.recordHead) before its end",
                at: offset)
        }
        let end = MCAP.recordHead &+ Int(truncatingIfNeeded: length)
        return (
            opcode, UnsafeRawBufferPointer(rebasing: records[MCAP.recordHead..<end]),
            UnsafeRawBufferPointer(rebasing: records[end...])
        )
    }
}
