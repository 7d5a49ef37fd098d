/// Bytes in memory as a file that can only be read.
final class BytesFile: StorageFile {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(upTo count: Int) -> [UInt8] {
        let end = min(bytes.count, position + count)
        defer { position = end }
        return Array(bytes[position..<end])
    }

    func read(into memory: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        let piece = bytes.dropFirst(max(0, offset)).prefix(memory.count)
        memory.copyBytes(from: piece)
        return piece.count
    }

    func size() -> Int? { bytes.count }

    func write(_ bytes: UnsafeRawBufferPointer) throws(TraceError) { throw readOnly }
    func sync() throws(TraceError) {}
    func truncate(to size: Int) throws(TraceError) { throw readOnly }
    func close() {}

    private var readOnly: TraceError { TraceError(.fileSystem, "cannot write: the bytes are only for reading") }
}
