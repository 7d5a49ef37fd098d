extension ContainerWriter {
    /// A file that goes on, and the traces in it.
    public struct Reopened {
        /// The writer of the file.
        public let container: ContainerWriter
        /// The traces that the file has events of, in the order of the file.
        public let traces: [ReopenedTrace]
        /// How many bytes at the file's end were cut off, because they were not whole.
        public let cut: Int
    }

    /// A trace of a file that goes on.
    public struct ReopenedTrace {
        /// Its id.
        public let id: String
        /// Names it to the writer.
        public let handle: Handle
        /// Its structure so far: counts, what is open.
        public let structure: LogStructure
        /// The digest of its lines so far, if one was asked for.
        public let digest: (any StreamingDigest)?
    }

    /// Goes on with a file that was not finished.
    ///
    /// The file is read once. What is not whole at its end is cut off; what images it has, how far each trace has come and
    /// the index of what is there are known again. A file that is damaged before its end is left as it is.
    ///
    /// - Parameters:
    ///   - path: The name that the file shall have, without `.open`.
    ///   - layout: Whether it is a trace's own file or a segment; it must be that of the file.
    ///   - options: How what follows is written.
    ///   - storage: Where the file is.
    ///   - makeDigest: Makes fresh digests for the lines of each trace.
    /// - Throws: ``TraceError`` with code `malformed-container` if what is damaged is not its end: it must be recovered
    ///   first; `misplaced-event` if its layout is another.
    public static func reopen(
        path: String, layout: Layout, options: ContainerOptions = ContainerOptions(),
        storage: any Storage = FileStorage(), digest makeDigest: (() -> any StreamingDigest)? = nil
    ) throws(TraceError) -> Reopened {
        let open = path + ContainerFormat.openSuffix
        do throws(TraceError) {
            let file = try storage.openForAppending(open)
            let size = try file.size() ?? 0
            var rebuilt: [UInt16: RebuiltTrace] = [:]
            var scan = try ContainerScan(file)
            scan.run { channel, event in
                rebuilt[channel, default: RebuiltTrace(digest: makeDigest?())].add(event)
            }
            guard scan.ending != nil else {
                throw TraceError(.fileSystem, "expected an unfinished file, found a finished one")
            }
            try refuseDamage(scan, file)
            guard scan.wholeSize > 0 else {
                try file.truncate(to: 0)
                let container = try ContainerWriter(
                    empty: file, path: path, layout: layout, options: options, storage: storage)
                return Reopened(container: container, traces: [], cut: size)
            }
            try checkLayout(scan, layout)
            if size > scan.wholeSize { try file.truncate(to: scan.wholeSize) }
            var recordOptions = ContainerWriter.recordOptions(options)
            if let sync = scan.latestSync { recordOptions.syncFile = sync.file }
            let records = try MCAP.Writer(reopening: file, scan, options: recordOptions)
            records.define(ContainerFormat.eventSchema)
            let container = ContainerWriter(
                file: file, records: records, path: path, layout: layout, options: options, storage: storage)
            let ended = Set(rebuilt.filter { $0.value.structure.isEnded }.keys)
            let handles = try container.restore(scan, ended: ended)
            let traces = handles.sorted { $0.key < $1.key }.map { channel, handle in
                let trace = rebuilt[channel] ?? RebuiltTrace(digest: makeDigest?())
                return ReopenedTrace(
                    id: container.id(of: handle), handle: handle, structure: trace.structure, digest: trace.digest)
            }
            return Reopened(container: container, traces: traces, cut: size - scan.wholeSize)
        } catch {
            throw ContainerReader.located(error, open)
        }
    }

    /// Refuses a file with something whole behind what is not.
    private static func refuseDamage(_ scan: borrowing ContainerScan, _ file: any StorageFile) throws(TraceError) {
        // The sync record of the torn chunk itself may be whole; only one behind the damage shows that it is no torn end.
        let damage = max(scan.ending?.offset ?? 0, scan.wholeSize + 1)
        guard scan.header == nil || scan.latestSync != nil || scan.wholeSize > 0 else { return }
        guard let later = try SyncSearch.next(in: file, from: damage + 1, of: scan.latestSync?.file) else { return }
        throw .container(
            "expected a file that ends here, found whole records from byte \(later.offset) on: recover it first",
            at: damage)
    }

    private static func checkLayout(_ scan: borrowing ContainerScan, _ layout: Layout) throws(TraceError) {
        guard scan.header?.profile == ContainerFormat.profile else {
            throw .container(
                "expected a file of this library, found the profile \(scan.header?.profile ?? "none")", at: 0)
        }
        let found = scan.facts.first { $0.key == "layout" }?.value
        guard found == nil || found == layout.rawValue else {
            throw TraceError(
                .misplacedEvent, "expected a file with the layout \(layout.rawValue), found \(found ?? "none")")
        }
    }
}

/// What a scan learns of a trace.
private struct RebuiltTrace {
    var structure = LogStructure()
    var digest: (any StreamingDigest)?
    private let decoder = EventDecoder()

    init(digest: (any StreamingDigest)?) { self.digest = digest }

    mutating func add(_ event: UnsafeRawBufferPointer) {
        if let decoded = try? decoder.decode(event.bindMemory(to: UInt8.self)) { structure.apply(decoded) }
        guard var digest else { return }
        digest.update(event)
        [UInt8(ascii: "\n")].withUnsafeBytes { digest.update($0) }
        self.digest = digest
    }
}
