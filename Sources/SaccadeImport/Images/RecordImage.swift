import Saccade
import SaccadeDigest
import SaccadeImaging

/// An image of a record: its bytes, or why they are not to be had.
struct RecordImage: Sendable {
    /// What is known of an image's file.
    struct File: Sendable {
        var bytes: [UInt8]
        var digest: Digest
        var info: ImageInfo
    }

    /// What names the image in the record; images of one key are one image.
    var key: String
    /// The name for `image`, or `nil` where the record holds the bytes themselves.
    var name: String?
    /// Further names that the record has for it, as `image_clue_1`.
    var aliases: [String] = []
    /// The file, or why there is none.
    var content: Result
    /// The size that the record states, for an image without bytes.
    var statedSize: PixelSize?
    /// JSON pointer of the first place that names it.
    var pointer: String
    /// Something to say about how it was found.
    var remark: Remark?

    init(key: String, name: String?, content: Result, pointer: String) {
        self.key = key
        self.name = name
        self.content = content
        self.pointer = pointer
    }

    /// The file, or why there is none.
    enum Result: Sendable {
        case file(File)
        case missing(String)
    }

    /// The file, if there is one.
    var file: File? {
        if case .file(let file) = content { return file }
        return nil
    }

    /// The stored size, or the one that the record states; `nil` if neither is known.
    var size: PixelSize? { file?.info.size ?? statedSize }

    /// The names that the record has for it.
    var names: [String] { (name.map { [$0] } ?? []) + aliases }
}
