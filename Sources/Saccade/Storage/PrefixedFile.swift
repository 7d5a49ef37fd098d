/// Some bytes that have been read already, then the rest of a file.
package final class PrefixedFile: StorageFile {
    private var head: [UInt8]
    private let rest: any StorageFile

    /// Creates a file of some bytes and what another has after them.
    package init(_ head: [UInt8], _ rest: any StorageFile) {
        self.head = head
        self.rest = rest
    }

    package func read(upTo count: Int) throws(TraceError) -> [UInt8] {
        if head.isEmpty || count <= 0 { return try rest.read(upTo: count) }
        let piece = Array(head.prefix(count))
        head.removeFirst(piece.count)
        return piece
    }

    package func write(_ bytes: UnsafeRawBufferPointer) throws(TraceError) { try rest.write(bytes) }
    package func sync() throws(TraceError) { try rest.sync() }
    package func truncate(to size: Int) throws(TraceError) { try rest.truncate(to: size) }
    package func close() throws(TraceError) { try rest.close() }
}
