import Saccade

/// A name for segments that no other recorder writes under, in this process or another one.
final class SegmentLock {
    /// The name, with a number if the plain one was taken.
    let name: String
    private var token: (any StorageLock)?

    /// Takes the first name that is free.
    ///
    /// - Throws: ``/Saccade/TraceError`` with code `file-system` if the folder cannot be written to or has too many recorders.
    init(folder: String, name: String, storage: any Storage) throws(TraceError) {
        for number in 1...SegmentLock.mostRecorders {
            let candidate = number == 1 ? name : "\(name)-\(number)"
            if let token = try storage.lock(StoragePath.join(folder, ".\(candidate).lock")) {
                self.name = candidate
                self.token = token
                return
            }
        }
        throw TraceError(
            .fileSystem, "expected at most \(SegmentLock.mostRecorders) recorders in \(folder), found more")
    }

    private static let mostRecorders = 1000

    /// Gives the name back.
    func release() { token = nil }
}
