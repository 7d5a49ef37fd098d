/// The schemas and channels of a damaged file: those that whole chunks define, and those that a whole summary repeats.
struct ContainerDefinitions {
    private let window: FileWindow
    private let limits = MCAP.Limits()
    private var channels: [UInt16: MCAP.Channel] = [:]
    private var schemas: [UInt16: MCAP.Schema] = [:]
    private var hasReadSummary = false

    init(_ window: FileWindow) { self.window = window }

    /// Takes a record of a chunk, if it defines something; the first definition of an id holds.
    mutating func take(_ opcode: MCAP.Opcode, _ content: UnsafeRawBufferPointer) {
        var cursor = RecordCursor(content, at: 0, limits: limits)
        if opcode == .channel, let channel = try? MCAP.Channel(&cursor), channels[channel.id] == nil {
            channels[channel.id] = channel
        } else if opcode == .schema, let schema = try? MCAP.Schema(&cursor), schemas[schema.id] == nil {
            schemas[schema.id] = schema
        }
    }

    /// Returns a channel, from the summary if no whole chunk has defined it.
    mutating func channel(_ id: UInt16) -> MCAP.Channel? {
        if channels[id] == nil { readSummary() }
        return channels[id]
    }

    /// Defines a channel and its schema in a file that is written, if that has not been done.
    mutating func define(_ channel: MCAP.Channel, in writer: MCAP.Writer) {
        guard !writer.isDefined(channel.id) else { return }
        if channel.schema != 0 {
            if schemas[channel.schema] == nil { readSummary() }
            // A schema that is lost leaves its channel without one; the messages are there all the same.
            guard let schema = schemas[channel.schema] else {
                var channel = channel
                channel.schema = 0
                return writer.define(channel)
            }
            writer.define(schema)
        }
        writer.define(channel)
    }

    private mutating func readSummary() {
        guard !hasReadSummary else { return }
        hasReadSummary = true
        guard
            let summary = try? ContainerSummary(window.file, size: window.size, limits: limits, requiresChecksum: false)
        else { return }
        for id in summary.definitions.channelIDs where channels[id] == nil {
            channels[id] = try? summary.definitions.channel(id)
        }
        for id in summary.definitions.schemaIDs where schemas[id] == nil {
            schemas[id] = try? summary.definitions.schema(id)
        }
    }
}
