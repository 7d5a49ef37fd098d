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
    /// The file, or why there is none.
    var content: Result
    /// JSON pointer of the first place that names it.
    var pointer: String
    /// Something to say about how it was found.
    var remark: Remark?

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

    /// The stored size, if it is known.
    var size: PixelSize? { file?.info.size }
}
