import Saccade
import SaccadeImaging

/// Where everything on a picture lies, in whole pixels of the page.
struct PictureLayout {
    struct PlacedRegion {
        /// The region's index in the picture.
        let index: Int
        let geometry: RegionGeometry
    }

    struct PlacedBadge {
        /// The region's index in the picture.
        let region: Int
        /// The box around the disc and the label.
        let box: Box
        /// The box of the disc, which is a capsule for long numbers.
        let disc: Box
        let text: TextLayout
        let label: TextLayout?
        /// Where the line to the region ends, for a badge that is not beside it.
        let leader: Point?
    }

    struct PlacedInset {
        /// The inset's index in the picture.
        let index: Int
        let box: Box
        let caption: TextLayout?
        let captionBox: Box
        /// The index of the region it came from.
        let region: Int?
        /// The lines from corner to corner.
        let connectors: [(from: Point, to: Point)]
    }

    /// A region that is not drawn, and why.
    struct Undrawn {
        let index: Int
        let reason: String
    }

    /// The whole place, with the ground beside the picture.
    let area: Box
    /// The picture itself.
    let frame: Box
    let regions: [PlacedRegion]
    let undrawn: [Undrawn]
    let badges: [PlacedBadge]
    let insets: [PlacedInset]
    let caption: (text: TextLayout, box: Box)?
    /// Why the picture has no pixels.
    let absence: TextLayout?
}

extension PictureLayout {
    /// The height of the place relative to its width that a tall picture is kept within.
    static let tallest = 0.75
    /// The most pixels of the page for one of the picture, at scale 1.
    static let largestMagnification = 3.0

    /// Lays out a picture at the top of a place of a given width.
    init(
        _ picture: Picture, x: Double, y: Double, width: Double, metrics: Metrics, theme: Theme, engine: TextEngine
    ) throws(RendererError) {
        let size = picture.size.flatMap { $0.width >= 1 && $0.height >= 1 ? $0 : nil }
        var place = Self.place(size, x: x, y: y, width: width, availableWidth: width, metrics: metrics)
        let wholeWidth = try Self.regionsAndInsets(picture, place.frame, place.area, size, metrics, theme, engine)
        var found = wholeWidth
        if !wholeWidth.homeless.isEmpty {
            // The insets that fit nowhere on the picture get a place of their own beside or below it.
            let gallery = Gallery(
                picture, insets: wholeWidth.homeless, placedOnPicture: !wholeWidth.insets.isEmpty, size: size, x: x,
                y: y,
                width: width, metrics: metrics)
            place = gallery.place
            found = try Self.regionsAndInsets(
                picture, place.frame, gallery.pictureArea, size, metrics, theme, engine, gallery: gallery)
        }
        area = place.area
        frame = place.frame
        regions = found.regions
        undrawn = found.undrawn
        badges = found.badges
        insets = found.insets
        caption = try Self.caption(picture, found, place.frame, metrics, theme, engine)
        absence = try Self.absence(picture, place.frame, metrics, theme, engine)
    }

    /// Returns the place that a picture takes at a width, and where the picture lies in it.
    static func place(
        _ size: PixelSize?, x: Double, y: Double, width: Double, availableWidth: Double, metrics: Metrics,
        tallest: Double = PictureLayout.tallest
    ) -> (area: Box, frame: Box) {
        let maximumHeight = (width * tallest).rounded()
        guard let size else {
            let area = Box(x0: x, y0: y, x1: x + availableWidth, y1: y + metrics.length(200))
            return (area, area)
        }
        let scale = min(
            availableWidth / Double(size.width), maximumHeight / Double(size.height),
            largestMagnification * metrics.scale)
        let shownWidth = max(1, (Double(size.width) * scale).rounded())
        let shownHeight = max(1, (Double(size.height) * scale).rounded())
        let isCovering = shownWidth >= availableWidth - 1
        let isTall = shownHeight >= maximumHeight - 1
        let mat = metrics.length(16)
        let height = max(
            isCovering || isTall ? shownHeight : min(maximumHeight, shownHeight + 2 * mat),
            min(maximumHeight, metrics.length(120)))
        let left = x + ((availableWidth - shownWidth) / 2).rounded()
        let top = y + ((height - shownHeight) / 2).rounded()
        return (
            Box(x0: x, y0: y, x1: x + availableWidth, y1: y + height),
            Box(x0: left, y0: top, x1: left + shownWidth, y1: top + shownHeight)
        )
    }

    /// What was placed on a picture of one size.
    struct Placement {
        var regions: [PlacedRegion] = []
        var undrawn: [Undrawn] = []
        var badges: [PlacedBadge] = []
        var insets: [PlacedInset] = []
        /// The indices of the insets that found no place.
        var homeless: [Int] = []
    }

    private static func regionsAndInsets(
        _ picture: Picture, _ frame: Box, _ area: Box, _ size: PixelSize?, _ metrics: Metrics, _ theme: Theme,
        _ engine: TextEngine, gallery: Gallery? = nil
    ) throws(RendererError) -> Placement {
        var result = Placement()
        let map = PictureMap(size: size ?? PixelSize(width: 1, height: 1), frame: frame)
        for (index, region) in picture.regions.enumerated() {
            do throws(UndrawableRegion) {
                guard size != nil else { throw UndrawableRegion("the size of the picture is not known") }
                result.regions.append(PlacedRegion(index: index, geometry: try RegionGeometry(region.shape, map)))
            } catch {
                result.undrawn.append(Undrawn(index: index, reason: error.reason))
            }
        }
        result.badges = try BadgePlacement(
            picture: picture, regions: result.regions, area: area, frame: frame, metrics: metrics, theme: theme,
            engine: engine
        ).place()
        let placement = InsetPlacement(
            picture: picture, regions: result.regions, badges: result.badges, area: area, frame: frame,
            metrics: metrics, theme: theme, engine: engine)
        (result.insets, result.homeless) = try placement.place(gallery: gallery)
        return result
    }

    /// Returns the caption in the corner of the picture that has room for it.
    private static func caption(
        _ picture: Picture, _ placement: Placement, _ frame: Box, _ metrics: Metrics, _ theme: Theme,
        _ engine: TextEngine
    ) throws(RendererError) -> (text: TextLayout, box: Box)? {
        guard !picture.caption.isEmpty else { return nil }
        let inset = metrics.length(10)
        let limit = max(metrics.length(60), frame.width - 2 * inset - metrics.length(16))
        let text = try engine.layout(
            picture.caption, metrics.caption, PictureColors.chipText, width: limit, lines: 1)
        let width = text.width + metrics.length(14)
        let height = text.height + metrics.length(6)
        guard width + 2 * inset <= frame.width, height + 2 * inset <= frame.height else { return nil }
        let taken =
            placement.insets.flatMap { [$0.box, $0.captionBox] } + placement.badges.map(\.box)
            + placement.regions.filter { picture.regions[$0.index].time == .current }.map(\.geometry.bounds)
        let corners = [
            Point(x: frame.x0 + inset, y: frame.y1 - inset - height),
            Point(x: frame.x1 - inset - width, y: frame.y1 - inset - height),
            Point(x: frame.x0 + inset, y: frame.y0 + inset),
            Point(x: frame.x1 - inset - width, y: frame.y0 + inset),
        ]
        let boxes = corners.map { Box(x0: $0.x, y0: $0.y, x1: $0.x + width, y1: $0.y + height) }
        guard
            let best = boxes.first(where: { box in taken.allSatisfy { $0.intersection(box).isEmpty } })
        else { return nil }
        return (text, best)
    }

    private static func absence(
        _ picture: Picture, _ frame: Box, _ metrics: Metrics, _ theme: Theme, _ engine: TextEngine
    ) throws(RendererError) -> TextLayout? {
        guard case .absent(_, let reason) = picture.content else { return nil }
        return try engine.layout(
            reason.isEmpty ? "image not available" : reason, metrics.note, theme.secondary,
            width: max(40, frame.width - metrics.length(48)), lines: 4)
    }
}

/// The colours of what is drawn on pictures: the same on every theme, because pictures are.
enum PictureColors {
    static let chip = Color(red: 0.07, green: 0.07, blue: 0.07, alpha: 0.82)
    static let chipText = Color(0xFFFFFF)
    static let pastLine = Color(0xFFFFFF)
    static let pastCasing = Color(red: 0, green: 0, blue: 0, alpha: 0.62)
}
