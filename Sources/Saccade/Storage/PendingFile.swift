/// A file that takes its name when it is whole: until then it is called `….part`, and it goes away if it is given up.
///
/// The path `-` is standard output, which takes the bytes as they come.
public final class PendingFile {
    private let path: String
    /// Where the bytes are until the file is whole, for a program that writes them itself.
    public let temporaryPath: String
    private let storage: any Storage
    private let isDurable: Bool
    /// Whether the bytes go to standard output, a device or a pipe as they come.
    let isStream: Bool
    let file: any StorageFile
    private var isClosed = false
    private var isRenamed = false
    private var size = 0
    /// Why nothing more can be written, once a torn write could not be cut off.
    private var failure: TraceError?

    /// Creates the file under its temporary name; standard output, devices and pipes are written in their place.
    ///
    /// - Parameters:
    ///   - path: The name that it takes when it is finished; `-` for standard output.
    ///   - storage: Where it goes.
    ///   - isDurable: Whether ``finish()`` makes it survive a loss of power.
    public init(
        path: String, storage: any Storage = FileStorage(), isDurable: Bool = true
    ) throws(TraceError) {
        self.path = path
        self.storage = storage
        self.isDurable = isDurable
        let entry = try storage.entry(path)
        isStream = path == "-" || entry?.isStream == true
        temporaryPath = isStream ? path : path + ".part"
        do throws(TraceError) {
            file = try storage.create(temporaryPath, replacing: true)
        } catch {
            throw PendingFile.named(path, error, storage)
        }
    }

    deinit { if !isRenamed, temporaryPath != path { try? storage.remove(temporaryPath) } }

    /// The error of a file that could not be created, under the name that was asked for.
    static func named(_ path: String, _ error: TraceError, _ storage: any Storage) -> TraceError {
        let folder = StoragePath.folder(of: path)
        let found: StorageEntry?
        do throws(TraceError) { found = try storage.entry(folder) } catch { return error }
        guard let found else { return TraceError(error.code, "cannot create \(path): there is no folder \(folder)") }
        return found.isFolder ? error : TraceError(error.code, "cannot create \(path): \(folder) is no folder")
    }

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

    /// Makes the file durable, if that is wanted, and gives it its name, replacing what has that name; may be tried again.
    public func finish() throws(TraceError) {
        if let failure { throw failure }
        if !isClosed {
            do throws(TraceError) {
                if isDurable { try file.sync() }
            } catch {
                // After a failed sync the system may have forgotten the bytes, and the next sync would not say so.
                failure = error
                throw error
            }
            isClosed = true
            try file.close()
        }
        if temporaryPath != path {
            if !isRenamed { try storage.rename(temporaryPath, to: path) }
            isRenamed = true
            if isDurable { try storage.syncFolder(StoragePath.folder(of: path)) }
        }
    }
}
