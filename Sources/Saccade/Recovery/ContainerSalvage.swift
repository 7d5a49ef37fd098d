/// Reads what is whole of a damaged MCAP file, from its beginning to its end, and says what is not.
///
/// A chunk or an attachment is given out only if its checksum is right. After damage, reading goes on at the next sync
/// record or at the next chunk that holds together. Sync records count what they stand before, so that it is known whether
/// a damaged stretch held any of it.
final class ContainerSalvage {
    /// What comes next in the file; bytes are valid until the closure returns.
    enum Piece {
        case header(MCAP.Header)
        /// The unpacked records of a whole chunk.
        case chunk(MCAP.ChunkHead, UnsafeRawBufferPointer)
        /// The records of a chunk that the file ends in, as far as they are there; no checksum proves them.
        case torn(UnsafeRawBufferPointer)
        case attachment(MCAP.Attachment)
        case metadata(MCAP.Metadata)
        /// A schema, a channel or a message outside chunks.
        case record(MCAP.Opcode, UnsafeRawBufferPointer)
        /// Something that cannot be read.
        case loss(Loss)
        /// Something that is damaged though no event can have been in it.
        case repair(String)
    }

    /// Whether the file ended as a finished file does, once it has been read.
    private(set) var isFinished = false
    /// Where the data section ends, if its end was found.
    private(set) var end: Int?
    /// Whether the file is this library's own: it has sync records, or says so.
    var isOwn: Bool { requiresChecksums }

    private let window: FileWindow
    private let limits: MCAP.Limits
    private let emit: (Piece) throws(TraceError) -> Void
    private var opener: ChunkOpener
    private var search: ContainerSearch?
    private var requiresChecksums = false
    /// The number in the file's sync records, once one was seen.
    private var file: UInt64?
    /// How many chunks and attachments were found or are known to be lost: the next sync record should say this number.
    private var units: UInt64 = 0
    /// The sync record just before the place that is read.
    private var sync: MCAP.Sync?
    private var hasDamage = false
    private var hasLookedForSync = false
    /// Where reading went on after damage last; it never does so twice at one place.
    private var latestResumption = 0
    /// Where the last record ended that a checksum of its own proves.
    private var proved = MCAP.magic.count

    /// Prepares to read a file; the closure takes each piece.
    init(_ window: FileWindow, limits: MCAP.Limits = MCAP.Limits(), emit: @escaping (Piece) throws(TraceError) -> Void)
    {
        self.window = window
        self.limits = limits
        self.emit = emit
        opener = ChunkOpener(limits: limits)
    }

    /// What was found at a place.
    private enum Finding {
        /// A record that is whole, or known damage: reading goes on at an offset.
        case next(Int)
        /// The end of the data section.
        case end
        /// Nothing that can be read; `guarded` if it must have been a chunk or an attachment.
        case damage(String, guarded: Bool)
    }

    /// Reads the file.
    ///
    /// - Throws: ``TraceError`` if the file cannot be read, or whatever the closure throws.
    func run() throws(TraceError) {
        var offset = MCAP.magic.count
        if let magic = try window.bytes(at: 0, MCAP.magic.count), magic.elementsEqual(MCAP.magic) {
        } else {
            offset = try resume(after: 0, "the file does not begin with the bytes of MCAP", guarded: false)
        }
        while offset < window.size {
            switch try read(at: offset) {
            case .next(let next): offset = next
            case .damage(let what, let guarded): offset = try resume(after: offset, what, guarded: guarded)
            case .end:
                end = offset
                return try checkEnd(at: offset)
            }
        }
        if sync != nil { try loseUnit(at: window.size) }
        try emit(.repair("the file ends without its summary: it was not finished"))
    }

    /// Takes the end of the file behind a sync record: what this stands before is not there.
    private func loseUnit(at offset: Int) throws(TraceError) {
        try lose(
            Loss(
                offset: offset, bytes: window.size - offset, reason: .crash,
                note: "the file ends before a chunk or an attachment that was begun"))
    }

    // MARK: Records

    private func read(at offset: Int) throws(TraceError) -> Finding {
        let sync = self.sync
        self.sync = nil
        if let sync { return try readGuarded(at: offset, sync) }
        guard let head = try window.bytes(at: offset, MCAP.recordHead) else { return try torn(at: offset, head: nil) }
        let opcode = MCAP.Opcode(rawValue: head[0])
        guard let count = Int(exactly: ContainerSearch.length(of: head)), count <= limits.record else {
            return .damage("a record says that it is \(ContainerSearch.length(of: head)) bytes long", guarded: false)
        }
        guard count <= window.size - offset - MCAP.recordHead else {
            // Either the file was cut off, or the length is damaged: then reading can go on somewhere.
            if try nextPlace(from: offset + 1) != nil {
                return .damage("a record says that it ends behind the file", guarded: false)
            }
            return try torn(at: offset, head: opcode)
        }
        let next = offset + MCAP.recordHead + count
        guard let content = try window.bytes(at: offset + MCAP.recordHead, count) else { return .end }
        var cursor = RecordCursor(content, at: offset + MCAP.recordHead, limits: limits)
        // A file begins with its header; a flipped bit makes a message or an attachment of that, which it was not.
        if offset == MCAP.magic.count, opcode == .message || opcode == .attachment {
            return .damage("the header", guarded: false)
        }
        switch opcode {
        case .header where offset == MCAP.magic.count:
            guard let header = try? MCAP.Header(&cursor) else { return .damage("the header", guarded: false) }
            requiresChecksums = header.profile == ContainerFormat.profile
            try emit(.header(header))
        case .sync: return try readSync(at: offset, next: next)
        case .chunk: return try readChunk(content, at: offset, isTrusted: false)
        case .attachment: return try readAttachment(content, at: offset, isTrusted: false)
        case .metadata:
            guard let metadata = try? MCAP.Metadata(&cursor) else {
                return .damage("a metadata record", guarded: false)
            }
            try emit(.metadata(metadata))
        case .messageIndex:
            guard count >= 6, (try? MCAP.MessageIndex(&cursor)) != nil, cursor.rest.isEmpty || !requiresChecksums else {
                return .damage("an index of messages", guarded: false)
            }
        case .dataEnd:
            guard count == 4 || !requiresChecksums, try isEnd(next) else {
                return .damage("an end of data that is not the end", guarded: false)
            }
            return .end
        case .schema, .channel, .message:
            if requiresChecksums { return .damage("a record outside chunks", guarded: false) }
            try emit(.record(opcode, content))
        default:
            // Readers skip what belongs to others; files of this library have nothing of others.
            if requiresChecksums || opcode.rawValue == 0 || !opcode.isPrivate {
                return .damage("an unknown record", guarded: false)
            }
        }
        return .next(next)
    }

    private func readSync(at offset: Int, next: Int) throws(TraceError) -> Finding {
        guard let sync = try ContainerSearch.sync(window, at: offset, limits: limits) else {
            return requiresChecksums ? .damage("a sync record", guarded: false) : .next(next)
        }
        // A record of another file, in the middle of this one, is somebody else's.
        if let file, file != sync.file { return .next(next) }
        file = sync.file
        if sync.ordinal > units {
            let missing = sync.ordinal - units
            try lose(
                Loss(
                    offset: offset, bytes: nil,
                    note: "\(missing) chunk\(missing == 1 ? "" : "s") or attachments before this place are missing"))
        }
        units = sync.ordinal
        proved = next
        self.sync = sync
        return .next(next)
    }

    /// Reads the chunk or attachment behind a sync record, which has the checksum of its head.
    private func readGuarded(at offset: Int, _ sync: MCAP.Sync) throws(TraceError) -> Finding {
        let headLength = Int(sync.headLength)
        guard headLength >= MCAP.recordHead, headLength <= 1 << 21,
            let bytes = try window.bytes(at: offset, headLength)
        else {
            try loseUnit(at: offset)
            return .next(window.size)
        }
        var head = Array(bytes)
        let isChanged = Checksum.of(head) != sync.headChecksum
        if isChanged {
            guard let bit = ContainerSalvage.flippedBit(in: head, checksum: sync.headChecksum) else {
                return .damage("the head of a chunk or an attachment", guarded: true)
            }
            head[bit / 8] ^= 1 << UInt8(bit % 8)
        }
        let opcode = MCAP.Opcode(rawValue: head[0])
        guard let count = Int(exactly: head.withUnsafeBytes { ContainerSearch.length(of: $0) }), count <= limits.record
        else { return .damage("the head of a chunk or an attachment", guarded: true) }
        guard let whole = try window.bytes(at: offset, MCAP.recordHead + count) else {
            return try torn(at: offset, head: opcode)
        }
        guard isChanged else {
            let content = UnsafeRawBufferPointer(rebasing: whole[MCAP.recordHead...])
            return try readUnit(opcode, content, at: offset)
        }
        try emit(
            .repair(
                "byte \(offset): a flipped bit in the head of a chunk or an attachment was set right by its checksum"))
        hasDamage = true
        var record = RawBuffer(capacity: whole.count)
        record.append(whole)
        head.withUnsafeBytes { record.store($0, at: 0) }
        return try readUnit(opcode, UnsafeRawBufferPointer(rebasing: record.bytes[MCAP.recordHead...]), at: offset)
    }

    private func readUnit(
        _ opcode: MCAP.Opcode, _ content: UnsafeRawBufferPointer, at offset: Int
    ) throws(TraceError) -> Finding {
        switch opcode {
        case .chunk: return try readChunk(content, at: offset, isTrusted: true)
        case .attachment: return try readAttachment(content, at: offset, isTrusted: true)
        default: return .damage("a record that no sync record stands before", guarded: true)
        }
    }

    private func readChunk(
        _ content: UnsafeRawBufferPointer, at offset: Int, isTrusted: Bool
    ) throws(TraceError) -> Finding {
        let next = offset + MCAP.recordHead + content.count
        do throws(TraceError) {
            let (head, records) = try opener.open(
                content, at: offset + MCAP.recordHead, requiresChecksum: requiresChecksums)
            units += 1
            proved = next
            try emit(.chunk(head, records))
            return .next(next)
        } catch {
            return try damagedUnit(at: offset, next: next, isTrusted: isTrusted, "a chunk", error)
        }
    }

    private func readAttachment(
        _ content: UnsafeRawBufferPointer, at offset: Int, isTrusted: Bool
    ) throws(TraceError) -> Finding {
        let next = offset + MCAP.recordHead + content.count
        var cursor = RecordCursor(content, at: offset + MCAP.recordHead, limits: limits)
        do throws(TraceError) {
            let attachment = try MCAP.Attachment(&cursor, content: content, requiresChecksum: requiresChecksums)
            units += 1
            proved = next
            try emit(.attachment(attachment))
            return .next(next)
        } catch {
            return try damagedUnit(at: offset, next: next, isTrusted: isTrusted, "an attachment", error)
        }
    }

    /// Goes on after a chunk or an attachment that is damaged: behind it if its length can be believed.
    private func damagedUnit(
        at offset: Int, next: Int, isTrusted: Bool, _ what: String, _ error: TraceError
    ) throws(TraceError) -> Finding {
        if error.code == .fileSystem { throw error }
        var isTrusted = isTrusted
        // Where there are sync records, a chunk that none stands before is none, or is not where it seems to be.
        if !isTrusted, file == nil { isTrusted = try isPlausible(next) }
        guard isTrusted else { return .damage("\(what): \(error.message)", guarded: false) }
        units += 1
        proved = next
        try lose(Loss(offset: offset, bytes: next - offset, note: "\(what) is damaged: \(error.message)"))
        return .next(next)
    }

    // MARK: Damage

    private func lose(_ loss: Loss) throws(TraceError) {
        hasDamage = true
        try emit(.loss(loss))
    }

    private func nextPlace(from offset: Int) throws(TraceError) -> Int? {
        let search =
            self.search ?? ContainerSearch(window, limits: limits, requiresChecksums: requiresChecksums)
        self.search = search
        return try search.next(from: offset, file: file)
    }

    /// Looks for the place where reading can go on, and says what lies before it.
    private func resume(after place: Int, _ what: String, guarded: Bool) throws(TraceError) -> Int {
        hasDamage = true
        try findFileNumber(from: min(place, proved))
        // A wrong length that nothing covers leads past what is whole, so the search begins where the last proof ended.
        let offset = requiresChecksums ? min(place, proved) : place
        let found = try nextPlace(from: requiresChecksums ? max(proved, latestResumption + 1) : place + 1)
        latestResumption = found ?? window.size
        let next = found ?? dataEnd().flatMap { $0 > place ? $0 : nil } ?? window.size
        // How many chunks and attachments the damage has swallowed; `nil` where nothing tells.
        var swallowed: UInt64?
        if file != nil {
            if let found, let sync = try ContainerSearch.sync(window, at: found, limits: limits) {
                swallowed = sync.ordinal >= units ? sync.ordinal - units : nil
                units = max(units, sync.ordinal)
            } else if found != nil {
                // A chunk whose own sync record is what was damaged; the next sync record tells if there was more.
                swallowed = guarded ? 1 : 0
                units += guarded ? 1 : 0
            } else if let total = summary()?.units {
                swallowed = total >= units ? total - units : nil
            }
        }
        if swallowed == 0, !guarded {
            try emit(.repair("bytes \(offset)..<\(next) are damaged (\(what)); no event was in them"))
        } else {
            try lose(Loss(offset: offset, bytes: next - offset, note: "damaged: \(what)"))
        }
        return next
    }

    /// Finds out whether the file has sync records, from the first one behind a place, if none was seen before it.
    private func findFileNumber(from offset: Int) throws(TraceError) {
        guard file == nil, !hasLookedForSync else { return }
        hasLookedForSync = true
        var place = offset
        while let found = try nextPlace(from: place) {
            if let sync = try ContainerSearch.sync(window, at: found, limits: limits) {
                file = sync.file
                requiresChecksums = true
                return
            }
            place = found + 1
        }
    }

    /// The summary, where it is whole: what it counts, and where it begins.
    func summary() -> ContainerSummaryFacts? {
        if let known = summaryFacts { return known.facts }
        let facts = try? ContainerSummaryFacts(window, limits: limits, requiresChecksums: requiresChecksums)
        summaryFacts = (facts, true)
        return facts
    }

    private var summaryFacts: (facts: ContainerSummaryFacts?, isRead: Bool)?

    /// The offset of the end of the data section that a whole summary tells.
    private func dataEnd() -> Int? { summary().map { $0.start - MCAP.recordHead - 4 } }

    /// Finds the bit whose change gives some bytes their checksum, if it is one.
    private static func flippedBit(in bytes: [UInt8], checksum: UInt32) -> Int? {
        guard bytes.count <= 256 else { return nil }
        var bytes = bytes
        for bit in 0..<8 * bytes.count {
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            if Checksum.of(bytes) == checksum { return bit }
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        }
        return nil
    }

    // MARK: Ends

    /// Takes the last record of a file that ends inside it.
    private func torn(at offset: Int, head opcode: MCAP.Opcode?) throws(TraceError) -> Finding {
        let left = window.size - offset
        guard opcode == .chunk, let content = try window.bytes(at: offset + MCAP.recordHead, left - MCAP.recordHead)
        else {
            // Of the records only chunks and attachments hold what was recorded; all others can be made again.
            if opcode == .attachment {
                try lose(Loss(offset: offset, bytes: left, reason: .crash, note: "the file ends inside an attachment"))
            } else {
                try emit(.repair("bytes \(offset)..<\(window.size) are the beginning of a record without events"))
            }
            return .next(window.size)
        }
        var cursor = RecordCursor(content, at: offset + MCAP.recordHead, limits: limits)
        if let head = try? MCAP.ChunkHead(&cursor), head.compression.isEmpty { try emit(.torn(cursor.rest)) }
        try lose(Loss(offset: offset, bytes: left, reason: .crash, note: "the file ends inside a chunk"))
        return .next(window.size)
    }

    /// Returns whether a record could begin at an offset.
    private func isPlausible(_ offset: Int) throws(TraceError) -> Bool {
        if offset == window.size { return true }
        guard let head = try window.bytes(at: offset, MCAP.recordHead) else { return false }
        guard (1...15).contains(head[0]) || head[0] == MCAP.Opcode.sync.rawValue else { return false }
        return ContainerSearch.length(of: head) <= UInt64(window.size - offset - MCAP.recordHead)
    }

    /// Returns whether the data section can end here: no sync record follows.
    private func isEnd(_ offset: Int) throws(TraceError) -> Bool {
        if let start = summary()?.start { return start == offset }
        return try nextPlace(from: offset) == nil
    }

    /// Checks what follows the data section; all of it can be made again.
    private func checkEnd(at offset: Int) throws(TraceError) {
        isFinished = summary() != nil
        if !isFinished { try emit(.repair("the summary is damaged or missing")) }
        guard !hasDamage, let record = try window.bytes(at: offset, MCAP.recordHead + 4) else { return }
        let expected = UInt32(
            littleEndian: record.loadUnaligned(fromByteOffset: MCAP.recordHead, as: UInt32.self))
        guard expected != 0 || requiresChecksums, try window.checksum(to: offset) != expected else { return }
        try emit(.repair("the checksum of the data section is wrong, though every chunk and attachment has its own"))
    }
}

/// What a whole summary says of the data section.
struct ContainerSummaryFacts {
    /// The offset of the summary.
    let start: Int
    /// How many chunks and attachments there are, if it says.
    let units: UInt64?
    /// How many messages each channel has, if it says.
    let messages: [UInt16: Int]?

    init(_ window: FileWindow, limits: MCAP.Limits, requiresChecksums: Bool) throws(TraceError) {
        let summary = try ContainerSummary(
            window.file, size: window.size, limits: limits, requiresChecksum: requiresChecksums)
        start = summary.start
        units = summary.statistics.map { UInt64($0.chunks) + UInt64($0.attachments) }
        messages = summary.statistics.map { statistics in
            var counts: [UInt16: Int] = [:]
            for entry in statistics.messagesByChannel { counts[entry.channel] = Int(clamping: entry.count) }
            return counts
        }
    }
}
