/// How files of the binary encoding are written.
public struct ContainerOptions: Sendable {
    /// How event chunks are packed; images are left as they are.
    public var compression = ChunkCompression.none
    /// What the compression takes as a level: for zstd 1 is quick and 19 small, for lz4 0 is quick.
    public var level = 1
    /// How many bytes of records an event chunk holds at most, unless one event is larger.
    public var chunkSize = 256 << 10
    /// How many nanoseconds after its first event a chunk is closed by ``ContainerWriter/advance(to:)``; `nil` for never.
    public var chunkAge: UInt64? = 200_000_000
    /// The name of the program in the file's header.
    public var library = "saccade"
    /// The number of the file in its sync records; a random one if `nil`.
    ///
    /// Give one for the same bytes every time.
    public var fileNumber: UInt64?
    /// How many bytes a segment may have before it is rotated.
    public var segmentSize = 1 << 30
    /// How many nanoseconds after its beginning a segment is rotated.
    public var segmentAge: UInt64 = 3_600_000_000_000
    /// How many channels a segment may have before it is rotated; at most 65,000.
    public var segmentChannels = 30_000

    /// Creates options with the defaults.
    public init() {}
}
