/// Finds the sync records of a file from any byte on, so that reading goes on after damage.
package enum SyncSearch {
    /// Returns the next sync record that is whole, of a file with a number if one is given, and that says of itself that it
    /// is where it was found.
    ///
    /// - Parameter start: The first byte at which the record may begin.
    package static func next(
        in file: any StorageFile, from start: Int, of number: UInt64? = nil
    ) throws(TraceError) -> (offset: Int, sync: MCAP.Sync)? {
        let record = MCAP.recordHead + MCAP.Sync.size
        var buffer = RawBuffer(capacity: 1 << 18)
        var offset = max(0, start)
        while true {
            buffer.removeAll()
            buffer.didAppend(try file.read(into: buffer.room, at: offset))
            guard buffer.count >= record else { return nil }
            var position = 0
            while position <= buffer.count - record {
                let rest = UnsafeRawBufferPointer(rebasing: buffer.bytes[position...])
                guard let found = SystemCalls.index(of: MCAP.Opcode.sync.rawValue, in: rest) else {
                    position = buffer.count
                    break
                }
                position += found
                guard position <= buffer.count - record else { break }
                if let sync = sync(UnsafeRawBufferPointer(rebasing: buffer.bytes[position..<position + record])),
                    sync.offset == UInt64(offset + position), number == nil || sync.file == number
                {
                    return (offset + position, sync)
                }
                position += 1
            }
            // The last bytes may be the beginning of a record.
            offset += min(position, buffer.count - record + 1)
        }
    }

    /// Reads a sync record from its bytes, head and all; `nil` if it is none.
    private static func sync(_ bytes: UnsafeRawBufferPointer) -> MCAP.Sync? {
        guard bytes.loadUnaligned(fromByteOffset: 1, as: UInt64.self).littleEndian == UInt64(MCAP.Sync.size) else {
            return nil
        }
        let content = UnsafeRawBufferPointer(rebasing: bytes[MCAP.recordHead...])
        guard case .sync(let sync)? = try? MCAP.Record(.sync, content, at: 0) else { return nil }
        return sync
    }
}
