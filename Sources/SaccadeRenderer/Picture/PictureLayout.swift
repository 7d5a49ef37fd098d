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
        /// The place on the page that it shows, where that is not the region.
        let source: Box?
        /// The lines from corner to corner.
        let connectors: [(from: Point, to: Point)]
    }

    /// A region that is not drawn, and why.
    struct Undrawn {
        let index: Int
        let reason: String
    }

    /// The scale of a heat map, low at the left.
    struct Scale {
        let box: Box
        let bar: Box
        let low: TextLayout
        let high: TextLayout
    }

    /// The whole place, with the ground beside the picture.
    let area: Box
    /// The picture itself.
    let frame: Box
    let regions: [PlacedRegion]
    let undrawn: [Undrawn]
    let badges: [PlacedBadge]
    /// The number of badges that found no room.
    let omittedBadges: Int
    let insets: [PlacedInset]
    let caption: (text: TextLayout, box: Box)?
    let scale: Scale?
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
        _ picture: Picture, x: Double, y: Double, width: Double, minimumHeight: Double = 0,
        tallest: Double = PictureLayout.tallest, _ context: LayoutContext
    ) throws(RendererError) {
        let (metrics, engine) = (context.metrics, context.engine)
        let size = picture.size.flatMap { $0.width >= 1 && $0.height >= 1 ? $0 : nil }
        var place = Self.place(
            size, x: x, y: y, width: width, availableWidth: width, metrics: metrics, tallest: tallest)
        place = Self.heightened(place, to: minimumHeight)
        var reason: String?
        var quiet: QuietMap?
        switch picture.content {
        case .absent(_, let why): reason = why
        case .image(let source):
            do throws(UnreadableImage) {
                quiet = context.quiet.map(of: try source.shown(at: place.frame.pixelSize))
            } catch {
                reason = error.reason
            }
        }
        let narrow = Gallery(besideNarrow: picture, size: size, x: x, y: y, width: width, metrics: metrics)
        var found = Placement()
        if narrow == nil {
            found = try Self.regionsAndInsets(picture, place.frame, place.area, size, quiet, context)
        }
        if narrow != nil || !found.homeless.isEmpty {
            // The insets that fit nowhere on the picture get a place of their own beside or below it.
            let homeless = found.homeless
            let placedOnPicture = !found.insets.isEmpty
            func gallery(at top: Double) -> Gallery {
                Gallery(besideNarrow: picture, size: size, x: x, y: top, width: width, metrics: metrics)
                    ?? Gallery(
                        picture, insets: homeless, placedOnPicture: placedOnPicture, size: size, x: x, y: top,
                        width: width, metrics: metrics)
            }
            let shift = max(0, ((minimumHeight - gallery(at: y).place.area.height) / 2).rounded())
            let gallery = gallery(at: y + shift)
            place = gallery.place
            found = try Self.regionsAndInsets(
                picture, place.frame, gallery.pictureArea, size, quiet, context, gallery: gallery)
            place.area = Box(
                x0: place.area.x0, y0: y, x1: place.area.x1, y1: max(place.area.y1, y + minimumHeight))
        }
        area = place.area
        frame = place.frame
        regions = found.regions
        undrawn = found.undrawn
        badges = found.badges
        omittedBadges = found.omittedBadges
        insets = found.insets
        scale = try Self.scale(picture, found, place.frame, metrics, engine)
        caption = try Self.caption(picture, found, place, quiet, avoiding: scale?.box, metrics, engine)
        absence = try reason.map { reason throws(RendererError) in
            try Self.absence(reason, place.frame, context)
        }
    }

    /// Returns a box of whole pixels whose ground nobody will see, since the picture paints all of it; `nil` if there is
    /// none.
    ///
    /// - Parameters:
    ///   - corner: The radius of the round corners at the top, and at the bottom if the picture meets it.
    func hidden(corner: Double, meetsBottom: Bool, _ theme: Theme) -> Box? {
        // A picture stands on its mat; one with holes is drawn over white.
        guard theme.mat.alpha == 1, RoundedBox(box: area, radii: []).isWhole else { return nil }
        var box = area
        box.y0 += corner.rounded(.up)
        if meetsBottom { box.y1 -= corner.rounded(.up) }
        return box.isEmpty ? nil : box
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

    /// Returns a place that is at least so high, with its picture in the middle.
    private static func heightened(_ place: (area: Box, frame: Box), to height: Double) -> (area: Box, frame: Box) {
        let shift = ((height - place.area.height) / 2).rounded()
        guard shift > 0 else { return place }
        var (area, frame) = place
        area.y1 = area.y0 + height
        frame.y0 += shift
        frame.y1 += shift
        return (area, frame)
    }

    /// What was placed on a picture of one size.
    struct Placement {
        var regions: [PlacedRegion] = []
        var undrawn: [Undrawn] = []
        var badges: [PlacedBadge] = []
        var omittedBadges = 0
        var insets: [PlacedInset] = []
        /// The indices of the insets that found no place.
        var homeless: [Int] = []
    }

    private static func regionsAndInsets(
        _ picture: Picture, _ frame: Box, _ area: Box, _ size: PixelSize?, _ quiet: QuietMap?,
        _ context: LayoutContext, gallery: Gallery? = nil
    ) throws(RendererError) -> Placement {
        let (metrics, theme, engine) = (context.metrics, context.theme, context.engine)
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
        let badges = try BadgePlacement(
            picture: picture, regions: result.regions, area: area, frame: frame, metrics: metrics, theme: theme,
            engine: engine, quiet: quiet, places: context.places
        ).place()
        result.badges = badges.badges
        context.places.remember(badges.badges, of: result.regions, on: picture, in: frame)
        result.omittedBadges = badges.omitted
        let placement = InsetPlacement(
            picture: picture, regions: result.regions, badges: result.badges, area: area, frame: frame,
            metrics: metrics, theme: theme, engine: engine)
        (result.insets, result.homeless) = try placement.place(gallery: gallery)
        return result
    }

    /// Returns the caption in a corner that has room for it: on the ground beside a small picture, or on the picture
    /// where there is least to see.
    private static func caption(
        _ picture: Picture, _ placement: Placement, _ place: (area: Box, frame: Box), _ quiet: QuietMap?,
        avoiding scale: Box?,
        _ metrics: Metrics, _ engine: TextEngine
    ) throws(RendererError) -> (text: TextLayout, box: Box)? {
        guard !picture.caption.isEmpty else { return nil }
        let edge = metrics.length(10)
        let limit = max(metrics.length(60), place.area.width - 2 * edge - metrics.length(16))
        let text = try engine.layout(picture.caption, metrics.caption, PictureColors.chipText, width: limit, lines: 1)
        let width = text.width + metrics.length(14)
        let height = text.height + metrics.length(6)
        let taken =
            placement.insets.flatMap { [$0.box, $0.captionBox] } + placement.badges.map(\.box)
            + placement.regions.filter { picture.regions[$0.index].time == .current }.map(\.geometry.bounds)
            + [scale].compactMap { $0 }
        func corners(of box: Box) -> [Box] {
            [
                (box.x0 + edge, box.y1 - edge - height), (box.x1 - edge - width, box.y1 - edge - height),
                (box.x0 + edge, box.y0 + edge), (box.x1 - edge - width, box.y0 + edge),
            ]
            .map { Box(x0: $0.0, y0: $0.1, x1: $0.0 + width, y1: $0.1 + height) }
        }
        func isFree(_ box: Box) -> Bool {
            place.area.contains(box) && taken.allSatisfy { $0.intersection(box).isEmpty }
        }
        let beside = corners(of: place.area).filter { $0.intersection(place.frame).isEmpty }
        if let best = beside.first(where: isFree) { return (text, best) }
        func detail(_ box: Box) -> Double { quiet?.detail(in: box, frame: place.frame) ?? 0 }
        let on = corners(of: place.frame).filter { place.frame.contains($0) && isFree($0) }
        if let usual = on.first, let quietest = on.min(by: { detail($0) < detail($1) }) {
            // The captions of a page stand in the same corner unless that hides something.
            return (text, detail(usual) - detail(quietest) > 0.1 ? quietest : usual)
        }
        return corners(of: place.area).first(where: isFree).map { (text, $0) }
    }

    /// Returns the scale of the first heat map, in the corner at the upper right.
    private static func scale(
        _ picture: Picture, _ placement: Placement, _ frame: Box, _ metrics: Metrics, _ engine: TextEngine
    ) throws(RendererError) -> Scale? {
        for placed in placement.regions where picture.regions[placed.index].time == .current {
            guard case .heat(let heatmap, _) = placed.geometry.form else { continue }
            let low = try engine.layout(
                NumberText.short(heatmap.range.lowerBound), metrics.caption, PictureColors.chipText)
            let high = try engine.layout(
                NumberText.short(heatmap.range.upperBound), metrics.caption, PictureColors.chipText)
            let pad = metrics.length(8)
            let gap = metrics.length(6)
            let edge = metrics.length(10)
            let bar = (width: metrics.length(88), height: metrics.length(8))
            let width = low.width + high.width + bar.width + 2 * gap + 2 * pad
            let height = low.height + metrics.length(6)
            guard width + 2 * edge <= frame.width, height + 2 * edge <= frame.height else { return nil }
            let box = Box(
                x0: frame.x1 - edge - width, y0: frame.y0 + edge, x1: frame.x1 - edge, y1: frame.y0 + edge + height)
            let left = box.x0 + pad + low.width + gap
            let top = (box.center.y - bar.height / 2).rounded()
            return Scale(
                box: box, bar: Box(x0: left, y0: top, x1: left + bar.width, y1: top + bar.height), low: low, high: high)
        }
        return nil
    }

    private static func absence(
        _ reason: String, _ frame: Box, _ context: LayoutContext
    ) throws(RendererError) -> TextLayout {
        try context.engine.layout(
            reason.isEmpty ? "image not available" : reason, context.metrics.note, context.theme.secondary,
            width: max(40, frame.width - context.metrics.length(48)), lines: 4)
    }
}

/// The colours of what is drawn on pictures: the same on every theme, because pictures are.
enum PictureColors {
    static let chip = Color(red: 0.07, green: 0.07, blue: 0.07, alpha: 0.82)
    static let chipText = Color(0xFFFFFF)
    static let pastLine = Color(0xFFFFFF)
    static let pastCasing = Color(red: 0, green: 0, blue: 0, alpha: 0.62)
}
