extension MCAP {
    /// A record of any kind but a chunk, with its content.
    package enum Record: Sendable, Hashable {
        case header(Header)
        case footer(Footer)
        case schema(Schema)
        case channel(Channel)
        case message(MessageHead, data: [UInt8])
        case messageIndex(MessageIndex)
        case chunkIndex(ChunkIndex)
        case attachment(Attachment)
        case attachmentIndex(AttachmentIndex)
        case statistics(Statistics)
        case metadata(Metadata)
        case metadataIndex(MetadataIndex)
        case summaryOffset(SummaryOffset)
        case dataEnd(DataEnd)
        case sync(Sync)
        /// A record that this library does not know.
        case unknown(Opcode, [UInt8])

        /// Reads a record from its content.
        ///
        /// - Parameters:
        ///   - offset: Where the content begins in the file, for errors.
        ///   - requiresChecksums: Whether a checksum of 0 is a checksum and does not mean that there is none.
        package init(
            _ opcode: Opcode, _ content: UnsafeRawBufferPointer, at offset: Int, limits: Limits = Limits(),
            requiresChecksums: Bool = false
        ) throws(TraceError) {
            var cursor = RecordCursor(content, at: offset, limits: limits)
            switch opcode {
            case .header: self = .header(try Header(&cursor))
            case .footer: self = .footer(try Footer(&cursor))
            case .schema: self = .schema(try Schema(&cursor))
            case .channel: self = .channel(try Channel(&cursor))
            case .message:
                let head = try MessageHead(&cursor)
                self = .message(head, data: Array(cursor.rest))
            case .messageIndex: self = .messageIndex(try MessageIndex(&cursor))
            case .chunkIndex: self = .chunkIndex(try ChunkIndex(&cursor))
            case .attachment:
                self = .attachment(
                    try Attachment(&cursor, content: content, requiresChecksum: requiresChecksums))
            case .attachmentIndex: self = .attachmentIndex(try AttachmentIndex(&cursor))
            case .statistics: self = .statistics(try Statistics(&cursor))
            case .metadata: self = .metadata(try Metadata(&cursor))
            case .metadataIndex: self = .metadataIndex(try MetadataIndex(&cursor))
            case .summaryOffset: self = .summaryOffset(try SummaryOffset(&cursor))
            case .dataEnd: self = .dataEnd(try DataEnd(&cursor))
            case .sync:
                // Private opcodes belong to nobody: one that is not ours is somebody else's record.
                self = content.starts(with: Sync.marker) ? .sync(try Sync(&cursor)) : .unknown(opcode, Array(content))
            default: self = .unknown(opcode, Array(content))
            }
        }
    }
}
