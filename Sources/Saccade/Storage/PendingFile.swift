/// A file that takes its name when it is whole: until then it is called `….part`, and it goes away if it is given up.
///
/// The path `-` is standard output, which takes the bytes as they come.
public final class PendingFile {
    private let path: String
    private let temporaryPath: String
    private let storage: any Storage
    let file: any StorageFile
    private var isFinished = false

    /// Creates the file under its temporary name.
    public init(path: String, storage: any Storage = FileStorage()) throws(TraceError) {
        self.path = path
        self.storage = storage
        temporaryPath = path == "-" ? path : path + ".part"
        file = try storage.create(temporaryPath, replacing: true)
    }

    deinit { if !isFinished, path != "-" { try? storage.remove(temporaryPath) } }

    /// Writes bytes after what was written before.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(TraceError) { try file.write(bytes) }

    /// Writes bytes after what was written before.
    public func write(_ bytes: [UInt8]) throws(TraceError) {
        var failure: TraceError?
        bytes.withUnsafeBytes { buffer in
            do throws(TraceError) { try file.write(buffer) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Makes the file durable and gives it its name, replacing what has that name.
    public func finish() throws(TraceError) {
        try file.sync()
        try file.close()
        if path != "-" {
            try storage.rename(temporaryPath, to: path)
            try storage.syncFolder(StoragePath.folder(of: path))
        }
        isFinished = true
    }
}
