/// Reads the events of several traces of a file together, because they stand in the same chunks.
///
/// A segment of many traces that run at once has a few events of each in every chunk. Whoever reads one trace after
/// another would unpack each chunk as often as it has traces.
struct ContainerBatch {
    /// The events of one trace.
    struct Contents {
        var bytes: [UInt8] = []
        var messages: [ContainerEvents.Message] = []
    }

    private var contents: [UInt16: Contents] = [:]

    /// The most bytes of events that are read together.
    private static let mostBytes = 32 << 20
    /// The most events.
    private static let mostEvents = 1 << 18

    /// Returns the events of a trace if they have been read, and forgets them.
    mutating func take(_ trace: ContainerReader.Trace) -> Contents? { contents.removeValue(forKey: trace.channel) }

    /// Reads the events of as many of some traces as fit into memory; of none if that saves nothing, or if a chunk is
    /// damaged: then whoever reads the trace finds out.
    mutating func load(_ traces: ArraySlice<ContainerReader.Trace>, from reader: ContainerReader) {
        contents = [:]
        var wanted = candidates(traces)
        guard wanted.count > 1 else { return }
        let places = wanted.map { reader.chunkNumbers(of: $0) }
        let chunks = Set(places.joined()).sorted()
        guard places.reduce(0, { $0 + $1.count }) > chunks.count else { return }
        var found: [UInt16: Contents] = Dictionary(wanted.map { ($0.channel, Contents()) }) { first, _ in first }
        var total = 0
        for chunk in chunks {
            do throws(TraceError) {
                total += try read(reader.records.chunks[chunk], reader, &found)
            } catch {
                return
            }
            while total > ContainerBatch.mostBytes {
                guard wanted.count > 2 else { return }
                for trace in wanted.dropFirst(wanted.count / 2) {
                    total -= found.removeValue(forKey: trace.channel)?.bytes.count ?? 0
                }
                wanted = Array(wanted.prefix(wanted.count / 2))
            }
        }
        contents = found
    }

    private func candidates(_ traces: ArraySlice<ContainerReader.Trace>) -> [ContainerReader.Trace] {
        var events = 0
        return Array(
            traces.prefix {
                events += $0.events
                return events <= ContainerBatch.mostEvents
            })
    }

    private func read(
        _ chunk: MCAP.IndexedReader.ChunkPlace, _ reader: ContainerReader, _ found: inout [UInt16: Contents]
    ) throws(TraceError) -> Int {
        var total = 0
        try reader.records.read(chunk) { (opcode, content) throws(TraceError) in
            guard opcode == .message, content.count >= MCAP.MessageHead.size else { return true }
            let head = MCAP.MessageHead(content)
            guard let index = found.index(forKey: head.channel) else { return true }
            let data = content[MCAP.MessageHead.size...]
            let first = found.values[index].bytes.count
            found.values[index].bytes.append(contentsOf: data)
            found.values[index].messages.append(
                ContainerEvents.Message(head: head, place: first..<first + data.count))
            total += data.count
            return true
        }
        return total
    }
}
