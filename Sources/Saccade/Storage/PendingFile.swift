/// A file that takes its name when it is whole: until then it is called `….part`, and it goes away if it is given up.
///
/// The path `-` is standard output, which takes the bytes as they come.
public final class PendingFile {
    private let path: String
    private let temporaryPath: String
    private let storage: any Storage
    let file: any StorageFile
    private var isClosed = false
    private var isRenamed = false
    private var size = 0
    /// Why nothing more can be written, once a torn write could not be cut off.
    private var failure: TraceError?

    /// Creates the file under its temporary name.
    public init(path: String, storage: any Storage = FileStorage()) throws(TraceError) {
        self.path = path
        self.storage = storage
        temporaryPath = path == "-" ? path : path + ".part"
        file = try storage.create(temporaryPath, replacing: true)
    }

    deinit { if !isRenamed, path != "-" { try? storage.remove(temporaryPath) } }

    /// Writes bytes after what was written before, or nothing of them.
    ///
    /// - Throws: ``TraceError``; unless a part of the bytes could not be taken back, the call may be tried again.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(TraceError) {
        if let failure { throw failure }
        do throws(TraceError) {
            try file.write(bytes)
            size += bytes.count
        } catch {
            do throws(TraceError) { try file.truncate(to: size) } catch { failure = error }
            throw error
        }
    }

    /// Writes bytes after what was written before, or nothing of them.
    public func write(_ bytes: [UInt8]) throws(TraceError) {
        try bytes.withBytes { (bytes) throws(TraceError) in try write(bytes) }
    }

    /// Makes the file durable and gives it its name, replacing what has that name; may be tried again.
    public func finish() throws(TraceError) {
        if let failure { throw failure }
        if !isClosed {
            do throws(TraceError) {
                try file.sync()
            } catch {
                // After a failed sync the system may have forgotten the bytes, and the next sync would not say so.
                failure = error
                throw error
            }
            isClosed = true
            try file.close()
        }
        if path != "-" {
            if !isRenamed { try storage.rename(temporaryPath, to: path) }
            isRenamed = true
            try storage.syncFolder(StoragePath.folder(of: path))
        }
    }
}
