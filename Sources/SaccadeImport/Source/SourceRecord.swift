import Saccade

/// One record: its value and where it stands.
struct SourceRecord: Sendable {
    /// The value; a string for a file that is no JSON; an array of lines for a file of lines that is one record.
    let value: JSONValue
    /// JSON pointer of the value in the file, empty for the whole file; lines of JSON Lines count as elements.
    var pointer: String
    /// The name of the file, without its folder.
    var fileName: String
    /// The files beside it.
    var folder: RecordFolder
    /// The messages of the value, with pointers from it; several formats ask whether it has any.
    let messages: MessageList?
    /// What the messages hold; `nil` unless all of them are messages.
    let contents: MessageContents?

    /// Whether the value has messages and all of them are messages.
    var holdsMessages: Bool { contents != nil }

    init(_ value: JSONValue, pointer: String = "", fileName: String = "", folder: RecordFolder) {
        self.value = value
        messages = MessageList(value)
        contents = messages.flatMap { MessageContents($0.messages) }
        self.pointer = pointer
        self.fileName = fileName
        self.folder = folder
    }
}

/// The files beside a record, which belong to some formats.
struct RecordFolder: Sendable {
    /// The folder's path.
    let path: String
    let storage: any Storage

    /// The most bytes of a file that is read beside a record.
    private static let largest = 16 << 20

    /// The names of the files, in the order of their bytes; empty if the folder cannot be listed.
    var names: [String] { (try? storage.list(path)) ?? [] }

    /// Whether there is a file or folder with a name.
    func has(_ name: String) -> Bool { ((try? storage.entry(StoragePath.join(path, name))) ?? nil) != nil }

    /// Returns the bytes of a file, or `nil` if there is none or it is too large.
    func bytes(_ name: String) -> [UInt8]? {
        let path = StoragePath.join(self.path, name)
        guard let entry = (try? storage.entry(path)) ?? nil, !entry.isFolder, entry.size <= RecordFolder.largest else {
            return nil
        }
        return try? storage.contents(of: path, limit: RecordFolder.largest)
    }

    /// Returns the text of a file, or `nil`.
    func text(_ name: String) -> String? { bytes(name).map { $0[...].trimmed.text } }

    /// Returns the value of a JSON file, or `nil`.
    func json(_ name: String) -> JSONValue? { bytes(name).flatMap { try? JSONValue(parsing: $0) } }

    /// Returns the values of a file of JSON lines; lines that are no JSON are left out.
    func lines(_ name: String) -> [JSONValue] {
        guard let bytes = bytes(name) else { return [] }
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap { try? JSONValue(parsing: Array($0)) }
    }

    /// Whether a name is that of a picture.
    static func isPicture(_ name: String) -> Bool {
        let name = Array(name.utf8.suffix(5).map(\.lowercased)).text
        return [".png", ".jpg", ".jpeg", ".webp"].contains { name.hasSuffix($0) }
    }
}
