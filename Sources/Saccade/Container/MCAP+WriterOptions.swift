extension MCAP {
    /// How a file is written.
    package struct WriterOptions: Sendable {
        /// Whether messages go into chunks.
        package var isChunked = true
        /// How many bytes of records close a chunk.
        package var chunkSize = 256 << 10
        package var compression = Compression.none
        /// What the compression takes as a level.
        package var level = 1
        package var hasChunkChecksums = true
        package var hasDataChecksum = true
        package var hasMessageIndex = true
        package var hasChunkIndex = true
        package var hasAttachmentIndex = true
        package var hasMetadataIndex = true
        package var hasStatistics = true
        package var hasSummaryOffsets = true
        package var repeatsSchemas = true
        package var repeatsChannels = true
        /// Whether each chunk holds the schemas and channels of its messages, so that it can be read when all others are
        /// damaged.
        package var definesInEveryChunk = false
        /// The number of the file in sync records; without one there are no sync records.
        package var syncFile: UInt64?

        package init() {}
    }
}
