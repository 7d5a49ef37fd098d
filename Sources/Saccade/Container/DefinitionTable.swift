/// The schemas or the channels of a file that is being written, by id.
struct DefinitionTable: ~Copyable {
    /// What is known of one definition.
    struct Definition {
        fileprivate var start = 0
        fileprivate var end = 0
        /// A channel's schema.
        var schema: UInt16 = 0
        /// The number of the last chunk that holds the definition; -1 for none.
        var definedIn = -1
        /// The number of the last chunk with a message of the channel, and its slot there.
        fileprivate var usedIn = -1
        fileprivate var slot: UInt32 = 0
        fileprivate var messages: UInt64 = 0
    }

    private var buffer = RawBuffer()
    private var byID: [Definition] = []
    private(set) var count = 0

    init() {}

    /// All records, in the order in which they were defined.
    var records: UnsafeRawBufferPointer { buffer.bytes }

    subscript(id: UInt16) -> Definition? {
        guard Int(id) < byID.count, byID[Int(id)].end > 0 else { return nil }
        return byID[Int(id)]
    }

    /// The record of a definition.
    func record(_ definition: Definition) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: buffer.bytes[definition.start..<definition.end])
    }

    /// Adds a definition unless the id has one.
    mutating func define(_ id: UInt16, schema: UInt16 = 0, _ write: (inout RawBuffer) -> Void) {
        guard self[id] == nil else { return }
        if byID.count <= Int(id) {
            byID.append(contentsOf: repeatElement(Definition(), count: Int(id) + 1 - byID.count))
        }
        let start = buffer.count
        write(&buffer)
        byID[Int(id)] = Definition(start: start, end: buffer.count, schema: schema)
        count += 1
    }

    mutating func markDefined(_ id: UInt16, in chunk: Int) { byID[Int(id)].definedIn = chunk }

    /// Notes the first message of a channel in a chunk.
    mutating func beginUse(_ id: UInt16, in chunk: Int, slot: UInt32) {
        byID[Int(id)].usedIn = chunk
        byID[Int(id)].slot = slot
        byID[Int(id)].messages &+= 1
    }

    /// Counts a message and returns its channel's slot in a chunk; `nil` if it is the channel's first there.
    @inline(__always) mutating func countMessage(_ id: UInt16, chunk: Int) -> UInt32? {
        guard Int(id) < byID.count, byID[Int(id)].usedIn == chunk else { return nil }
        byID[Int(id)].messages &+= 1
        return byID[Int(id)].slot
    }

    /// Counts messages of a channel that are in the file already.
    mutating func countMessages(_ id: UInt16, _ number: UInt64) {
        if self[id] != nil { byID[Int(id)].messages &+= number }
    }

    /// Takes back a number of messages of a channel, whose chunk was discarded.
    mutating func discardMessages(_ id: UInt16, _ number: Int) { byID[Int(id)].messages -= UInt64(number) }

    /// The number of messages of each channel that has any, in the order of ids.
    var messageCounts: [MCAP.ChannelCount] {
        byID.enumerated().compactMap { id, definition in
            definition.messages == 0
                ? nil : MCAP.ChannelCount(channel: UInt16(truncatingIfNeeded: id), count: definition.messages)
        }
    }
}
