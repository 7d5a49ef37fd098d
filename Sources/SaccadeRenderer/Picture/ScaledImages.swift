import SaccadeImaging

/// Scaled pictures of one page, each made once: panels that show the same image share it.
final class ScaledImages {
    private struct Key: Hashable {
        /// Arrays that were copied from one another share their memory, and a page keeps them alive while it is drawn.
        let address: UInt
        let size: [Int]
    }

    private var surfaces: [Key: Surface] = [:]

    /// Returns a picture at a size.
    func surface(of image: PixelImage, width: Int, height: Int) throws(RendererError) -> Surface {
        let address = image.bytes.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
        let key = Key(address: address, size: [image.width, image.height, width, height])
        if let known = surfaces[key] { return known }
        let surface = try Resampler.scaled(image, width: max(1, width), height: max(1, height))
        surfaces[key] = surface
        return surface
    }
}
