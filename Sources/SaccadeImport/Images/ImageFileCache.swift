/// The files of images that the records of one import have named last, within a budget of bytes.
///
/// Records of one file are often about the same few pictures: without this each would be read and hashed for every record.
final class ImageFileCache {
    private var files: [(path: String, file: RecordImage.File)] = []
    private var size = 0

    private static let mostFiles = 16
    private static let mostBytes = 16 << 20

    /// The file at a path, if it is kept.
    subscript(path: String) -> RecordImage.File? { files.first { $0.path == path }?.file }

    /// Keeps a file; the oldest ones go until all have room.
    func keep(_ file: RecordImage.File, at path: String) {
        guard file.bytes.count <= ImageFileCache.mostBytes / 2 else { return }
        while let oldest = files.first,
            files.count >= ImageFileCache.mostFiles || size + file.bytes.count > ImageFileCache.mostBytes
        {
            size -= oldest.file.bytes.count
            files.removeFirst()
        }
        files.append((path, file))
        size += file.bytes.count
    }
}
