/// Finds where a damaged MCAP file can be read on: at a sync record, or at a chunk that holds together.
final class ContainerSearch {
    private let window: FileWindow
    private let limits: MCAP.Limits
    private let requiresChecksums: Bool
    private var opener: ChunkOpener
    /// How many bytes of chunks may still be looked at, so that a file full of false beginnings costs no more than others.
    private var allowance: Int

    init(_ window: FileWindow, limits: MCAP.Limits, requiresChecksums: Bool) {
        self.window = window
        self.limits = limits
        self.requiresChecksums = requiresChecksums
        opener = ChunkOpener(limits: limits)
        allowance = (window.size < Int.max / 8 ? 8 * window.size : window.size) + (1 << 20)
    }

    /// Returns the offset of the first record at or after an offset where reading can go on, or `nil` if there is none.
    ///
    /// - Parameter file: The number in the sync records of the file, if it is known; those of others are passed over.
    func next(from start: Int, file: UInt64?) throws(TraceError) -> Int? {
        var offset = start
        while offset < window.size {
            let count = min(window.size - offset, 1 << 16)
            guard let bytes = try window.bytes(at: offset, count) else { return nil }
            let candidates = bytes.indices.filter {
                bytes[$0] == MCAP.Opcode.sync.rawValue || bytes[$0] == MCAP.Opcode.chunk.rawValue
            }.map { offset + $0 }
            for candidate in candidates {
                if try isSync(at: candidate, file: file) { return candidate }
                if try isChunk(at: candidate) { return candidate }
            }
            offset += count
        }
        return nil
    }

    /// Returns the sync record at an offset, if there is a whole one.
    static func sync(_ window: FileWindow, at offset: Int, limits: MCAP.Limits) throws(TraceError) -> MCAP.Sync? {
        guard let bytes = try window.bytes(at: offset, MCAP.recordHead + MCAP.Sync.size),
            bytes[0] == MCAP.Opcode.sync.rawValue, length(of: bytes) == UInt64(MCAP.Sync.size)
        else { return nil }
        var cursor = RecordCursor(
            UnsafeRawBufferPointer(rebasing: bytes[MCAP.recordHead...]), at: offset + MCAP.recordHead, limits: limits)
        return try? MCAP.Sync(&cursor)
    }

    /// Returns the length that the head of a record says.
    static func length(of head: UnsafeRawBufferPointer) -> UInt64 {
        UInt64(littleEndian: head.loadUnaligned(fromByteOffset: 1, as: UInt64.self))
    }

    private func isSync(at offset: Int, file: UInt64?) throws(TraceError) -> Bool {
        guard let sync = try ContainerSearch.sync(window, at: offset, limits: limits) else { return false }
        return file == nil || sync.file == file
    }

    /// Returns whether a chunk begins at an offset whose lengths agree and whose checksum is right.
    private func isChunk(at offset: Int) throws(TraceError) -> Bool {
        guard let head = try window.bytes(at: offset, MCAP.recordHead), head[0] == MCAP.Opcode.chunk.rawValue,
            let count = Int(exactly: ContainerSearch.length(of: head)), count <= limits.record, count >= 40,
            count <= window.size - offset - MCAP.recordHead
        else { return false }
        // Cheap checks first: a chunk's own lengths must fill its record exactly.
        guard let start = try window.bytes(at: offset + MCAP.recordHead, min(count, 48)) else { return false }
        let nameLength = Int(UInt32(littleEndian: start.loadUnaligned(fromByteOffset: 28, as: UInt32.self)))
        guard nameLength == 0 || nameLength == 3 || nameLength == 4, start.count >= 40 + nameLength else {
            return false
        }
        let name = String(decoding: start[32..<32 + nameLength], as: UTF8.self)
        let packed = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: 32 + nameLength, as: UInt64.self))
        let checksum = UInt32(littleEndian: start.loadUnaligned(fromByteOffset: 24, as: UInt32.self))
        guard MCAP.Compression(rawValue: name) != nil, packed == UInt64(count - 40 - nameLength),
            checksum != 0 || requiresChecksums, allowance >= count
        else { return false }
        allowance -= count
        guard let content = try window.bytes(at: offset + MCAP.recordHead, count) else { return false }
        // A chunk without a checksum proves nothing of itself.
        return (try? opener.open(content, at: offset, requiresChecksum: true)) != nil
    }
}
