/// The files of a log that was written in segments: `NAME-00000000.mcap`, `NAME-00000001.mcap` and so on in one folder.
struct SegmentFiles {
    /// One segment.
    struct File: Sendable, Hashable {
        var number: Int
        var path: String
        var isFinished: Bool
        /// The size in bytes.
        var size: Int
    }

    let folder: String
    /// What stands before the number in the names of all segments.
    let name: String
    let storage: any Storage

    private static let suffix = ".mcap"
    /// How many digits a number has at least, so that names sort as numbers do.
    private static let digits = 8

    init(folder: String, name: String, storage: any Storage) {
        self.folder = folder
        self.name = name
        self.storage = storage
    }

    /// Names the segments that a file is one of, and its number; `nil` for a file with any other name.
    static func of(_ path: String, storage: any Storage) -> (files: SegmentFiles, number: Int)? {
        guard let (name, number, _) = parse(StoragePath.name(of: path)) else { return nil }
        return (SegmentFiles(folder: StoragePath.folder(of: path), name: name, storage: storage), number)
    }

    private static func parse(_ file: String) -> (name: String, number: Int, isFinished: Bool)? {
        let isFinished = file.hasSuffix(suffix)
        guard isFinished || file.hasSuffix(suffix + ContainerFormat.openSuffix) else { return nil }
        let stem = file.dropLast(suffix.count + (isFinished ? 0 : ContainerFormat.openSuffix.count))
        guard let dash = stem.lastIndex(of: "-") else { return nil }
        let number = stem[stem.index(after: dash)...]
        guard number.utf8.count >= digits, number.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let value = Int(number)
        else { return nil }
        return (String(stem[..<dash]), value, isFinished)
    }

    /// Returns the path of the segment with a number, once it is finished.
    func path(_ number: Int) -> String {
        let text = String(number)
        let zeros = String(repeating: "0", count: max(0, SegmentFiles.digits - text.utf8.count))
        return StoragePath.join(folder, "\(name)-\(zeros)\(text)\(SegmentFiles.suffix)")
    }

    /// Returns the segments that are there, in the order of their numbers.
    func all() throws(TraceError) -> [File] {
        var found: [Int: File] = [:]
        for file in try storage.list(folder) {
            guard let (name, number, isFinished) = SegmentFiles.parse(file), name == self.name,
                isFinished || found[number] == nil
            else { continue }
            let path = StoragePath.join(folder, file)
            guard let entry = try storage.entry(path), !entry.isFolder else { continue }
            found[number] = File(number: number, path: path, isFinished: isFinished, size: entry.size)
        }
        return found.values.sorted { $0.number < $1.number }
    }

    /// Returns whether there is a segment with a number, finished or not.
    func has(_ number: Int) throws(TraceError) -> Bool {
        let path = path(number)
        if try storage.entry(path) != nil { return true }
        return try storage.entry(path + ContainerFormat.openSuffix) != nil
    }
}
