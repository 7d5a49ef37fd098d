// How each record is read. Bytes after the fields that are known are ignored, as MCAP wants it, except in messages, where
// they are the data.

extension MCAP.Header {
    init(_ cursor: inout RecordCursor) throws(TraceError) {
        profile = try cursor.text("profile")
        library = try cursor.text("library")
    }
}

extension MCAP.Footer {
    init(_ cursor: inout RecordCursor) throws(TraceError) {
        summaryStart = try cursor.integer(UInt64.self, "summary start")
        summaryOffsetStart = try cursor.integer(UInt64.self, "summary offset start")
        summaryChecksum = try cursor.integer(UInt32.self, "summary checksum")
    }
}

extension MCAP.Schema {
    init(_ cursor: inout RecordCursor) throws(TraceError) {
        id = try cursor.integer(UInt16.self, "schema id")
        name = try cursor.text("schema name")
        encoding = try cursor.text("schema encoding")
        data = Array(try cursor.bytes("schema data"))
    }
}

extension MCAP.Schema {
    /// Checks a schema without keeping it.
    static func check(_ cursor: inout RecordCursor) throws(TraceError) {
        _ = try cursor.integer(UInt16.self, "schema id")
        try cursor.checkText("schema name")
        try cursor.checkText("schema encoding")
        _ = try cursor.bytes("schema data")
    }
}

extension MCAP.Channel {
    /// Checks a channel without keeping it, and returns the id of its schema.
    static func check(_ cursor: inout RecordCursor) throws(TraceError) -> UInt16 {
        _ = try cursor.integer(UInt16.self, "channel id")
        let schema = try cursor.integer(UInt16.self, "schema id")
        try cursor.checkText("topic")
        try cursor.checkText("message encoding")
        try cursor.checkMap("channel metadata")
        return schema
    }

    /// Goes on to the metadata of a channel that has been checked.
    static func skipToMetadata(_ cursor: inout RecordCursor) throws(TraceError) {
        _ = try cursor.take(4, "ids")
        _ = try cursor.bytes("topic")
        _ = try cursor.bytes("message encoding")
    }

    init(_ cursor: inout RecordCursor) throws(TraceError) {
        id = try cursor.integer(UInt16.self, "channel id")
        schema = try cursor.integer(UInt16.self, "schema id")
        topic = try cursor.text("topic")
        encoding = try cursor.text("message encoding")
        metadata = try cursor.map("channel metadata")
    }
}

extension MCAP.MessageHead {
    @inline(__always) init(_ cursor: inout RecordCursor) throws(TraceError) {
        let bytes = try cursor.take(MCAP.MessageHead.size, "message")
        self.init(bytes)
    }

    /// Reads the head from its bytes, of which there must be ``size``.
    @inline(__always) init(_ bytes: UnsafeRawBufferPointer) {
        channel = UInt16(littleEndian: bytes.loadUnaligned(as: UInt16.self))
        sequence = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt32.self))
        logTime = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 6, as: UInt64.self))
        publishTime = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 14, as: UInt64.self))
    }
}

extension MCAP.ChunkHead {
    init(_ cursor: inout RecordCursor) throws(TraceError) {
        startTime = try cursor.integer(UInt64.self, "message start time")
        endTime = try cursor.integer(UInt64.self, "message end time")
        unpackedSize = try cursor.integer(UInt64.self, "uncompressed size")
        checksum = try cursor.integer(UInt32.self, "uncompressed checksum")
        compression = try cursor.text("compression")
        packedSize = try cursor.integer(UInt64.self, "size of records")
    }
}

extension MCAP.MessageIndex {
    init(_ cursor: inout RecordCursor) throws(TraceError) {
        channel = try cursor.integer(UInt16.self, "channel id")
        entries = try cursor.elements("index entries", size: 16) { (inner) throws(TraceError) in
            let time = try inner.integer(UInt64.self, "log time")
            return MCAP.TimedOffset(time: time, offset: try inner.integer(UInt64.self, "offset"))
        }
    }
}

extension MCAP.ChunkIndex {
    init(_ cursor: inout RecordCursor) throws(TraceError) {
        startTime = try cursor.integer(UInt64.self, "message start time")
        endTime = try cursor.integer(UInt64.self, "message end time")
        offset = try cursor.integer(UInt64.self, "chunk offset")
        length = try cursor.integer(UInt64.self, "chunk length")
        messageIndexOffsets = try cursor.elements("message index offsets", size: 10) { (inner) throws(TraceError) in
            let channel = try inner.integer(UInt16.self, "channel id")
            return MCAP.ChannelOffset(channel: channel, offset: try inner.integer(UInt64.self, "offset"))
        }
        messageIndexLength = try cursor.integer(UInt64.self, "message index length")
        compression = try cursor.text("compression")
        packedSize = try cursor.integer(UInt64.self, "compressed size")
        unpackedSize = try cursor.integer(UInt64.self, "uncompressed size")
    }
}

extension MCAP.Attachment {
    /// Reads an attachment and compares its checksum; `content` is the whole of the record's content.
    init(
        _ cursor: inout RecordCursor, content: UnsafeRawBufferPointer, requiresChecksum: Bool
    ) throws(TraceError) {
        let start = cursor.offset
        logTime = try cursor.integer(UInt64.self, "log time")
        createTime = try cursor.integer(UInt64.self, "create time")
        name = try cursor.text("attachment name")
        media = try cursor.text("media type")
        let size = try cursor.integer(UInt64.self, "attachment size")
        guard let count = Int(exactly: size), count <= cursor.rest.count else {
            throw .container("expected \(size) bytes of attachment, found \(cursor.rest.count)", at: cursor.offset)
        }
        let bytes = try cursor.take(count, "attachment")
        let covered = cursor.offset - start
        let checksum = try cursor.integer(UInt32.self, "attachment checksum")
        if checksum != 0 || requiresChecksum {
            let found = Checksum.of(UnsafeRawBufferPointer(rebasing: content[..<covered]))
            guard found == checksum else {
                throw .checksum(of: "an attachment", expected: checksum, found: found, at: start)
            }
        }
        data = Array(bytes)
    }
}

extension MCAP.AttachmentIndex {
    init(_ cursor: inout RecordCursor) throws(TraceError) {
        offset = try cursor.integer(UInt64.self, "attachment offset")
        length = try cursor.integer(UInt64.self, "attachment length")
        logTime = try cursor.integer(UInt64.self, "log time")
        createTime = try cursor.integer(UInt64.self, "create time")
        dataSize = try cursor.integer(UInt64.self, "attachment size")
        name = try cursor.text("attachment name")
        media = try cursor.text("media type")
    }
}

extension MCAP.Statistics {
    init(_ cursor: inout RecordCursor) throws(TraceError) {
        messages = try cursor.integer(UInt64.self, "message count")
        schemas = try cursor.integer(UInt16.self, "schema count")
        channels = try cursor.integer(UInt32.self, "channel count")
        attachments = try cursor.integer(UInt32.self, "attachment count")
        metadata = try cursor.integer(UInt32.self, "metadata count")
        chunks = try cursor.integer(UInt32.self, "chunk count")
        startTime = try cursor.integer(UInt64.self, "message start time")
        endTime = try cursor.integer(UInt64.self, "message end time")
        messagesByChannel = try cursor.elements("channel message counts", size: 10) { (inner) throws(TraceError) in
            let channel = try inner.integer(UInt16.self, "channel id")
            return MCAP.ChannelCount(channel: channel, count: try inner.integer(UInt64.self, "message count"))
        }
    }
}

extension MCAP.Metadata {
    init(_ cursor: inout RecordCursor) throws(TraceError) {
        name = try cursor.text("metadata name")
        entries = try cursor.map("metadata")
    }
}

extension MCAP.MetadataIndex {
    init(_ cursor: inout RecordCursor) throws(TraceError) {
        offset = try cursor.integer(UInt64.self, "metadata offset")
        length = try cursor.integer(UInt64.self, "metadata length")
        name = try cursor.text("metadata name")
    }
}

extension MCAP.SummaryOffset {
    init(_ cursor: inout RecordCursor) throws(TraceError) {
        opcode = MCAP.Opcode(rawValue: try cursor.integer(UInt8.self, "group opcode"))
        start = try cursor.integer(UInt64.self, "group start")
        length = try cursor.integer(UInt64.self, "group length")
    }
}

extension MCAP.DataEnd {
    init(_ cursor: inout RecordCursor) throws(TraceError) {
        checksum = try cursor.integer(UInt32.self, "data section checksum")
    }
}

extension MCAP.Sync {
    init(_ cursor: inout RecordCursor) throws(TraceError) {
        let start = cursor.offset
        let covered = UnsafeRawBufferPointer(rebasing: cursor.rest.prefix(MCAP.Sync.size - 4))
        let marker = try cursor.take(MCAP.Sync.marker.count, "sync marker")
        guard marker.elementsEqual(MCAP.Sync.marker) else {
            throw .container("expected the marker of a sync record, found other bytes", at: start)
        }
        file = try cursor.integer(UInt64.self, "file number")
        ordinal = try cursor.integer(UInt64.self, "sync ordinal")
        offset = try cursor.integer(UInt64.self, "sync offset")
        headLength = try cursor.integer(UInt32.self, "length of what the checksum covers")
        headChecksum = try cursor.integer(UInt32.self, "checksum of the next record")
        let checksum = try cursor.integer(UInt32.self, "checksum of the sync record")
        let found = Checksum.of(covered)
        guard found == checksum else {
            throw .checksum(of: "a sync record", expected: checksum, found: found, at: start)
        }
    }
}
