import Saccade
import SaccadeImaging
import SaccadeRenderer

/// The photos as JPEG files in memory, and the pages that the project draws of them.
struct RenderCorpus {
    let photos: [PhotoCorpus.Photo]
    let files: [[UInt8]]

    init() throws {
        photos = try PhotoCorpus().photos
        files = try photos.map { try PeerCodec.jpeg($0.image, quality: 90) }
    }

    /// One picture at its own size with its annotations, and its caption below.
    static let frameOptions = StoryboardRenderer.Options(width: 1_336, scale: 1, columns: 1)
    /// Twelve pictures, four in a row.
    static let sheetOptions = StoryboardRenderer.Options(width: 2_676, scale: 1, columns: 4)

    func page(_ numbers: [Int], _ image: (Int) throws -> PixelImage) rethrows -> StoryboardPage {
        StoryboardPage(title: "Twelve steps", panels: try numbers.map { try panel($0, image($0)) })
    }

    private func panel(_ number: Int, _ image: PixelImage) -> Panel {
        let photo = photos[number]
        var regions = zip(photo.boxes, photo.labels).enumerated().map { index, drawn in
            PictureRegion(.box(drawn.0), number: "\(index + 1)", color: index, label: drawn.1)
        }
        regions.append(PictureRegion(.mask(photo.mask), number: "", color: 0))
        return Panel(
            number: "\(number)", kind: "look", picture: Picture(.image(image), regions: regions, emphasis: .overview),
            blocks: [TextBlock(RichText(photo.caption))])
    }
}
