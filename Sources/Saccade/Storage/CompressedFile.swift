#if Compression
import CZstd
#endif

/// Reading of compressed logs: a log that was packed with `zstd` opens like any other.
enum CompressedFile {
    static let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

    /// Returns a file that gives the bytes of another, unpacked if they are a zstd frame, and whether these are a container.
    ///
    /// - Throws: ``TraceError`` with code `unsupported-version` if they are and the library was built without the trait
    ///   `Compression`.
    static func opening(
        _ file: any StorageFile
    ) throws(TraceError) -> (file: any StorageFile, isContainer: Bool) {
        let (whole, head) = try beginning(of: file)
        guard head.starts(with: magic) else { return (whole, head.starts(with: MCAP.magic)) }
        #if Compression
        let (unpacked, inner) = try beginning(of: try ZstdFile(whole))
        return (unpacked, inner.starts(with: MCAP.magic))
        #else
        throw TraceError(
            .unsupportedVersion,
            "the log is packed with zstd, and this build of saccade was made without the trait Compression")
        #endif
    }

    /// Returns a file that gives the bytes of another, unpacked if they are a zstd frame.
    static func unpacking(_ file: any StorageFile) throws(TraceError) -> any StorageFile { try opening(file).file }

    /// Returns a file that gives the bytes of another, and the first of them.
    private static func beginning(
        of file: any StorageFile
    ) throws(TraceError) -> (file: any StorageFile, head: [UInt8]) {
        var head: [UInt8] = []
        while head.count < MCAP.magic.count {
            let piece = try file.read(upTo: 1 << 16)
            if piece.isEmpty { break }
            head += piece
        }
        return (PrefixedFile(head, file), head)
    }
}

#if Compression
/// A file of zstd frames, unpacked piece by piece in memory that does not depend on its size.
private final class ZstdFile: StorageFile {
    private let packed: any StorageFile
    private let stream: OpaquePointer
    private var input: [UInt8] = []
    private var position = 0
    private var isInFrame = false

    /// The largest window that a frame may ask for: 2^27 bytes, the most that the format says readers should allow.
    private static let largestWindow: Int32 = 27

    init(_ packed: any StorageFile) throws(TraceError) {
        guard let stream = ZSTD_createDCtx() else {
            throw TraceError(.limitExceeded, "cannot unpack: no memory for zstd")
        }
        self.stream = stream
        self.packed = packed
        ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, ZstdFile.largestWindow)
    }

    deinit { ZSTD_freeDCtx(stream) }

    func read(upTo count: Int) throws(TraceError) -> [UInt8] {
        while true {
            if position == input.count {
                input = try packed.read(upTo: 1 << 17)
                position = 0
                if input.isEmpty {
                    if isInFrame { throw TraceError(.truncated, "the packed log ends inside a zstd frame") }
                    return []
                }
            }
            var status = 0
            let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, produced in
                var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: count, pos: 0)
                input.withUnsafeBytes { bytes in
                    var source = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: position)
                    status = ZSTD_decompressStream(stream, &output, &source)
                    position = source.pos
                }
                produced = output.pos
            }
            if ZSTD_isError(status) != 0 {
                throw TraceError(.malformedJSON, "cannot unpack the log: \(String(cString: ZSTD_getErrorName(status)))")
            }
            isInFrame = status != 0
            if !piece.isEmpty { return piece }
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(TraceError) { throw readOnly }
    func sync() throws(TraceError) {}
    func truncate(to size: Int) throws(TraceError) { throw readOnly }
    func close() throws(TraceError) { try packed.close() }

    private var readOnly: TraceError { TraceError(.fileSystem, "cannot write: packed logs are only for reading") }
}
#endif
