public import Saccade
public import SaccadeImaging

/// The pictures of one trace, each read and decoded once.
///
/// A library belongs to one thread at a time.
public final class ImageLibrary {
    private let file: TraceFile
    private let limits: ImageLimits
    private var pictures: [Int: Picture.Content] = [:]

    /// Creates the library of a trace's file.
    public init(_ file: TraceFile, limits: ImageLimits = .default) {
        self.file = file
        self.limits = limits
    }

    /// Returns the pixels of an image in stored orientation, or why there are none.
    public func content(of image: ImageState) -> Picture.Content {
        if let known = pictures[image.declaration.n] { return known }
        let content: Picture.Content
        do {
            content = .image(try PixelImage.decode(try file.bytes(of: image.declaration), limits: limits))
        } catch {
            content = .absent(size: image.declaration.size, reason: String(describing: error))
        }
        pictures[image.declaration.n] = content
        return content
    }
}
