import Foundation
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

    /// One picture at its own size with its annotations, and its caption below: 1,280 pixels between the margins.
    static let frameOptions = StoryboardRenderer.Options(width: 1_336, scale: 1)
    /// Twelve pictures at half their size, four in a row: four times 640 pixels, the gaps and the margins.
    static let sheetOptions = StoryboardRenderer.Options(width: 2_728, scale: 1, columns: 4)

    /// Returns the page of some pictures: a frame if it is one alone.
    func page(_ numbers: [Int], _ image: (Int) throws -> ImageSource) rethrows -> StoryboardPage {
        StoryboardPage(
            title: "Twelve steps", layout: numbers.count == 1 ? .frame : .grid,
            panels: try numbers.map { try panel($0, image($0)) })
    }

    private func panel(_ number: Int, _ image: ImageSource) -> Panel {
        let photo = photos[number]
        var regions = zip(photo.boxes, photo.labels).enumerated().map { index, drawn in
            PictureRegion(.box(drawn.0), number: "\(index + 1)", color: index, label: drawn.1)
        }
        regions.append(PictureRegion(.mask(photo.mask), number: "", color: 0))
        return Panel(
            number: "\(number)", kind: "look", picture: Picture(.image(image), regions: regions, emphasis: .overview),
            blocks: [TextBlock(RichText(photo.caption))])
    }

    /// Writes the files and what is to be drawn on them where the peers look for them.
    func write(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var entries: [[String: Any]] = []
        for (number, photo) in photos.enumerated() {
            let name = "photo-\(number).jpg"
            try Data(files[number]).write(to: folder.appendingPathComponent(name))
            entries.append([
                "image": name, "boxes": photo.boxes.map { [$0.x0, $0.y0, $0.x1, $0.y1] }, "labels": photo.labels,
                "caption": photo.caption, "mask": photo.mask.runs,
            ])
        }
        let json = try JSONSerialization.data(withJSONObject: entries, options: [.sortedKeys])
        try json.write(to: folder.appendingPathComponent("annotations.json"))
    }
}
