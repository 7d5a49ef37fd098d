/// Scaled pictures of one page, each made once: panels that show the same image share it.
final class ScaledImages {
    private struct Key: Hashable {
        /// A page keeps its sources alive while it is drawn.
        let source: ObjectIdentifier
        let width: Int
        let height: Int
    }

    private var surfaces: [Key: Surface] = [:]

    /// Returns a picture at a size.
    func surface(of image: ShownImage, width: Int, height: Int) throws(RendererError) -> Surface {
        let key = Key(source: ObjectIdentifier(image.source), width: width, height: height)
        if let known = surfaces[key] { return known }
        let surface = try Resampler.scaled(image.pixels, width: max(1, width), height: max(1, height))
        surfaces[key] = surface
        return surface
    }
}
