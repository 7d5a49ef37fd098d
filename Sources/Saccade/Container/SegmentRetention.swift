/// Removes the oldest finished segments of a log when there are too many.
struct SegmentRetention {
    /// How many bytes all may have together.
    let size: Int?
    /// How many nanoseconds the end of one may lie before the newest.
    let age: UInt64?
    let files: SegmentFiles
    /// The segments that are there, the oldest first; `nil` until they are first looked for.
    private var kept: [Kept]?

    private struct Kept {
        var path: String
        var size: Int
        /// The time of the last event; `nil` where the file does not say.
        var endTime: UInt64?
    }

    init(size: Int?, age: UInt64?, files: SegmentFiles) {
        self.size = size
        self.age = age
        self.files = files
    }

    /// Takes a segment that was finished, and removes those that are too old or too much.
    mutating func add(path: String, size: Int, endTime: UInt64) throws(TraceError) {
        guard self.size != nil || age != nil else { return }
        if kept == nil { kept = try earlier(than: path) }
        kept?.append(Kept(path: path, size: size, endTime: endTime))
        try clean()
    }

    /// Returns the finished segments of earlier runs.
    private func earlier(than path: String) throws(TraceError) -> [Kept] {
        var found: [Kept] = []
        for file in try files.all() where file.isFinished && file.path != path {
            // What cannot be read has no time, and goes when it is too much.
            let end = age == nil ? nil : endTime(of: file.path)
            found.append(Kept(path: file.path, size: file.size, endTime: end))
        }
        return found
    }

    private func endTime(of path: String) -> UInt64? {
        guard let file = try? files.storage.open(path), let reader = try? MCAP.IndexedReader(file) else { return nil }
        return reader.statistics?.endTime
    }

    private mutating func clean() throws(TraceError) {
        guard var kept else { return }
        var total = kept.reduce(0) { $0 + $1.size }
        let newest = kept.compactMap(\.endTime).max() ?? 0
        // The newest stays, however large it is.
        while kept.count > 1, let oldest = kept.first {
            let isTooMuch = size.map { total > $0 } ?? false
            let isTooOld = age.map { age in oldest.endTime.map { newest - min($0, newest) > age } ?? false } ?? false
            guard isTooMuch || isTooOld else { break }
            if try files.storage.entry(oldest.path) != nil { try files.storage.remove(oldest.path) }
            total -= oldest.size
            kept.removeFirst()
            self.kept = kept
        }
    }
}
