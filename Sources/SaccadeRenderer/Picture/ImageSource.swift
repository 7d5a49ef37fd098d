public import Saccade
public import SaccadeImaging
import Synchronization

/// An image that is read when it is drawn, so that a long page does not hold all its images at one time.
///
/// Two panels that show the same image share one source.
public final class ImageSource: Sendable {
    /// The pixels of an image, and the bytes of its file where they are known.
    typealias Content = (pixels: PixelImage, file: [UInt8]?)

    /// The size in pixels.
    public let size: PixelSize
    private let load: @Sendable (_ reduction: Int) throws -> Content

    /// Creates a source from what reads the image: its pixels, and the bytes of its file where they are known.
    ///
    /// The closure may be called several times, and must give an image of the size that was named.
    public convenience init(
        size: PixelSize, load: @escaping @Sendable () throws -> (pixels: PixelImage, file: [UInt8]?)
    ) {
        self.init(size: size, reduced: { _ in try load() })
    }

    /// Creates a source from an image in memory.
    public convenience init(_ image: PixelImage) {
        self.init(size: image.size) { (image, nil) }
    }

    /// Creates a source from the bytes of a PNG, JPEG or WebP file, which is decoded when it is drawn and then kept.
    ///
    /// - Throws: ``/SaccadeImaging/ImagingError`` if the file's header is not one of a picture, or its size exceeds the limits.
    public convenience init(file: [UInt8], limits: ImageLimits = .default) throws(ImagingError) {
        let info = try ImageInfo(sniffing: file)
        try limits.check(info.size)
        let kept = Mutex<(reduction: Int, pixels: PixelImage)?>(nil)
        self.init(
            size: info.size,
            reduced: { asked in
                let reduction = info.format == .jpeg ? asked : 1
                if let known = kept.withLock({ $0?.reduction == reduction ? $0?.pixels : nil }) { return (known, file) }
                let pixels = try PixelImage.decode(file, reducedBy: reduction, limits: limits)
                kept.withLock { $0 = (reduction, pixels) }
                return (pixels, file)
            })
    }

    /// Creates a source from what reads the image whole, or with its sides divided by 2, 4 or 8 and rounded up if that is
    /// less work.
    init(size: PixelSize, reduced load: @escaping @Sendable (_ reduction: Int) throws -> Content) {
        self.size = size
        self.load = load
    }

    /// Reads the image; throws the reason if that is not possible.
    ///
    /// - Parameter shown: How large it will be drawn, for reading no more of it than that needs; `nil` for all of it.
    func shown(at shown: PixelSize? = nil) throws(UnreadableImage) -> ShownImage {
        let reduction = shown.map { largestReduction(for: $0) } ?? 1
        do {
            let (pixels, file) = try load(reduction)
            guard pixels.size == size || pixels.size == size.reduced(by: reduction) else {
                throw UnreadableImage(reason: "expected an image of \(size), found \(pixels.size)")
            }
            return ShownImage(pixels: pixels, file: file, source: self)
        } catch let error as UnreadableImage {
            throw error
        } catch {
            throw UnreadableImage(reason: String(describing: error))
        }
    }

    /// Returns the most that an image may be reduced by so that it is not enlarged again.
    private func largestReduction(for shown: PixelSize) -> Int {
        [8, 4, 2].first { reduction in
            let reduced = size.reduced(by: reduction)
            return reduced.width >= shown.width && reduced.height >= shown.height
        } ?? 1
    }
}

/// Why an image could not be read.
struct UnreadableImage: Error {
    let reason: String
}
