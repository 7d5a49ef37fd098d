/// Copies the traces of sources, and counts what was copied.
struct CopyRun {
    let options: TraceCopier.Options
    let makeDigest: () -> any StreamingDigest
    /// What the overlays of the trace are drawn from.
    let images = OverlayImages()
    var summary = TraceCopier.Summary()

    init(options: TraceCopier.Options, makeDigest: @escaping () -> any StreamingDigest) {
        self.options = options
        self.makeDigest = makeDigest
    }

    /// Copies the traces of a source; the closure returns where each goes, given its first event.
    mutating func copy(
        _ source: CopySource, to target: (LogEntry) throws(TraceError) -> any CopyTarget
    ) throws(TraceError) {
        let reader = try source.reader()
        var current: (any CopyTarget)?
        var traces = 0
        while let entry = try reader.next() {
            if current == nil || reader.found != traces {
                traces = reader.found
                summary.traces += 1
                images.begin(source)
                current = try target(entry)
                try current?.begin()
            }
            guard let current else { continue }
            for blob in entry.event.body.blobs { try carry(blob, from: source, to: current, at: entry.event.time) }
            try current.append(entry)
            summary.events += 1
        }
        if reader.emptyLines > 0 {
            summary.notes.append("\(source.name): \(reader.emptyLines) empty lines are no events and stay behind")
        }
        for what in try source.foreignContents() {
            summary.notes.append("\(source.name): \(what) stays behind: it is of another program")
            summary.hasLoss = true
        }
        if let ending = reader.ending { summary.notes.append(ending.description) }
    }

    /// Copies bytes that an event names, if they are what their digest says.
    private mutating func carry(
        _ blob: BlobReference, from source: CopySource, to target: any CopyTarget, at time: Int?
    ) throws(TraceError) {
        if let image = blob.image { images.declare(image) }
        guard target.keepsBlobs else {
            // This was asked for, so it is said and counts as no loss.
            if blob.image?.inline == nil { say(blob, "stays behind: standard output has no folder for blobs") }
            return
        }
        if try target.contains(blob) { return }
        guard let bytes = try source.bytes(of: blob) else { return miss(blob, "is not to be had") }
        var digest = makeDigest()
        bytes.withUnsafeBytes { digest.update($0) }
        guard digest.finalize() == blob.digest else {
            return miss(blob, "stays behind: its bytes do not have the digest that names them")
        }
        try target.blob(bytes, blob, at: time)
    }

    private mutating func miss(_ blob: BlobReference, _ what: String) {
        say(blob, what)
        summary.hasLoss = true
    }

    private mutating func say(_ blob: BlobReference, _ what: String) {
        let name = blob.image.map { "image \($0.n)" } ?? "a blob"
        summary.notes.append("\(name) (sha256-\(blob.digest)) \(what)")
    }
}

/// What overlays are drawn from: the images of the trace that is being copied.
final class OverlayImages {
    private var source: CopySource?
    private var declarations: [Int: ImageDeclaration] = [:]

    /// Begins a trace of a source.
    func begin(_ source: CopySource) {
        self.source = source
        declarations = [:]
    }

    /// Takes an image of the trace.
    func declare(_ image: ImageDeclaration) { declarations[image.n] = image }

    /// Draws regions into an image, if its bytes are at hand.
    func draw(_ image: Int, _ regions: [Region], _ draw: TraceCopier.OverlayDrawing) -> [UInt8]? {
        guard let declaration = declarations[image], let digest = declaration.digest,
            let bytes = try? source?.bytes(
                of: BlobReference(digest: digest, media: declaration.media, image: declaration))
        else { return nil }
        return draw(declaration, bytes, regions)
    }

    /// Returns the runs of a mask that lie in a blob, if it is at hand.
    func runs(of digest: Digest) -> [Int]? {
        guard let bytes = try? source?.bytes(of: BlobReference(digest: digest, media: "application/json")),
            let numbers = try? JSONValue(parsing: bytes).array
        else { return nil }
        let runs = numbers.compactMap(\.integer)
        return runs.count == numbers.count ? runs : nil
    }
}
