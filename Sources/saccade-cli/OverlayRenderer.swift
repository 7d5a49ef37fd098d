import Saccade
import SaccadeImaging
import SaccadeRenderer

/// Draws regions into an image for viewers that draw none.
final class OverlayRenderer {
    /// The renderers by the width of their pictures: images of a trace have few sizes.
    private var renderers: [Int: StoryboardRenderer] = [:]

    /// Returns a PNG file of an image with regions drawn in, or `nil` if it cannot be drawn.
    func draw(_ image: ImageDeclaration, _ bytes: [UInt8], _ regions: [Region]) -> [UInt8]? {
        guard let pixels = try? PixelImage.decode(bytes) else { return nil }
        var picture = Picture(.image(pixels), emphasis: .overview)
        picture.regions = regions.compactMap { region in
            guard let shape = region.placeInPixels else { return nil }
            return PictureRegion(
                shape, number: "\(region.n)", color: region.n,
                isSpaceGuessed: region.spaceSource == .inferred || region.spaceSource == .standard,
                label: region.label ?? "")
        }
        do {
            // Labels must be readable, so a small image is drawn larger.
            let width = min(max(pixels.width, 640), 4096)
            return try renderer(width).render(picture).png()
        } catch {
            return nil
        }
    }

    private func renderer(_ width: Int) throws -> StoryboardRenderer {
        if let known = renderers[width] { return known }
        let renderer = try StoryboardRenderer(options: .init(width: width, scale: Double(width) / 640))
        renderers[width] = renderer
        return renderer
    }
}
