/// Recovers an MCAP file: every message of every whole chunk as it stands, and gaps where events are missing.
///
/// Chunks whose checksum is right are written anew, message by message and with the same borders; nothing else gets a
/// checksum, but for the events of a chunk that the file ends in: these are read strictly before they are believed.
final class ContainerRecovery {
    private let window: FileWindow
    private let recorder: Recorder
    private let decoder = EventDecoder()
    private var plan: ContainerPlan
    private var header: MCAP.Header?
    /// What the file says that it is.
    private var layout: ContainerWriter.Layout?
    /// Whether the file is this library's own.
    private var isOwn = false
    /// How many messages each channel had, where a whole summary says so.
    private var totals: [UInt16: Int]?
    private var definitions: ContainerDefinitions

    init(_ file: any StorageFile, recorder: Recorder) throws(TraceError) {
        window = try FileWindow(file)
        self.recorder = recorder
        plan = ContainerPlan(recorder: recorder)
        definitions = ContainerDefinitions(window)
    }

    /// Reads the file and writes what is whole of it.
    ///
    /// - Parameter create: Creates the file to write, once something has been found.
    /// - Throws: ``TraceError`` if nothing is whole, or a file cannot be read or written.
    func recover(create: () throws(TraceError) -> any StorageFile) throws(TraceError) -> RecoveryReport {
        var hasMessages = false
        try scan { [self] (piece) throws(TraceError) in
            switch piece {
            case .header(let header): self.header = header
            case .loss(let loss): plan.add(loss)
            case .repair(let repair): plan.add(repair: repair)
            case .attachment: hasMessages = true
            case .metadata(let metadata):
                if metadata.name == ContainerFormat.metadataName {
                    layout = metadata.entries.first { $0.key == "layout" }.flatMap { .init(rawValue: $0.value) }
                }
            case .privately: break
            case .message(let channel, let head, let event, _):
                hasMessages = true
                if let event { plan.add(event, channel: channel, sequence: head.sequence) }
            case .endOfChunk(let compression): plan.add(compression)
            }
        }
        plan.finish(totals: totals)
        guard hasMessages else {
            throw TraceError(.malformedContainer, "expected an MCAP file with something whole in it, found nothing")
        }
        try write(to: try create())
        return plan.report
    }

    // MARK: Reading

    /// What is whole of the file, message by message; data is valid until the closure returns.
    private enum Piece {
        case header(MCAP.Header)
        case attachment(MCAP.Attachment)
        case metadata(MCAP.Metadata)
        /// A private record within a chunk.
        case privately(MCAP.Opcode, UnsafeRawBufferPointer)
        case message(MCAP.Channel, MCAP.MessageHead, Event?, UnsafeRawBufferPointer)
        case endOfChunk(MCAP.Compression)
        case loss(Loss)
        case repair(String)
    }

    private func scan(_ body: @escaping (Piece) throws(TraceError) -> Void) throws(TraceError) {
        definitions = ContainerDefinitions(window)
        let salvage = ContainerSalvage(window) { [self] (piece) throws(TraceError) in
            switch piece {
            case .header(let header): try body(.header(header))
            case .chunk(let head, let records):
                try split(records, isProved: true, body)
                try body(.endOfChunk(MCAP.Compression(rawValue: head.compression) ?? .none))
            case .torn(let records):
                try split(records, isProved: false, body)
                try body(.endOfChunk(.none))
            case .attachment(let attachment): try body(.attachment(attachment))
            case .metadata(let metadata): try body(.metadata(metadata))
            case .record(let opcode, let content): try take(opcode, content, isProved: true, body)
            case .loss(let loss): try body(.loss(loss))
            case .repair(let repair): try body(.repair(repair))
            }
        }
        try salvage.run()
        isOwn = salvage.isOwn
        totals = salvage.summary()?.messages
    }

    /// Gives out the records of a chunk, as far as they are whole.
    private func split(
        _ records: UnsafeRawBufferPointer, isProved: Bool, _ body: (Piece) throws(TraceError) -> Void
    ) throws(TraceError) {
        var rest = records
        while rest.count > 0, let (opcode, content, after) = try? ChunkOpener.split(rest, at: 0) {
            rest = after
            guard try take(opcode, content, isProved: isProved, body) else { return }
        }
    }

    /// Takes one record; returns whether those behind it can be believed.
    @discardableResult private func take(
        _ opcode: MCAP.Opcode, _ content: UnsafeRawBufferPointer, isProved: Bool,
        _ body: (Piece) throws(TraceError) -> Void
    ) throws(TraceError) -> Bool {
        guard opcode == .message else {
            definitions.take(opcode, content)
            if opcode.isPrivate, isProved { try body(.privately(opcode, content)) }
            return true
        }
        guard content.count >= MCAP.MessageHead.size else { return false }
        let head = MCAP.MessageHead(content)
        let data = UnsafeRawBufferPointer(rebasing: content[MCAP.MessageHead.size...])
        guard let channel = definitions.channel(head.channel) else {
            try body(
                .loss(Loss(offset: 0, bytes: content.count, note: "the definition of channel \(head.channel) is lost")))
            return isProved
        }
        guard channel.topic == ContainerFormat.eventsTopic else {
            // What no checksum proves and nothing reads strictly is not believed.
            if isProved { try body(.message(channel, head, nil, data)) }
            return true
        }
        do throws(TraceError) {
            try body(.message(channel, head, try decoder.decode(data.bindMemory(to: UInt8.self)), data))
            return true
        } catch {
            if error.code == .fileSystem || error.code == .unsupportedVersion { throw error }
            if isProved {
                try body(.loss(Loss(offset: 0, bytes: data.count, note: "a message is no event: \(error.message)")))
            }
            return isProved
        }
    }

    // MARK: Writing

    private func write(to file: any StorageFile) throws(TraceError) {
        let output = try RecoveredFile(file, source: self.source)
        var numbers: [UInt16: Int] = [:]
        // The head of the latest event of each trace: events are numbered anew without holes, as readers expect.
        var heads: [UInt16: MCAP.MessageHead] = [:]
        func insert(_ channel: UInt16, before number: Int) throws(TraceError) {
            for event in plan.takeInsertions(channel, before: number) {
                var head =
                    heads[channel] ?? MCAP.MessageHead(channel: channel, sequence: 0, logTime: 0, publishTime: 0)
                head.sequence &+= 1
                heads[channel] = head
                try EventEncoder.bytes(of: event).withBytes { (data) throws(TraceError) in
                    try output.append(head, data: data, isEvent: true)
                }
            }
        }
        try scan { [self] (piece) throws(TraceError) in
            switch piece {
            case .header, .loss, .repair: break
            case .attachment(let attachment): try output.append(attachment)
            case .metadata(let metadata): try output.append(metadata)
            case .privately(let opcode, let content): try output.append(opcode, content)
            case .message(let channel, let head, let event, let data):
                definitions.define(channel, in: output.writer)
                guard event != nil else { return try output.append(head, data: data, isEvent: false) }
                let number = numbers[channel.id, default: 0]
                numbers[channel.id] = number + 1
                var head = head
                if heads[channel.id] == nil {
                    heads[channel.id] = before(head, number: plan.firstNumber(of: channel.id))
                }
                try insert(channel.id, before: number)
                head.sequence = (heads[channel.id]?.sequence ?? 0) &+ 1
                heads[channel.id] = head
                try output.append(head, data: data, isEvent: true)
            case .endOfChunk(let compression): try output.closeChunk(packs: compression != .none)
            }
        }
        for channel in plan.unfinishedChannels { try insert(channel, before: plan.events(of: channel)) }
        try output.finish()
    }

    /// What the recovered file takes over from the damaged one.
    private var source: RecoveredFile.Source {
        get throws(TraceError) {
            RecoveredFile.Source(
                isOwn: isOwn, profile: header?.profile ?? "", library: "\(recorder.name) \(recorder.version)",
                layout: layout ?? (plan.report.traces > 1 ? .segment : .trace), compression: plan.compression,
                number: UInt64(try window.checksum(to: min(window.size, 1 << 16))) << 32
                    | UInt64(window.size & 0xFFFF_FFFF))
        }
    }

    /// The head that a message before the first one would have, given the number of the first.
    private func before(_ head: MCAP.MessageHead, number: UInt32?) -> MCAP.MessageHead {
        var head = head
        head.sequence = (number ?? head.sequence) &- 1
        return head
    }
}
