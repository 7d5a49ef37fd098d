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
        return isContainer ? try recoverContainer(open(), to: output) : try recoverText(open, to: output)
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
        _ open: @escaping () throws(TraceError) -> any StorageFile, to output: String
    ) throws(TraceError) -> RecoveryReport {
        let recovery = TextRecovery(recorder: recorder, makeDigest: makeDigest) { () throws(TraceError) in
            try CompressedFile.unpacking(try open())
        }
        var lines: PendingFile?
        let report = try recovery.recover { (source, _) throws(TraceError) in
            if lines == nil { lines = try PendingFile(path: output, storage: storage) }
            try lines?.write(source + [UInt8(ascii: "\n")])
        }
        try lines?.finish()
        return report
    }
}
