/// The images and other blobs of a trace: files named by their digest in the folder `blobs` beside it.
///
/// Names are made from the digest alone, so that no trace can point outside the folder.
public struct BlobStore: Sendable {
    /// The storage that the files lie in.
    public let storage: any Storage
    /// The folder, usually `blobs` beside the trace.
    public let folder: String

    /// Creates a store over a folder.
    public init(folder: String, storage: any Storage = FileStorage()) {
        self.folder = folder
        self.storage = storage
    }

    /// Creates the store of the trace at a path.
    public init(besideTrace path: String, storage: any Storage = FileStorage()) {
        self.init(folder: StoragePath.join(StoragePath.folder(of: path), "blobs"), storage: storage)
    }

    /// The extensions of the media types that have one.
    private static let extensions: [(media: String, suffix: String)] = [
        ("image/png", "png"), ("image/jpeg", "jpg"), ("image/webp", "webp"), ("application/json", "json"),
        ("text/plain", "txt"), ("video/mp4", "mp4"),
    ]

    /// Returns the name of a blob's file: `sha256-` and the digest, with the extension of its media type.
    public static func name(of digest: Digest, media: String?) -> String {
        let suffix = extensions.first { $0.media == media }?.suffix ?? "bin"
        return "sha256-\(digest).\(suffix)"
    }

    /// Returns the digest that the name of a blob's file says, or `nil` for any other name.
    public static func digest(ofName name: String) -> Digest? {
        guard name.hasPrefix("sha256-") else { return nil }
        return Digest(hex: name.dropFirst(7).prefix { $0 != "." })
    }

    /// Writes a blob unless it is there.
    public func write(_ bytes: [UInt8], digest: Digest, media: String?) throws(TraceError) {
        let path = StoragePath.join(folder, BlobStore.name(of: digest, media: media))
        if let entry = try storage.entry(path), entry.size == bytes.count { return }
        try storage.createFolder(folder)
        try storage.write(bytes, to: path)
    }

    /// Returns the path of a blob's file, whatever its extension, or `nil` if there is none.
    public func path(of digest: Digest, media: String? = nil) throws(TraceError) -> String? {
        var suffixes = BlobStore.extensions.map(\.suffix) + ["bin"]
        if let media, let known = BlobStore.extensions.first(where: { $0.media == media }) {
            suffixes.insert(known.suffix, at: 0)
        }
        for suffix in suffixes {
            let path = StoragePath.join(folder, "sha256-\(digest).\(suffix)")
            if try storage.entry(path) != nil { return path }
        }
        return nil
    }

    /// Reads a blob; its bytes are not compared with the digest here, which needs `SaccadeDigest`.
    ///
    /// - Throws: ``TraceError`` with code `missing-blob` if there is no such file.
    public func read(_ digest: Digest, media: String? = nil, limit: Int = 1 << 30) throws(TraceError) -> [UInt8] {
        guard let path = try path(of: digest, media: media) else {
            let name = BlobStore.name(of: digest, media: media)
            throw TraceError(.missingBlob, "expected the blob \(name) in \(folder), found none")
        }
        return try storage.contents(of: path, limit: limit)
    }
}
