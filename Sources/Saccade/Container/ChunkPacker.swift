#if Compression
import CLZ4
import CZstd
#endif

/// Packs the records of chunks; keep one for many chunks.
struct ChunkPacker: ~Copyable {
    let compression: MCAP.Compression
    private let level: Int
    #if Compression
    private let zstd: OpaquePointer?
    #endif

    /// Creates a packer.
    ///
    /// - Parameter level: What zstd or lz4 takes as a level: 1 is quick, and for lz4 0 is the quickest.
    init(_ compression: MCAP.Compression, level: Int) throws(TraceError) {
        self.compression = compression
        self.level = level
        #if Compression
        if compression == .zstd {
            guard let context = ZSTD_createCCtx() else {
                throw TraceError(.limitExceeded, "cannot pack: no memory for zstd")
            }
            ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Int32(clamping: level))
            zstd = context
        } else {
            zstd = nil
        }
        #else
        guard compression == .none else { throw ChunkPacker.missingTrait(compression.rawValue) }
        #endif
    }

    #if Compression
    deinit { if let zstd { ZSTD_freeCCtx(zstd) } }
    #endif

    /// Packs some bytes and appends the result.
    ///
    /// - Returns: False if they are better left as they are: with no compression, or when packing saves nothing.
    func pack(_ bytes: UnsafeRawBufferPointer, into packed: inout RawBuffer) throws(TraceError) -> Bool {
        let before = packed.count
        #if Compression
        switch compression {
        case .none: return false
        case .zstd:
            packed.reserve(ZSTD_compressBound(bytes.count))
            let room = packed.room
            let size = ZSTD_compress2(zstd, room.baseAddress, room.count, bytes.baseAddress, bytes.count)
            guard ZSTD_isError(size) == 0 else {
                throw TraceError(.limitExceeded, "cannot pack with zstd: \(String(cString: ZSTD_getErrorName(size)))")
            }
            packed.didAppend(size)
        case .lz4:
            var preferences = LZ4F_preferences_t()
            preferences.compressionLevel = Int32(clamping: level)
            packed.reserve(LZ4F_compressFrameBound(bytes.count, &preferences))
            let room = packed.room
            let size = LZ4F_compressFrame(room.baseAddress, room.count, bytes.baseAddress, bytes.count, &preferences)
            guard LZ4F_isError(size) == 0 else {
                throw TraceError(.limitExceeded, "cannot pack with lz4: \(String(cString: LZ4F_getErrorName(size)))")
            }
            packed.didAppend(size)
        }
        return packed.count - before < bytes.count
        #else
        return false
        #endif
    }

    static func missingTrait(_ compression: String) -> TraceError {
        TraceError(
            .unsupportedVersion,
            "the chunk is packed with \(compression), and this build of saccade was made without the trait Compression")
    }
}

/// Unpacks the records of chunks; keep one for many chunks.
struct ChunkUnpacker: ~Copyable {
    #if Compression
    private var zstd: OpaquePointer?
    private var lz4: OpaquePointer?
    #endif

    init() {}

    #if Compression
    deinit {
        if let zstd { ZSTD_freeDCtx(zstd) }
        if let lz4 { LZ4F_freeDecompressionContext(lz4) }
    }
    #endif

    /// Unpacks bytes into an empty buffer, which must become exactly `size` bytes.
    ///
    /// - Parameter offset: Where the chunk is, for errors.
    mutating func unpack(
        _ bytes: UnsafeRawBufferPointer, _ compression: MCAP.Compression, size: Int, into unpacked: inout RawBuffer,
        at offset: Int
    ) throws(TraceError) {
        unpacked.removeAll()
        #if Compression
        // Room for one byte at least: lz4 takes no null, and an empty frame is a frame.
        unpacked.reserveExactly(max(size, 1))
        switch compression {
        case .none: unpacked.append(bytes)
        case .zstd:
            if zstd == nil { zstd = ZSTD_createDCtx() }
            guard let zstd else { throw TraceError(.limitExceeded, "cannot unpack: no memory for zstd") }
            let count = ZSTD_decompressDCtx(zstd, unpacked.room.baseAddress, size, bytes.baseAddress, bytes.count)
            guard ZSTD_isError(count) == 0 else {
                throw .container(
                    "expected a chunk of \(size) bytes packed with zstd: \(String(cString: ZSTD_getErrorName(count)))",
                    at: offset)
            }
            unpacked.didAppend(count)
        case .lz4: try unpackLZ4(bytes, size: size, into: &unpacked, at: offset)
        }
        guard unpacked.count == size else {
            throw .container("expected a chunk that unpacks to \(size) bytes, found \(unpacked.count)", at: offset)
        }
        #else
        throw ChunkPacker.missingTrait(compression.rawValue)
        #endif
    }

    #if Compression
    private mutating func unpackLZ4(
        _ bytes: UnsafeRawBufferPointer, size: Int, into unpacked: inout RawBuffer, at offset: Int
    ) throws(TraceError) {
        if lz4 == nil { _ = LZ4F_createDecompressionContext(&lz4, UInt32(LZ4F_VERSION)) }
        guard let lz4 else { throw TraceError(.limitExceeded, "cannot unpack: no memory for lz4") }
        LZ4F_resetDecompressionContext(lz4)
        var options = LZ4F_decompressOptions_t()
        options.stableDst = 1
        var read = 0
        while true {
            var produced = size - unpacked.count
            var consumed = bytes.count - read
            let hint = LZ4F_decompress(
                lz4, unpacked.room.baseAddress, &produced, bytes.baseAddress.map { $0 + read }, &consumed, &options)
            guard LZ4F_isError(hint) == 0 else {
                throw .container(
                    "expected a chunk of \(size) bytes packed with lz4: \(String(cString: LZ4F_getErrorName(hint)))",
                    at: offset)
            }
            unpacked.didAppend(produced)
            read += consumed
            if hint == 0, read == bytes.count { return }
            guard produced > 0 || consumed > 0 else {
                let amount = unpacked.count == size ? "more" : "less"
                throw .container("expected a chunk that unpacks with lz4 to \(size) bytes, found \(amount)", at: offset)
            }
        }
    }
    #endif
}
