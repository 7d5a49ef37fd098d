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
        let recovery = TextRecovery(recorder: recorder, makeDigest: makeDigest) { () throws(TraceError) in
            let file: any StorageFile
            if let input { file = BytesFile(input) } else { file = try storage.open(path) }
            return try CompressedFile.unpacking(file)
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
