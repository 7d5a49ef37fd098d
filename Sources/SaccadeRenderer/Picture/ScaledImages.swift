import Saccade

/// Scaled pictures of one page, each made once while there is room: panels that show the same image share it.
final class ScaledImages {
    private struct Key: Hashable {
        /// A page keeps its sources alive while it is drawn.
        let source: ObjectIdentifier
        let width: Int
        let height: Int
    }

    /// The most bytes to keep beside the picture that is drawn.
    private static let capacity = 48 << 20
    /// The picture used last at the end.
    private var kept: [(key: Key, surface: Surface)] = []
    private var total = 0
    /// How often a page that is about to be drawn shows each picture.
    private var uses: [Key: Int] = [:]

    /// Says that a page will show an image at a size.
    func expect(_ source: ImageSource, _ size: PixelSize, times: Int) {
        uses[Key(source: ObjectIdentifier(source), width: size.width, height: size.height), default: 0] += times
    }

    /// Whether an image is shown once at a size, so that nothing is gained by keeping it.
    func isShownOnce(_ image: ShownImage, _ size: PixelSize) -> Bool {
        uses[Key(source: ObjectIdentifier(image.source), width: size.width, height: size.height)] == 1
    }

    /// Returns a picture at a size.
    func surface(of image: ShownImage, width: Int, height: Int) throws(RendererError) -> Surface {
        let key = Key(source: ObjectIdentifier(image.source), width: width, height: height)
        if let place = kept.lastIndex(where: { $0.key == key }) {
            let known = kept.remove(at: place)
            kept.append(known)
            return known.surface
        }
        let surface = try Resampler.scaled(image.pixels, width: max(1, width), height: max(1, height))
        kept.append((key, surface))
        total += surface.byteCount
        while total > Self.capacity, kept.count > 1 { total -= kept.removeFirst().surface.byteCount }
        return surface
    }
}
