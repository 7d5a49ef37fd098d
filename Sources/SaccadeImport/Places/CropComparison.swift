import Saccade
import SaccadeImaging

/// Computes crops and compares them with stored ones, within a budget.
struct CropComparison {
    /// The mean difference of a channel up to which two pictures count as the same, lossy compression included.
    static let tolerance = 6.0
    /// The most pixels of a crop that are computed.
    private static let largest = 4 << 20

    /// Returns the pixels of an image, or `nil` if they are not to be had.
    let pixels: (Int) -> PixelImage?
    /// How many crops may still be computed.
    private(set) var budget: Int
    private var known: [(image: Int, pixels: PixelImage)] = []

    init(budget: Int, pixels: @escaping (Int) -> PixelImage?) {
        self.budget = budget
        self.pixels = pixels
    }

    /// Returns how far the executed box of an image, in the size of a stored picture, is from that picture: the mean
    /// difference of a channel, or `nil` if it cannot be told.
    mutating func difference(
        _ executed: Box, of image: Int, from crop: (image: Int, size: PixelSize), resampler: Resampler
    ) -> Double? {
        guard budget > 0, crop.size.width * crop.size.height <= CropComparison.largest, let parent = decoded(image),
            let child = decoded(crop.image),
            let rectangle = try? PixelRounding.halfEven.rectangle(of: executed),
            (rectangle.x1 - rectangle.x0) * (rectangle.y1 - rectangle.y0) <= 4 * CropComparison.largest,
            let cut = try? parent.cropped(to: rectangle)
        else { return nil }
        budget -= 1
        var made = cut
        if cut.size != crop.size {
            let filter = resampler == .nearest ? nil : ResamplingFilter(rawValue: resampler.rawValue)
            guard let resized = try? cut.resized(to: crop.size, filter: filter ?? .bilinear) else { return nil }
            made = resized
        }
        return (try? ImageDifference(made, child))?.meanAbsolute
    }

    private mutating func decoded(_ image: Int) -> PixelImage? {
        if let found = known.first(where: { $0.image == image }) { return found.pixels }
        guard let pixels = pixels(image) else { return nil }
        // A parent and its last crop at a time.
        if known.count >= 2 { known.removeLast() }
        known.append((image, pixels))
        return pixels
    }
}
