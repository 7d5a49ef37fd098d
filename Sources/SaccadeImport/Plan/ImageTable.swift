import Saccade
import SaccadeImaging

/// The images of a record, each once, and the names that it has for them.
struct ImageTable: Sendable {
    private(set) var images: [RecordImage] = []
    private var indexOfKey: [String: Int] = [:]
    private var aliases: [String: Int] = [:]
    /// Remarks about images that were not found.
    private(set) var remarks: [Remark] = []

    /// Adds an image unless it is there; returns its index.
    mutating func add(_ image: RecordImage, alias: String? = nil) -> Int {
        let index: Int
        if let known = indexOfKey[image.key] {
            index = known
        } else {
            index = images.count
            indexOfKey[image.key] = index
            images.append(image)
        }
        if let alias, aliases[alias] == nil {
            aliases[alias] = index
            images[index].aliases.append(alias)
        }
        return index
    }

    /// Keeps a remark.
    mutating func note(_ remark: Remark) { remarks.append(remark) }

    /// The number of images.
    var count: Int { images.count }

    /// An image by its index.
    subscript(index: Int) -> RecordImage { images[index] }

    /// Returns the size of an image, if it is known, without a copy of all that is known of it.
    func size(of index: Int) -> PixelSize? {
        switch images[index].content {
        case .file(let file): file.info.size
        case .missing: images[index].statedSize
        }
    }

    /// Returns the index of an image by a name that the record has for it, or `nil`.
    func index(of name: String) -> Int? {
        if let index = aliases[name] { return index }
        if let index = images.firstIndex(where: { $0.name == name || $0.key == name }) { return index }
        guard let path = ImageResolver.normalized(name) else { return nil }
        if let index = images.firstIndex(where: { $0.name == path }) { return index }
        // A path of another machine has the name of the file in common.
        let file = StoragePath.name(of: path)
        let found = images.indices.filter { images[$0].name.map { StoragePath.name(of: $0) } == file }
        return found.count == 1 ? found.first : nil
    }
}
