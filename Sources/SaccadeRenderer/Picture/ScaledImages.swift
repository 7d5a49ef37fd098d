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
