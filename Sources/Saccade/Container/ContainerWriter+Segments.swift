extension ContainerWriter {
    /// An event that was taken and is not in the file yet.
    struct UnwrittenEvent {
        var handle: Handle
        /// The id of its trace.
        var trace: String
        /// Its ordinal.
        var number: Int
        var time: UInt64
        var bytes: [UInt8]
    }

    /// Whether the file takes nothing more, because cutting it or a sync has failed.
    var isBroken: Bool { records.isBroken }

    /// Whether nothing was put into the file.
    var isEmpty: Bool { records.statistics.messages == 0 && records.statistics.attachments == 0 }

    /// Whether there are events that were taken and are not in the file yet.
    var hasUnwrittenEvents: Bool { records.openChunkMessages > 0 }

    /// Returns the events that were taken and are not in the file yet, in their order.
    func unwrittenEvents() -> [UnwrittenEvent] {
        var result: [UnwrittenEvent] = []
        records.withOpenChunk { head, data in
            guard let handle = trace(onChannel: head.channel) else { return }
            result.append(
                UnwrittenEvent(
                    handle: handle, trace: id(of: handle), number: Int(head.sequence), time: head.publishTime,
                    bytes: Array(data)))
        }
        return result
    }
}
