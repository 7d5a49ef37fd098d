extension MCAP {
    /// Writes a file, record by record, from one thread.
    ///
    /// When the file cannot be written to, the error reaches the caller, the file is cut back to its last whole record, and
    /// what was not written stays here: ``flush()`` or ``finish()`` may be tried again. If cutting fails too, or a sync,
    /// every later call fails.
    ///
    /// What changes with every message is left out of the check of exclusive access (decision 0072).
    package final class Writer {
        package let options: WriterOptions
        /// How many bytes the file has, without the chunk that is open.
        package private(set) var size = 0
        /// What was written; the messages of the open chunk count already.
        @exclusivity(unchecked) package private(set) var statistics = Statistics()

        private let file: any StorageFile
        private let packer: ChunkPacker
        @exclusivity(unchecked) private var chunk: ChunkBuilder
        @exclusivity(unchecked) private var chunkNumber = 0
        private var packed = RawBuffer()
        @exclusivity(unchecked) private var pending = RawBuffer()
        private var head = RawBuffer()
        private var checksum = Checksum()
        @exclusivity(unchecked) private var channels = DefinitionTable()
        private var schemas = DefinitionTable()
        private var summary = Summary()
        private var syncRecords: UInt64 = 0
        /// Why nothing more can be written, once cutting the file or a sync has failed.
        package private(set) var failure: TraceError? { didSet { isBroken = failure != nil } }
        /// Whether nothing more can be written; asked for every event, where looking at the failure would copy it.
        @exclusivity(unchecked) package private(set) var isBroken = false
        /// Whether ``finish()`` has been done.
        package private(set) var isFinished = false

        /// The records of the summary, as bytes: they are many and wait for the end.
        private struct Summary: ~Copyable {
            var metadata = RawBuffer()
            var attachments = RawBuffer()
            var chunks = RawBuffer()
            var others = RawBuffer()
            var otherGroups: [(Opcode, Range<Int>)] = []
        }

        /// Begins a file, which must be empty.
        ///
        /// Nothing is written before the first chunk is, or ``flush()``.
        package init(_ file: any StorageFile, header: Header, options: WriterOptions = WriterOptions())
            throws(TraceError)
        {
            self.file = file
            self.options = options
            packer = try ChunkPacker(options.isChunked ? options.compression : .none, level: options.level)
            let sync = options.syncFile == nil ? 0 : recordHead + Sync.size
            chunk = ChunkBuilder(gap: sync + recordHead + 40, capacity: options.isChunked ? options.chunkSize : 0)
            pending.append(MCAP.magic)
            pending.append(header)
        }

        /// Goes on with a file that was not finished, as a scan found it; the file has been cut to what is whole.
        init(reopening file: any StorageFile, _ scan: borrowing ContainerScan, options: WriterOptions)
            throws(TraceError)
        {
            self.file = file
            self.options = options
            packer = try ChunkPacker(options.compression, level: options.level)
            let sync = options.syncFile == nil ? 0 : recordHead + Sync.size
            chunk = ChunkBuilder(gap: sync + recordHead + 40, capacity: options.chunkSize)
            size = scan.wholeSize
            checksum = try Writer.checksum(of: file, size: size)
            statistics = scan.statistics
            statistics.messagesByChannel = []
            syncRecords = scan.latestSync.map { $0.ordinal &+ 1 } ?? 0
            try scan.forEachDefinition { (opcode, content) throws(TraceError) in
                restore(opcode, content, scan.messages)
            }
            for index in scan.attachments { summary.attachments.append(index) }
            for index in scan.metadata { summary.metadata.append(index) }
            for chunk in scan.chunks.dropLast() { restore(chunk) }
            if let last = scan.chunks.last { try restoreLast(last) }
        }

        private func restore(_ opcode: Opcode, _ content: UnsafeRawBufferPointer, _ messages: [UInt16: UInt64]) {
            guard content.count >= 4 else { return }
            let id = UInt16(content[0]) | UInt16(content[1]) << 8
            let write: (inout RawBuffer) -> Void = { buffer in buffer.record(opcode) { $0.append(content) } }
            if opcode == .schema {
                schemas.define(id, write)
            } else {
                let schema = UInt16(content[2]) | UInt16(content[3]) << 8
                channels.define(id, schema: schema, write)
                channels.countMessages(id, messages[id] ?? 0)
            }
        }

        private func restore(_ chunk: ContainerScan.Chunk) {
            addIndex(
                chunk.head, offset: chunk.place.lowerBound, length: chunk.place.count,
                indexes: chunk.indexes.filter { $0.offset > 0 }, indexLength: chunk.end - chunk.place.upperBound)
            statistics.chunks -= 1
        }

        /// Restores the last chunk, and writes its message indexes again if they are not all there.
        private func restoreLast(_ last: ContainerScan.Chunk) throws(TraceError) {
            guard last.end == size, last.indexes.contains(where: { $0.offset == 0 }) else { return restore(last) }
            var rebuilt = ChunkBuilder(gap: 0, capacity: 1 << 12)
            let reader = try IndexedReader(scanning: file)
            var slots: [UInt16: UInt32] = [:]
            try reader.read(at: last.place) { (opcode, content) throws(TraceError) in
                guard opcode == .message else {
                    rebuilt.append(content, as: opcode)
                    return true
                }
                let head = MessageHead(content)
                let slot = slots[head.channel] ?? rebuilt.addChannel(head.channel)
                slots[head.channel] = slot
                let data = UnsafeRawBufferPointer(rebasing: content[MessageHead.size...])
                rebuilt.append(head, UnsafeRawBufferPointer(start: nil, count: 0), data, slot: slot, isIndexed: true)
                return true
            }
            packed.removeAll()
            let starts = rebuilt.appendIndexes(to: &packed)
            let offset = last.place.upperBound
            if size > offset {
                try file.truncate(to: offset)
                size = offset
                checksum = try Writer.checksum(of: file, size: size)
            }
            try write(packed.bytes)
            var whole = last
            whole.indexes = zip(rebuilt.channels, starts).map {
                ChannelOffset(channel: $0, offset: UInt64(offset + $1))
            }
            whole.end = size
            restore(whole)
        }

        private static func checksum(of file: any StorageFile, size: Int) throws(TraceError) -> Checksum {
            var checksum = Checksum()
            var buffer = RawBuffer(capacity: 1 << 18)
            var offset = 0
            while offset < size {
                buffer.removeAll()
                let room = UnsafeMutableRawBufferPointer(rebasing: buffer.room[..<min(1 << 18, size - offset)])
                buffer.didAppend(try file.read(into: room, at: offset))
                guard buffer.count > 0 else {
                    throw TraceError(.truncated, "byte \(offset): expected a file of \(size) bytes, found its end")
                }
                checksum.update(buffer.bytes)
                offset += buffer.count
            }
            return checksum
        }

        /// The bytes of records in the chunk that is open.
        package var openChunkSize: Int { chunk.size }
        /// How many messages the chunk that is open has.
        package var openChunkMessages: Int { chunk.messages }

        /// Gives the messages of the open chunk to a closure.
        func withOpenChunk(_ body: (MessageHead, UnsafeRawBufferPointer) -> Void) {
            var rest = chunk.records
            while rest.count > 0, let (opcode, content, after) = try? ChunkOpener.split(rest, at: 0) {
                rest = after
                guard opcode == .message, content.count >= MessageHead.size else { continue }
                body(MessageHead(content), UnsafeRawBufferPointer(rebasing: content[MessageHead.size...]))
            }
        }

        // MARK: Definitions

        /// Defines a schema; its record is written before the first message that needs it.
        package func define(_ schema: Schema) {
            schemas.define(schema.id) { $0.append(schema) }
            statistics.schemas = UInt16(clamping: schemas.count)
        }

        /// Defines a channel, whose schema must have been defined.
        package func define(_ channel: Channel) {
            channels.define(channel.id, schema: channel.schema) { $0.append(channel) }
            statistics.channels = UInt32(clamping: channels.count)
        }

        /// Whether a channel was defined.
        package func isDefined(_ channel: UInt16) -> Bool { channels[channel] != nil }

        // MARK: Records

        /// Appends a message to a channel that was defined.
        ///
        /// - Parameters:
        ///   - prefix: What stands before the rest of the data.
        ///   - closes: Whether the chunk is written once it is large; then an error says that this failed, and the message
        ///     waits in the open chunk.
        package func append(
            _ message: MessageHead, prefix: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
            data: UnsafeRawBufferPointer, closes: Bool = true
        ) throws(TraceError) {
            try check()
            let slot = try place(message.channel)
            if options.isChunked {
                chunk.append(message, prefix, data, slot: slot, isIndexed: options.hasMessageIndex)
            } else {
                pending.append(message, prefix, data)
            }
            if statistics.messages == 0 { statistics.startTime = message.logTime }
            statistics.messages &+= 1
            statistics.startTime = min(statistics.startTime, message.logTime)
            statistics.endTime = max(statistics.endTime, message.logTime)
            guard closes else { return }
            if options.isChunked, chunk.size >= options.chunkSize { try closeChunk() }
            if pending.count >= Writer.pendingSize { try flushPending() }
        }

        /// Forgets the open chunk.
        package func discardChunk() {
            for (channel, count) in zip(chunk.channels, chunk.messageCounts) {
                channels.discardMessages(channel, count)
            }
            statistics.messages -= UInt64(chunk.messages)
            chunk.removeAll()
            chunkNumber += 1
        }

        /// How many bytes of records outside chunks are written at once.
        private static let pendingSize = 1 << 16

        /// Appends a private record to the open chunk, whose CRC-32 covers it there.
        package func append(privately opcode: Opcode, _ content: (inout RawBuffer) -> Void) throws(TraceError) {
            try check()
            head.removeAll()
            head.record(opcode, content)
            if options.isChunked { chunk.append(head.bytes) } else { pending.append(head.bytes) }
        }

        /// Finds a channel's slot in the open chunk, and writes its definition where that is due.
        @inline(__always) private func place(_ id: UInt16) throws(TraceError) -> UInt32 {
            if let slot = channels.countMessage(id, chunk: chunkNumber) { return slot }
            return try placeFirst(id)
        }

        @inline(never) private func placeFirst(_ id: UInt16) throws(TraceError) -> UInt32 {
            guard let channel = channels[id] else {
                throw TraceError(.invalidField, "cannot write a message on channel \(id), which was not defined")
            }
            let needed = options.definesInEveryChunk ? chunkNumber : 0
            if channel.schema != 0 {
                guard let schema = schemas[channel.schema] else {
                    throw TraceError(
                        .invalidField, "channel \(id) needs schema \(channel.schema), which was not defined")
                }
                if schema.definedIn < needed {
                    appendDefinition(schemas.record(schema))
                    schemas.markDefined(channel.schema, in: chunkNumber)
                }
            }
            if channel.definedIn < needed {
                appendDefinition(channels.record(channel))
                channels.markDefined(id, in: chunkNumber)
            }
            let slot = chunk.addChannel(id)
            channels.beginUse(id, in: chunkNumber, slot: slot)
            return slot
        }

        private func appendDefinition(_ record: UnsafeRawBufferPointer) {
            if options.isChunked { chunk.append(record) } else { pending.append(record) }
        }

        /// Appends an attachment, outside chunks.
        ///
        /// - Returns: Where its record is.
        @discardableResult
        package func append(
            attachment name: String, media: String, logTime: UInt64, createTime: UInt64, data: UnsafeRawBufferPointer
        ) throws(TraceError) -> Range<Int> {
            try flushPending()
            head.removeAll()
            head.append(attachment: name, media: media, logTime: logTime, createTime: createTime, size: data.count)
            var covered = Checksum()
            covered.update(UnsafeRawBufferPointer(rebasing: head.bytes[recordHead...]))
            covered.update(data)
            let length = head.count + data.count + 4
            var sync = RawBuffer()
            appendSync(to: &sync, before: head.bytes)
            let start = size + sync.count
            sync.append(head.bytes)
            var end = RawBuffer()
            end.append(covered.value)
            try write(sync.bytes, data, end.bytes)
            countSync()
            statistics.attachments &+= 1
            guard options.hasAttachmentIndex else { return start..<start + length }
            summary.attachments.append(
                AttachmentIndex(
                    offset: UInt64(start), length: UInt64(length), logTime: logTime, createTime: createTime,
                    dataSize: UInt64(data.count), name: name, media: media))
            return start..<start + length
        }

        /// Appends named texts, outside chunks.
        package func append(_ metadata: Metadata) throws(TraceError) {
            try check()
            let before = pending.count
            pending.append(metadata)
            statistics.metadata &+= 1
            guard options.hasMetadataIndex else { return }
            summary.metadata.append(
                MetadataIndex(
                    offset: UInt64(size + before), length: UInt64(pending.count - before), name: metadata.name))
        }

        /// Takes the private records out of the summary again.
        package func removePrivateSummary() {
            summary.others.removeAll()
            summary.otherGroups = []
        }

        /// Adds a private record to the summary, in a group of its own.
        package func appendToSummary(_ opcode: Opcode, _ content: (inout RawBuffer) -> Void) {
            let start = summary.others.count
            summary.others.record(opcode, content)
            summary.otherGroups.append((opcode, start..<summary.others.count))
        }

        // MARK: Chunks

        /// Writes the open chunk, if there is one; then a crash of the program cannot lose it.
        ///
        /// - Parameter packs: Whether it may be packed.
        /// - Returns: Where its record is.
        @discardableResult
        package func closeChunk(packs: Bool = true) throws(TraceError) -> Range<Int>? {
            try flushPending()
            guard !chunk.isEmpty else { return nil }
            let size = chunk.size
            var chunkHead = ChunkHead(
                startTime: chunk.messages == 0 ? 0 : chunk.startTime, endTime: chunk.endTime,
                unpackedSize: UInt64(size),
                checksum: options.hasChunkChecksums ? Checksum.of(chunk.records) : 0, compression: "",
                packedSize: UInt64(size))
            packed.removeAll()
            packed.appendZeros(chunk.gap + options.compression.rawValue.utf8.count)
            let begin = packed.count
            let isPacked = packs ? try packer.pack(chunk.records, into: &packed) : false
            if isPacked {
                chunkHead.compression = options.compression.rawValue
                chunkHead.packedSize = UInt64(packed.count - begin)
            }
            head.removeAll()
            head.append(chunkHead)
            var whole = RawBuffer()
            appendSync(to: &whole, before: head.bytes)
            let syncSize = whole.count
            whole.append(head.bytes)

            let indexStart: Int
            let starts: [Int]
            let first: Int
            if isPacked {
                first = begin - whole.count
                packed.store(whole.bytes, at: first)
                indexStart = packed.count
                starts = options.hasMessageIndex ? chunk.appendIndexes(to: &packed) : []
                try write(UnsafeRawBufferPointer(rebasing: packed.bytes[first...]))
            } else {
                first = chunk.fillGap(whole)
                indexStart = chunk.buffer.count
                starts = options.hasMessageIndex ? chunk.appendIndexes() : []
                do throws(TraceError) {
                    try write(UnsafeRawBufferPointer(rebasing: chunk.buffer.bytes[first...]))
                } catch {
                    chunk.removeIndexes(keeping: size)
                    throw error
                }
            }
            let end = isPacked ? packed.count : chunk.buffer.count
            let offset = self.size - (end - first)
            countSync()
            addIndex(
                chunkHead, offset: offset + syncSize, length: indexStart - first - syncSize,
                indexes: zip(chunk.channels, starts).map {
                    ChannelOffset(channel: $0, offset: UInt64(offset + $1 - first))
                },
                indexLength: end - indexStart)
            chunk.removeAll()
            chunk.shrink(to: max(options.chunkSize, 1 << 20))
            packed.removeAll()
            packed.shrink(to: max(options.chunkSize, 1 << 20))
            chunkNumber += 1
            return offset + syncSize..<offset + indexStart - first
        }

        private func addIndex(
            _ chunkHead: ChunkHead, offset: Int, length: Int, indexes: [ChannelOffset], indexLength: Int
        ) {
            statistics.chunks &+= 1
            guard options.hasChunkIndex else { return }
            summary.chunks.append(
                ChunkIndex(
                    startTime: chunkHead.startTime, endTime: chunkHead.endTime, offset: UInt64(offset),
                    length: UInt64(length), messageIndexOffsets: indexes, messageIndexLength: UInt64(indexLength),
                    compression: chunkHead.compression, packedSize: chunkHead.packedSize,
                    unpackedSize: chunkHead.unpackedSize))
        }

        /// Appends the sync record that stands before the record with a head, if the file has sync records.
        private func appendSync(to buffer: inout RawBuffer, before next: UnsafeRawBufferPointer) {
            guard let file = options.syncFile else { return }
            buffer.append(
                Sync(
                    file: file, ordinal: syncRecords, offset: UInt64(size), headLength: UInt32(clamping: next.count),
                    headChecksum: Checksum.of(next)))
        }

        private func countSync() { if options.syncFile != nil { syncRecords += 1 } }

        // MARK: Output

        /// Writes everything so far: a crash of the program cannot lose it, a loss of power can.
        package func flush() throws(TraceError) { _ = try closeChunk() }

        /// Writes everything so far and makes it survive a loss of power.
        package func sync() throws(TraceError) {
            if isBroken, let failure { throw failure }
            if !isFinished { try flush() }
            do throws(TraceError) {
                try file.sync()
            } catch {
                // After a failed sync the system may have forgotten the bytes, and the next sync would not say so.
                failure = error
                throw error
            }
        }

        /// Writes the summary and the end of the file; it is not synced or closed.
        package func finish() throws(TraceError) {
            try closeChunk()
            let before = (size, checksum)
            let dataEnd = DataEnd(checksum: options.hasDataChecksum ? checksum.value : 0)
            head.removeAll()
            head.append(dataEnd)
            do throws(TraceError) {
                try write(head.bytes)
                try writeSummary()
            } catch {
                (size, checksum) = before
                do throws(TraceError) { try file.truncate(to: size) } catch let cut { failure = cut }
                throw error
            }
            isFinished = true
        }

        private func writeSummary() throws(TraceError) {
            let start = size
            var groups: [SummaryOffset] = []
            var covered = Checksum()
            func group(_ opcode: Opcode, _ bytes: UnsafeRawBufferPointer) throws(TraceError) {
                guard !bytes.isEmpty else { return }
                groups.append(SummaryOffset(opcode: opcode, start: UInt64(size), length: UInt64(bytes.count)))
                covered.update(bytes)
                try write(bytes)
            }
            if options.repeatsSchemas { try group(.schema, schemas.records) }
            if options.repeatsChannels { try group(.channel, channels.records) }
            if options.hasStatistics {
                statistics.messagesByChannel = channels.messageCounts
                head.removeAll()
                head.append(statistics)
                try group(.statistics, head.bytes)
            }
            try group(.metadataIndex, summary.metadata.bytes)
            try group(.attachmentIndex, summary.attachments.bytes)
            try group(.chunkIndex, summary.chunks.bytes)
            for (opcode, range) in summary.otherGroups {
                try group(opcode, UnsafeRawBufferPointer(rebasing: summary.others.bytes[range]))
            }
            let end = size
            head.removeAll()
            if options.hasSummaryOffsets { for group in groups { head.append(group) } }
            let hasOffsets = head.count > 0
            head.append(
                Footer(
                    summaryStart: end > start ? UInt64(start) : 0, summaryOffsetStart: hasOffsets ? UInt64(end) : 0,
                    summaryChecksum: 0))
            covered.update(UnsafeRawBufferPointer(rebasing: head.bytes.dropLast(4)))
            head.truncate(to: head.count - 4)
            head.append(covered.value)
            head.append(MCAP.magic)
            try write(head.bytes)
        }

        @inline(__always) private func check() throws(TraceError) {
            if isBroken, let failure { throw failure }
            if isFinished { throw TraceError(.fileSystem, "cannot write to a finished file") }
        }

        private func flushPending() throws(TraceError) {
            try check()
            guard !pending.isEmpty else { return }
            try write(pending.bytes)
            pending.removeAll()
        }

        /// Writes pieces that belong together, or nothing of them.
        private func write(_ pieces: UnsafeRawBufferPointer...) throws(TraceError) {
            try check()
            let before = (size, checksum)
            do throws(TraceError) {
                for piece in pieces where !piece.isEmpty {
                    if options.hasDataChecksum { checksum.update(piece) }
                    try file.write(piece)
                    size += piece.count
                }
            } catch {
                (size, checksum) = before
                do throws(TraceError) { try file.truncate(to: size) } catch { failure = error }
                throw error
            }
        }
    }
}
