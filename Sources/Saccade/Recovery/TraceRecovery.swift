/// Makes a whole log of a damaged one: every event that is whole, as it stands, and a gap where something is missing.
///
/// What is damaged is left out and never given a fresh checksum.
public struct TraceRecovery {
    /// Who recovers: the author of headers in place of those that are lost.
    public var recorder: Recorder
    /// Where the files are.
    public var storage: any Storage
    private let makeDigest: () -> any StreamingDigest

    /// Prepares recovery; the closure makes fresh digests.
    public init(
        recorder: Recorder, storage: any Storage = FileStorage(), digest: @escaping () -> any StreamingDigest
    ) {
        self.recorder = recorder
        self.storage = storage
        makeDigest = digest
    }

    /// Recovers a log into another file, or into the same; the file appears when it is whole.
    ///
    /// - Parameters:
    ///   - path: The damaged log; `-` for standard input.
    ///   - output: The file to write; `-` for standard output.
    /// - Returns: What was recovered and what is lost.
    /// - Throws: ``TraceError`` if nothing can be recovered, or a file cannot be read or written. Nothing is written then.
    public func recover(_ path: String, to output: String) throws(TraceError) -> RecoveryReport {
        let input = path == "-" ? try storage.contents(of: path) : nil
        func open() throws(TraceError) -> any StorageFile {
            if let input { return BytesFile(input) }
            return try storage.open(path)
        }
        let isContainer = try TraceRecovery.isContainer(try open(), path: path)
        return isContainer ? try recoverContainer(open(), to: output) : try recoverText(open, of: path, to: output)
    }

    /// Returns whether a file is in the binary encoding: by its first bytes, or if these are damaged by its name.
    private static func isContainer(_ file: any StorageFile, path: String) throws(TraceError) -> Bool {
        let head = try file.read(upTo: MCAP.magic.count)
        if head.starts(with: MCAP.magic) { return true }
        let isText = head.first == UInt8(ascii: "{") || head.starts(with: CompressedFile.magic)
        return !isText && (path.hasSuffix(".mcap") || path.hasSuffix(".mcap.open"))
    }

    private func recoverContainer(_ file: any StorageFile, to output: String) throws(TraceError) -> RecoveryReport {
        let recovery = try ContainerRecovery(file, recorder: recorder)
        var result: PendingFile?
        let report = try recovery.recover { () throws(TraceError) in
            let file = try PendingFile(path: output, storage: storage)
            result = file
            return file.file
        }
        try result?.finish()
        return report
    }

    private func recoverText(
        _ open: @escaping () throws(TraceError) -> any StorageFile, of path: String, to output: String
    ) throws(TraceError) -> RecoveryReport {
        let recovery = TextRecovery(recorder: recorder, makeDigest: makeDigest) { () throws(TraceError) in
            try CompressedFile.unpacking(try open())
        }
        var blobs = BlobCarrier(from: path, to: output, storage: storage, makeDigest: makeDigest)
        var lines: PendingFile?
        var report = try recovery.recover { (source, event) throws(TraceError) in
            if lines == nil { lines = try PendingFile(path: output, storage: storage) }
            for blob in event.body.blobs { try blobs?.carry(blob) }
            try lines?.write(source + [UInt8(ascii: "\n")])
        }
        try lines?.finish()
        report.doubts += blobs?.doubts ?? []
        return report
    }
}

/// Copies the blobs of a text log that is recovered into another folder.
private struct BlobCarrier {
    private let source: BlobStore
    private let target: BlobStore
    private let makeDigest: () -> any StreamingDigest
    private var known: Set<Digest> = []
    /// What could not be copied, in words.
    private(set) var doubts: [String] = []

    /// Prepares copying; `nil` if the recovered log has the same folder of blobs, or none.
    init?(
        from path: String, to output: String, storage: any Storage, makeDigest: @escaping () -> any StreamingDigest
    ) {
        source = BlobStore(besideTrace: path, storage: storage)
        target = BlobStore(besideTrace: output, storage: storage)
        self.makeDigest = makeDigest
        if path == "-" || output == "-" || source.folder == target.folder { return nil }
    }

    /// Copies what an event names, if it is there and has the digest that names it.
    mutating func carry(_ blob: BlobReference) throws(TraceError) {
        guard blob.image?.inline == nil, known.insert(blob.digest).inserted else { return }
        // What was missing before the damage is missing after it, and the log says so itself or `check` does.
        guard try source.path(of: blob.digest, media: blob.media) != nil else { return }
        let bytes = try source.read(blob.digest, media: blob.media)
        var digest = makeDigest()
        bytes.withUnsafeBytes { digest.update($0) }
        guard digest.finalize() == blob.digest else {
            doubts.append("the blob sha256-\(blob.digest) is damaged and stays behind")
            return
        }
        try target.write(bytes, digest: blob.digest, media: blob.media)
    }
}
