/// The traces that a path stands for: a file itself, or the files of a folder.
public enum TraceFolder {
    /// The endings of the files in a folder that are taken for traces.
    public static let endings = [".jsonl", ".jsonl.zst", ".jsonl.part", ".mcap", ".mcap.open"]

    /// How deep folders within a folder are looked into.
    private static let deepest = 16

    /// Returns the files that a path stands for: the path itself, or all traces in a folder and in its folders.
    ///
    /// The files of a folder come in the order of their names. Names that begin with a dot and the folders `blobs` are
    /// left out.
    ///
    /// - Throws: ``TraceError`` with code `file-system` for a folder without a trace, or one that cannot be read.
    public static func files(at path: String, storage: any Storage = FileStorage()) throws(TraceError) -> [String] {
        guard path != "-", try storage.entry(path)?.isFolder == true else { return [path] }
        var found: [String] = []
        try collect(path, depth: 0, storage, into: &found)
        guard !found.isEmpty else {
            let endings = self.endings.map { "*\($0)" }.joined(separator: ", ")
            throw TraceError(.fileSystem, "expected traces (\(endings)) in the folder \(path), found none")
        }
        return found
    }

    private static func collect(
        _ folder: String, depth: Int, _ storage: any Storage, into found: inout [String]
    ) throws(TraceError) {
        for name in try storage.list(folder) where !name.hasPrefix(".") {
            let path = StoragePath.join(folder, name)
            if endings.contains(where: name.hasSuffix), try storage.entry(path)?.isFolder == false {
                found.append(path)
            } else if depth < deepest, name != "blobs", try storage.entry(path)?.isFolder == true {
                try collect(path, depth: depth + 1, storage, into: &found)
            }
        }
    }
}
