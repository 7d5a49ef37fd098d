extension RawBuffer {
    /// Writes one record: its opcode, its length, and the content that a closure appends.
    @inline(__always)
    mutating func record(_ opcode: MCAP.Opcode, _ content: (inout RawBuffer) -> Void) {
        append(opcode.rawValue)
        let length = count
        append(UInt64(0))
        content(&self)
        store(UInt64(count - length - 8), at: length)
    }

    mutating func append(_ value: MCAP.Header) {
        record(.header) { buffer in
            buffer.append(text: value.profile)
            buffer.append(text: value.library)
        }
    }

    mutating func append(_ value: MCAP.Footer) {
        record(.footer) { buffer in
            buffer.append(value.summaryStart)
            buffer.append(value.summaryOffsetStart)
            buffer.append(value.summaryChecksum)
        }
    }

    mutating func append(_ value: MCAP.Schema) {
        record(.schema) { buffer in
            buffer.append(value.id)
            buffer.append(text: value.name)
            buffer.append(text: value.encoding)
            buffer.append(UInt32(truncatingIfNeeded: value.data.count))
            buffer.append(value.data)
        }
    }

    mutating func append(_ value: MCAP.Channel) {
        record(.channel) { buffer in
            buffer.append(value.id)
            buffer.append(value.schema)
            buffer.append(text: value.topic)
            buffer.append(text: value.encoding)
            buffer.append(map: value.metadata)
        }
    }

    /// Appends a message whose data is in two pieces; they go straight behind its head.
    @inline(__always)
    mutating func append(_ head: MCAP.MessageHead, _ prefix: UnsafeRawBufferPointer, _ data: UnsafeRawBufferPointer) {
        reserve(MCAP.recordHead + MCAP.MessageHead.size + prefix.count + data.count)
        append(MCAP.Opcode.message.rawValue)
        append(UInt64(MCAP.MessageHead.size &+ prefix.count &+ data.count))
        append(head)
        append(prefix)
        append(data)
    }

    @inline(__always) mutating func append(_ head: MCAP.MessageHead) {
        append(head.channel)
        append(head.sequence)
        append(head.logTime)
        append(head.publishTime)
    }

    /// Appends the beginning of a chunk record, to which `packedSize` bytes must follow.
    mutating func append(_ head: MCAP.ChunkHead) {
        append(MCAP.Opcode.chunk.rawValue)
        append(UInt64(head.size) &+ head.packedSize)
        append(head.startTime)
        append(head.endTime)
        append(head.unpackedSize)
        append(head.checksum)
        append(text: head.compression)
        append(head.packedSize)
    }

    mutating func append(_ value: MCAP.ChunkIndex) {
        record(.chunkIndex) { buffer in
            buffer.append(value.startTime)
            buffer.append(value.endTime)
            buffer.append(value.offset)
            buffer.append(value.length)
            buffer.append(UInt32(truncatingIfNeeded: value.messageIndexOffsets.count * 10))
            for entry in value.messageIndexOffsets {
                buffer.append(entry.channel)
                buffer.append(entry.offset)
            }
            buffer.append(value.messageIndexLength)
            buffer.append(text: value.compression)
            buffer.append(value.packedSize)
            buffer.append(value.unpackedSize)
        }
    }

    /// Appends the beginning of an attachment record, to which `size` bytes of data and their CRC-32 must follow.
    mutating func append(attachment name: String, media: String, logTime: UInt64, createTime: UInt64, size: Int) {
        append(MCAP.Opcode.attachment.rawValue)
        append(UInt64(8 + 8 + 4 + name.utf8.count + 4 + media.utf8.count + 8 + size + 4))
        append(logTime)
        append(createTime)
        append(text: name)
        append(text: media)
        append(UInt64(size))
    }

    mutating func append(_ value: MCAP.AttachmentIndex) {
        record(.attachmentIndex) { buffer in
            buffer.append(value.offset)
            buffer.append(value.length)
            buffer.append(value.logTime)
            buffer.append(value.createTime)
            buffer.append(value.dataSize)
            buffer.append(text: value.name)
            buffer.append(text: value.media)
        }
    }

    mutating func append(_ value: MCAP.Statistics) {
        record(.statistics) { buffer in
            buffer.append(value.messages)
            buffer.append(value.schemas)
            buffer.append(value.channels)
            buffer.append(value.attachments)
            buffer.append(value.metadata)
            buffer.append(value.chunks)
            buffer.append(value.startTime)
            buffer.append(value.endTime)
            buffer.append(UInt32(truncatingIfNeeded: value.messagesByChannel.count * 10))
            for entry in value.messagesByChannel {
                buffer.append(entry.channel)
                buffer.append(entry.count)
            }
        }
    }

    mutating func append(_ value: MCAP.Metadata) {
        record(.metadata) { buffer in
            buffer.append(text: value.name)
            buffer.append(map: value.entries)
        }
    }

    mutating func append(_ value: MCAP.MetadataIndex) {
        record(.metadataIndex) { buffer in
            buffer.append(value.offset)
            buffer.append(value.length)
            buffer.append(text: value.name)
        }
    }

    mutating func append(_ value: MCAP.SummaryOffset) {
        record(.summaryOffset) { buffer in
            buffer.append(value.opcode.rawValue)
            buffer.append(value.start)
            buffer.append(value.length)
        }
    }

    mutating func append(_ value: MCAP.DataEnd) { record(.dataEnd) { $0.append(value.checksum) } }

    mutating func append(_ value: MCAP.Sync) {
        record(.sync) { buffer in
            let start = buffer.count
            buffer.append(MCAP.Sync.marker)
            buffer.append(value.file)
            buffer.append(value.ordinal)
            buffer.append(value.offset)
            buffer.append(value.headLength)
            buffer.append(value.headChecksum)
            buffer.append(Checksum.of(UnsafeRawBufferPointer(rebasing: buffer.bytes[start...])))
        }
    }

    private mutating func append(map entries: [MCAP.Entry]) {
        let length = count
        append(UInt32(0))
        for entry in entries {
            append(text: entry.key)
            append(text: entry.value)
        }
        store(UInt32(truncatingIfNeeded: count - length - 4), at: length)
    }
}
