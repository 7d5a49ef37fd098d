import Saccade

/// Where everything lies in an undamaged MCAP file of one trace whose chunks are not packed, found by a walk that trusts
/// every length.
struct ContainerMap {
    /// A chunk: the bytes of its record, those of its records, and the numbers of the events in it.
    struct Chunk {
        var record: Range<Int>
        var payload: Range<Int>
        var events: [Int] = []
    }

    private(set) var chunks: [Chunk] = []
    /// Where the record of each event ends.
    private(set) var ends: [Int] = []
    /// The bytes of each event.
    private(set) var events: [[UInt8]] = []

    /// Maps a file.
    init(_ bytes: [UInt8]) {
        var offset = MCAP.magic.count
        while offset + MCAP.recordHead <= bytes.count - MCAP.magic.count {
            let next = offset + MCAP.recordHead + Self.length(bytes, offset + 1)
            if bytes[offset] == MCAP.Opcode.chunk.rawValue {
                // The head of a chunk that is not packed has 40 bytes.
                var chunk = Chunk(record: offset..<next, payload: offset + MCAP.recordHead + 40..<next)
                var inner = chunk.payload.lowerBound
                while inner < next {
                    let end = inner + MCAP.recordHead + Self.length(bytes, inner + 1)
                    let data = inner + MCAP.recordHead + MCAP.MessageHead.size
                    // The first channel of a trace's own file is that of its events.
                    if bytes[inner] == MCAP.Opcode.message.rawValue, bytes[inner + 9] == 0, bytes[inner + 10] == 0 {
                        chunk.events.append(events.count)
                        ends.append(end)
                        events.append(Array(bytes[data..<end]))
                    }
                    inner = end
                }
                chunks.append(chunk)
            }
            offset = next
        }
    }

    private static func length(_ bytes: [UInt8], _ offset: Int) -> Int {
        (0..<8).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
}
