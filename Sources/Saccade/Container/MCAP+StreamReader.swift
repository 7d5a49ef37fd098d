extension MCAP {
    /// One record as its bytes, at the top of a file or in a chunk.
    package struct RawRecord {
        package let opcode: Opcode
        /// The content; valid until the reader goes on.
        package let content: UnsafeRawBufferPointer
        /// The offset in the file of the record at the top of the file: itself, or the chunk that holds it.
        package let offset: Int
        package let isInChunk: Bool

        /// The head and the data of a message.
        @inline(__always) package var message: (head: MessageHead, data: UnsafeRawBufferPointer)? {
            guard opcode == .message, content.count >= MessageHead.size else { return nil }
            return (MessageHead(content), UnsafeRawBufferPointer(rebasing: content[MessageHead.size...]))
        }
    }

    /// Reads a file from its beginning to its end, from a pipe too.
    ///
    /// The records of chunks come in their place; chunks themselves do not show. Every checksum that the file has is
    /// compared: no record of a damaged chunk is given out. Memory is that of the largest record.
    package final class StreamReader {
        /// The file's header, once ``next()`` has been called.
        package private(set) var header: Header?
        /// How many bytes from the beginning are whole records, without the one that is being read.
        package private(set) var wholeSize = 0
        /// The chunk whose records are given out, if ``next()`` has just given one.
        package private(set) var chunk: ChunkHead?
        /// Where the record of that chunk is in the file.
        package private(set) var chunkPlace = 0..<0
        private var definitions: Definitions
        private let limits: Limits
        private var window: InputWindow
        private var opener: ChunkOpener
        /// The records of the open chunk that are still to come.
        private var inner = UnsafeRawBufferPointer(start: nil, count: 0)
        private var chunkOffset = 0
        /// The size of the record that was given out last, which stays in the window until the next call.
        private var consumed = 0
        private var checksum = Checksum()
        private var place = Place.magic
        /// Whether a checksum of 0 is a checksum and does not mean that there is none.
        package private(set) var requiresChecksums = false

        private enum Place {
            case magic
            case header
            case data
            case summary(start: Int)
            case end
        }

        /// Begins at the beginning of a file.
        package init(_ file: any StorageFile, limits: Limits = Limits()) throws(TraceError) {
            window = try InputWindow(file)
            opener = ChunkOpener(limits: limits)
            definitions = Definitions(limits: limits)
            self.limits = limits
        }

        /// Whether the file ended as a finished file does, once ``next()`` has returned `nil`.
        package var isFinished: Bool { if case .end = place { true } else { false } }

        /// Returns the channel of an id, if it has been defined so far.
        package func channel(_ id: UInt16) throws(TraceError) -> Channel? { try definitions.channel(id) }

        /// Returns the schema of an id, if it has been defined so far.
        package func schema(_ id: UInt16) throws(TraceError) -> Schema? { try definitions.schema(id) }

        /// Returns the next record, or `nil` after the last of a finished file.
        ///
        /// - Throws: ``TraceError`` with code `truncated` where the file ends before its end, `malformed-container`,
        ///   `checksum-mismatch`, `limit-exceeded`, `unsupported-version` or `file-system`.
        package func next() throws(TraceError) -> RawRecord? {
            while true {
                if inner.count > 0 { return try nextInChunk() }
                chunk = nil
                consumeRecord()
                switch place {
                case .magic: try readMagic()
                case .end: return nil
                case .header, .data, .summary:
                    if let record = try nextAtTop() { return record }
                }
            }
        }

        /// Returns the next record with its content read.
        package func nextRecord() throws(TraceError) -> Record? {
            guard let raw = try next() else { return nil }
            return try Record(
                raw.opcode, raw.content, at: raw.offset, limits: limits, requiresChecksums: requiresChecksums)
        }

        // MARK: The top of the file

        private func consumeRecord() {
            guard consumed > 0 else { return }
            window.consume(consumed)
            consumed = 0
            wholeSize = window.offset
            window.shrink()
        }

        private func readMagic() throws(TraceError) {
            guard try window.fill(magic.count), window.bytes.starts(with: magic) else {
                throw .container(
                    "expected an MCAP file, which begins with the bytes \(magic), found other bytes", at: 0)
            }
            accept(magic.count)
            consumeRecord()
            place = .header
        }

        /// Takes bytes into the checksum and lets the next call go on behind them.
        private func accept(_ count: Int) {
            checksum.update(UnsafeRawBufferPointer(rebasing: window.bytes[..<count]))
            consumed = count
        }

        private func nextAtTop() throws(TraceError) -> RawRecord? {
            let start = window.offset
            guard try window.fill(recordHead) else {
                let left = window.bytes.count
                throw TraceError(
                    .truncated,
                    "byte \(start): the file ends \(left == 0 ? "without its footer" : "inside a record"): it was not finished",
                    offset: start)
            }
            let opcode = Opcode(rawValue: window.bytes[0])
            let length = UInt64(littleEndian: window.bytes.loadUnaligned(fromByteOffset: 1, as: UInt64.self))
            let count = try checkLength(length, of: opcode, at: start)
            guard try window.fill(recordHead + count) else { throw cutRecord(length, at: start) }
            let content = UnsafeRawBufferPointer(rebasing: window.bytes[recordHead..<recordHead + count])
            let record = RawRecord(opcode: opcode, content: content, offset: start, isInChunk: false)
            return try accept(record) ? record : nil
        }

        private func checkLength(_ length: UInt64, of opcode: Opcode, at start: Int) throws(TraceError) -> Int {
            guard opcode.rawValue != 0 else { throw .container("expected a record, found the opcode 0", at: start) }
            guard let count = Int(exactly: length), count <= limits.record else {
                throw TraceError(
                    .limitExceeded,
                    "byte \(start): expected a record of at most \(limits.record) bytes, found one that says \(length)",
                    offset: start)
            }
            if let size = window.size, count > size - start - recordHead { throw cutRecord(length, at: start) }
            return count
        }

        private func cutRecord(_ length: UInt64, at start: Int) -> TraceError {
            let left = max(0, (window.size ?? (start + window.bytes.count)) - start - recordHead)
            return TraceError(
                .truncated, "byte \(start): expected a record of \(length) bytes, found \(left) before the file's end",
                offset: start)
        }

        /// Checks a record against where it stands, and goes on to what may follow it.
        ///
        /// - Returns: Whether it is given out.
        private func accept(_ record: RawRecord) throws(TraceError) -> Bool {
            let size = recordHead + record.content.count
            switch (place, record.opcode) {
            case (.header, .header):
                var cursor = RecordCursor(record.content, at: record.offset + recordHead, limits: limits)
                let header = try Header(&cursor)
                self.header = header
                requiresChecksums = header.profile == ContainerFormat.profile
                place = .data
            case (.header, _):
                throw .container("expected a header, found opcode \(record.opcode.rawValue)", at: record.offset)
            case (_, .header): throw .container("expected one header, found another", at: record.offset)
            case (.data, .chunk):
                let (head, records) = try opener.open(
                    record.content, at: record.offset + recordHead, requiresChecksum: requiresChecksums)
                chunk = head
                inner = records
                chunkOffset = record.offset
                chunkPlace = record.offset..<record.offset + size
                accept(size)
                return false
            case (.data, .dataEnd):
                try checkDataEnd(record)
                accept(size)
                checksum = Checksum()
                place = .summary(start: record.offset + size)
                return true
            case (.data, .footer):
                throw .container(
                    "expected the end of the data section before the footer, found none", at: record.offset)
            case (.summary(let start), .footer):
                try checkFooter(record, summaryStart: start)
                consumed = size
                return true
            case (.summary, .message), (.summary, .chunk), (.summary, .dataEnd), (.summary, .attachment):
                throw .container("expected a summary, found opcode \(record.opcode.rawValue)", at: record.offset)
            default: break
            }
            try definitions.note(record.opcode, record.content, at: record.offset + recordHead)
            accept(size)
            return true
        }

        private func checkDataEnd(_ record: RawRecord) throws(TraceError) {
            var cursor = RecordCursor(record.content, at: record.offset + recordHead, limits: limits)
            let end = try DataEnd(&cursor)
            guard end.checksum == 0 && !requiresChecksums || end.checksum == checksum.value else {
                throw .checksum(
                    of: "a data section", expected: end.checksum, found: checksum.value, at: record.offset)
            }
        }

        /// Checks the footer and that nothing but the magic bytes follows it.
        private func checkFooter(_ record: RawRecord, summaryStart start: Int) throws(TraceError) {
            var cursor = RecordCursor(record.content, at: record.offset + recordHead, limits: limits)
            let footer = try Footer(&cursor)
            guard record.content.count == 20 else {
                throw .container("expected a footer of 20 bytes, found \(record.content.count)", at: record.offset)
            }
            let expected = record.offset == start ? 0 : UInt64(start)
            guard footer.summaryStart == expected || footer.summaryStart == 0 else {
                throw .container(
                    "expected a footer with the summary at byte \(start), found \(footer.summaryStart)",
                    at: record.offset)
            }
            if footer.summaryChecksum != 0 || requiresChecksums {
                var covered = checksum
                covered.update(UnsafeRawBufferPointer(rebasing: window.bytes[..<(recordHead + 16)]))
                guard covered.value == footer.summaryChecksum else {
                    throw .checksum(
                        of: "a summary", expected: footer.summaryChecksum, found: covered.value, at: record.offset)
                }
            }
            let whole = footerRecord + magic.count
            guard try window.fill(whole) else {
                throw TraceError(
                    .truncated, "byte \(record.offset): the file ends without its magic bytes: it was not finished",
                    offset: record.offset)
            }
            guard window.bytes[footerRecord..<whole].elementsEqual(magic) else {
                throw .container(
                    "expected the bytes \(magic) after the footer, found others", at: record.offset + footerRecord)
            }
            guard try !window.fill(whole + 1) else {
                throw .container("expected nothing after the magic bytes, found more", at: record.offset + whole)
            }
            place = .end
        }

        // MARK: Chunks

        @inline(__always) private func nextInChunk() throws(TraceError) -> RawRecord {
            let (opcode, content, rest) = try ChunkOpener.split(inner, at: chunkOffset)
            inner = rest
            let record = RawRecord(opcode: opcode, content: content, offset: chunkOffset, isInChunk: true)
            try definitions.note(opcode, content, at: chunkOffset)
            return record
        }
    }
}
