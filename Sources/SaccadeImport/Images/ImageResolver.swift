import Saccade
import SaccadeDigest
import SaccadeImaging

/// Finds the bytes of an image from what a record says: a path, `file://`, a data URI, bare base64, a URL.
///
/// A record is not trusted: its paths lead only to files below its own folder or the folders that the options name, and
/// only what begins like a picture is taken.
struct ImageResolver {
    let folder: String
    let options: ImportOptions
    let storage: any Storage
    /// The sizes that the record states, by name.
    private var sizes: [String: PixelSize] = [:]
    private let cache: ImageFileCache

    init(folder: String, options: ImportOptions, storage: any Storage, cache: ImageFileCache = ImageFileCache()) {
        self.folder = folder
        self.options = options
        self.storage = storage
        self.cache = cache
    }

    /// Returns a resolver that knows the sizes of images that may be missing.
    func knowing(_ sizes: [(name: String, size: PixelSize)]) -> ImageResolver {
        var resolver = self
        for (name, size) in sizes where size.width > 0 && size.height > 0 { resolver.sizes[name] = size }
        return resolver
    }

    /// Returns the image that a record names; never fails.
    func resolve(_ written: String, at pointer: String) -> RecordImage {
        var image = find(written, at: pointer)
        if image.file == nil { image.statedSize = sizes[written] }
        return image
    }

    private func find(_ written: String, at pointer: String) -> RecordImage {
        // What the user names is read from where the user says.
        if options.pictures.contains(written),
            let image = load(written, key: written, name: StoragePath.name(of: written), at: pointer)
        {
            return image
        }
        if written.isEmpty { return missing("", nil, "the record has an empty name for it", pointer) }
        if hasPrefix(written, "data:") { return dataURI(written, at: pointer) }
        for scheme in ["http://", "https://", "gs://", "s3://"] where hasPrefix(written, scheme) {
            return missing(written, written, "it lies at a URL, which an import does not fetch", pointer)
        }
        if let bytes = bareBase64(written) { return decoded(bytes, key: written, name: nil, at: pointer) }
        var path = written
        if hasPrefix(path, "file://") {
            path = String(path.dropFirst(7))
            if hasPrefix(path, "localhost/") { path = String(path.dropFirst(9)) }
            path = percentDecoded(path)
        }
        return file(path, at: pointer)
    }

    // MARK: Bytes in the record

    private func dataURI(_ written: String, at pointer: String) -> RecordImage {
        let bytes = Array(written.utf8)
        guard let comma = bytes.firstIndex(of: UInt8(ascii: ",")) else {
            return missing(written, nil, "the record has a data URI without data", pointer)
        }
        let head = bytes[..<comma]
        let body = bytes[(comma + 1)...]
        if body.trimmed.isEmpty || body.trimmed.elementsEqual("base64_image".utf8) {
            return missing(written, nil, "the record was stripped of its bytes", pointer)
        }
        guard head.text.hasSuffix(";base64") else {
            return missing(written, nil, "expected a data URI in base64, found \"\(head.text.cut(to: 60))\"", pointer)
        }
        guard let decoded = Base64.decode(body) else {
            return missing(
                written, nil, "expected base64 in the data URI, found \"\(body.prefix(24).text)\"", pointer)
        }
        return self.decoded(decoded, key: written, name: nil, at: pointer)
    }

    /// Returns the bytes of a text that is base64 of a picture, or `nil` for a path.
    private func bareBase64(_ written: String) -> [UInt8]? {
        let beginnings = ["iVBORw0KGgo", "/9j/", "UklGR", "R0lGOD", "Qk0"]
        guard written.utf8.count >= 64, beginnings.contains(where: { hasPrefix(written, $0) }) else { return nil }
        guard let bytes = Base64.decode(written.utf8), ImageInfo.Format(sniffing: bytes) != nil else { return nil }
        return bytes
    }

    private func decoded(_ bytes: [UInt8], key: String, name: String?, at pointer: String) -> RecordImage {
        guard bytes.count <= options.imageLimit else {
            return missing(key, name, "it has \(bytes.count) bytes; the limit is \(options.imageLimit)", pointer)
        }
        do {
            let info = try ImageInfo(sniffing: bytes)
            let file = RecordImage.File(bytes: bytes, digest: Digest(of: bytes), info: info)
            let key = name == nil ? "sha256:\(file.digest)" : key
            return RecordImage(key: key, name: name, content: .file(file), pointer: pointer)
        } catch {
            return missing(key, name, error.message, pointer)
        }
    }

    // MARK: Files

    private func file(_ path: String, at pointer: String) -> RecordImage {
        if path.utf8.contains(0) { return missing(path, nil, "its name holds a zero byte", pointer) }
        let isAbsolute = hasPrefix(path, "/") || isDrivePath(path)
        if isAbsolute, options.allowsAbsolutePaths, let image = load(path, key: path, name: path, at: pointer) {
            return image
        }
        // Records keep their pictures beside themselves or in a folder of this name.
        let folders = [folder, StoragePath.join(folder, "images")] + options.imageFolders
        if !isAbsolute {
            guard let inside = ImageResolver.normalized(path) else {
                return missing(path, path, "its path leaves the folder of the record", pointer)
            }
            for folder in folders {
                if let image = load(StoragePath.join(folder, inside), key: inside, name: inside, at: pointer) {
                    return image
                }
            }
            // A path in a repository that the record left: the folder did not come along, the file may have.
            let top = inside.split(separator: "/").first.map(String.init) ?? inside
            let isApart = top != inside && folders.allSatisfy { isAbsent(StoragePath.join($0, top)) }
            let found = isApart ? fileByName(inside, in: folders, "a path in a folder that is not here", pointer) : nil
            return found ?? missing(inside, inside, "no such file beside the record", pointer)
        }
        // A path of another machine: the file may have come along with the record.
        if let image = fileByName(path, in: folders, "a path of another machine", pointer) { return image }
        let reason =
            options.allowsAbsolutePaths
            ? "no such file" : "its path is absolute, and the options do not allow that"
        return missing(path, path, reason, pointer)
    }

    /// Returns the picture that has the last name of a path, or `nil` if there is none.
    private func fileByName(
        _ path: String, in folders: [String], _ origin: String, _ pointer: String
    ) -> RecordImage? {
        let name = path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        guard !name.isEmpty, name != "..", name != "." else { return nil }
        for folder in folders {
            if var image = load(StoragePath.join(folder, name), key: path, name: path, at: pointer) {
                image.remark = Remark(
                    .info, "image-found-by-name",
                    "the record names \(origin); the file \(name) beside the record was taken", at: pointer,
                    excerpt: path)
                return image
            }
        }
        return nil
    }

    private func isAbsent(_ path: String) -> Bool { ((try? storage.entry(path)) ?? nil) == nil }

    /// Reads a file, or returns `nil` if there is none.
    private func load(_ path: String, key: String, name: String, at pointer: String) -> RecordImage? {
        if let file = cache[path] { return RecordImage(key: key, name: name, content: .file(file), pointer: pointer) }
        guard let entry = (try? storage.entry(path)) ?? nil, !entry.isFolder else { return nil }
        guard entry.size <= options.imageLimit else {
            return missing(key, name, "it has \(entry.size) bytes; the limit is \(options.imageLimit)", pointer)
        }
        do throws(TraceError) {
            let bytes = try storage.contents(of: path, limit: options.imageLimit)
            let image = decoded(bytes, key: key, name: name, at: pointer)
            if let file = image.file { cache.keep(file, at: path) }
            return image
        } catch {
            return missing(key, name, error.message, pointer)
        }
    }

    /// Returns a relative path without `.` and `..`, or `nil` if it leads out of its folder.
    static func normalized(_ path: String) -> String? {
        var parts: [Substring] = []
        for part in path.split(whereSeparator: { $0 == "/" || $0 == "\\" }) where part != "." {
            if part == ".." {
                guard parts.popLast() != nil else { return nil }
            } else {
                parts.append(part)
            }
        }
        return parts.isEmpty ? nil : parts.joined(separator: "/")
    }

    private func isDrivePath(_ path: String) -> Bool {
        let bytes = Array(path.utf8.prefix(3))
        return bytes.count == 3 && bytes[1] == UInt8(ascii: ":") && bytes[0].isWord
            && (bytes[2] == UInt8(ascii: "\\") || bytes[2] == UInt8(ascii: "/"))
    }

    private func percentDecoded(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let value = UInt8(bytes[(index + 1)...(index + 2)].text, radix: 16)
            {
                result.append(value)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result.text
    }

    private func missing(_ key: String, _ name: String?, _ reason: String, _ pointer: String) -> RecordImage {
        // Bytes that were stripped have no name: each is an image of its own.
        let key = name == nil ? "missing:\(pointer)" : key
        return RecordImage(key: key, name: name, content: .missing(reason), pointer: pointer)
    }

    private func hasPrefix(_ text: String, _ prefix: String) -> Bool { text.utf8.starts(with: prefix.utf8) }
}
