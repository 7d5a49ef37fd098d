public import Saccade
public import SaccadeImaging

/// An image that is read when it is drawn, so that a long page does not hold all its images at one time.
///
/// Two panels that show the same image share one source.
public final class ImageSource: Sendable {
    /// The size in pixels.
    public let size: PixelSize
    private let load: @Sendable () throws -> (pixels: PixelImage, file: [UInt8]?)

    /// Creates a source from what reads the image: its pixels, and the bytes of its file where they are known.
    ///
    /// The closure may be called several times, and must give an image of the size that was named.
    public init(size: PixelSize, load: @escaping @Sendable () throws -> (pixels: PixelImage, file: [UInt8]?)) {
        self.size = size
        self.load = load
    }

    /// Creates a source from an image in memory.
    public convenience init(_ image: PixelImage) {
        self.init(size: image.size) { (image, nil) }
    }

    /// Reads the image; throws the reason if that is not possible.
    func shown() throws(UnreadableImage) -> ShownImage {
        do {
            let (pixels, file) = try load()
            guard pixels.size == size else {
                throw UnreadableImage(reason: "expected an image of \(size), found \(pixels.size)")
            }
            return ShownImage(pixels: pixels, file: file, source: self)
        } catch let error as UnreadableImage {
            throw error
        } catch {
            throw UnreadableImage(reason: String(describing: error))
        }
    }
}

/// Why an image could not be read.
struct UnreadableImage: Error {
    let reason: String
}
