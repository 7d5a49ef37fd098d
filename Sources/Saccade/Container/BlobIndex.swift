/// Where the bytes of images and other blobs are in a file, by digest.
struct BlobIndex {
    /// Where a blob is.
    struct Place: Hashable {
        /// The record that holds it: a chunk with an image, or an attachment.
        var opcode: MCAP.Opcode
        /// The offsets of the whole record.
        var record: Range<Int>
    }

    private(set) var places: [Digest: Place] = [:]

    /// The bytes of an entry in the index: digest, offset, length, opcode.
    static let entrySize = 49

    /// Adds a blob unless its digest is there.
    mutating func add(_ digest: Digest, _ place: Place) {
        if places[digest] == nil { places[digest] = place }
    }

    /// Writes the content of the index record, in the order of digests, so that a reader can search it.
    func write(into buffer: inout RawBuffer) {
        for (digest, place) in places.sorted(by: { $0.key < $1.key }) {
            buffer.append(digest.bytes)
            buffer.append(UInt64(place.record.lowerBound))
            buffer.append(UInt64(place.record.count))
            buffer.append(place.opcode.rawValue)
        }
    }

    /// Finds a digest in the content of an index record.
    static func find(_ digest: Digest, in content: UnsafeRawBufferPointer) -> Place? {
        var low = 0
        var high = content.count / entrySize
        while low < high {
            let middle = (low + high) / 2
            let entry = UnsafeRawBufferPointer(rebasing: content[(middle * entrySize)..<((middle + 1) * entrySize)])
            guard let found = Digest(bytes: entry.prefix(32)) else { return nil }
            if found == digest {
                let offset = UInt64(littleEndian: entry.loadUnaligned(fromByteOffset: 32, as: UInt64.self))
                let length = UInt64(littleEndian: entry.loadUnaligned(fromByteOffset: 40, as: UInt64.self))
                guard let start = Int(exactly: offset), let count = Int(exactly: length),
                    !start.addingReportingOverflow(count).overflow
                else { return nil }
                return Place(opcode: MCAP.Opcode(rawValue: entry[48]), record: start..<start + count)
            }
            if found < digest { low = middle + 1 } else { high = middle }
        }
        return nil
    }
}
