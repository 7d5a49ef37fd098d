public import Saccade

/// A region with its place in pixels, worked out once for all rules.
public struct PlacedRegion: Sendable {
    /// The stored size of its image, where it is known.
    public let size: PixelSize?
    /// The shape in pixels of the image, where its space can be resolved.
    public let pixels: Shape?
    /// The smallest box around that shape, not cut at the image's edges.
    public let bounds: Box?
    /// The smallest box around the shape as it was written, in its own space.
    public let written: Box?
    /// The smallest box around the pixels that the event states.
    public let recorded: Box?
    /// Whether nobody knows what the numbers mean.
    public let isUnresolved: Bool
    /// Whether the record says what the numbers mean, so that the region itself proves what it says.
    public let isDeclared: Bool
    /// Whether the numbers leave the range of their unit by more than half of it.
    public let leavesUnit: Bool
    /// The root image that the same numbers fit, if they lie outside the region's own image.
    public let fittingRoot: Int?
    /// Whether its place is known on its image and, through the maps, on the root image.
    let isMapped: Bool

    /// Returns the place of a region.
    ///
    /// A function and no initialiser: an initialiser takes copies of what it is given.
    ///
    /// - Parameters:
    ///   - image: Its image, if that has been declared.
    ///   - root: The size of the image that its image was made from, if it was made.
    static func place(of region: Region, on image: LogStructure.Image?, root: PixelSize?) -> PlacedRegion {
        let size = image?.size
        let written = region.shape.bounds
        let isUnresolved = region.spaceSource == .unresolved
        var pixels: Shape?
        var leavesUnit = false
        if isUnresolved {
            pixels = nil
        } else if region.space.unit == .pixel {
            pixels = region.shape
        } else if let size {
            pixels = try? region.shape.resolved(in: region.space, of: size)
            if let bounds = written, let extent = region.space.extent(for: size) {
                let range = Box(
                    x0: -extent.width / 2, y0: -extent.height / 2, x1: extent.width * 1.5, y1: extent.height * 1.5)
                leavesUnit = !range.contains(bounds)
            }
        }
        var bounds = pixels?.bounds
        if bounds == nil, case .heatmap = pixels, let size { bounds = PlacedRegion.frame(size) }
        var fittingRoot: Int?
        if let image, image.depth > 0, region.space.unit == .pixel, let size, let bounds,
            !PlacedRegion.meets(bounds, PlacedRegion.frame(size)), let root, PlacedRegion.frame(root).contains(bounds)
        {
            fittingRoot = image.root
        }
        return PlacedRegion(
            size: size, pixels: pixels, bounds: bounds, written: written, recorded: region.pixels?.bounds,
            isUnresolved: isUnresolved, isDeclared: region.spaceSource == .declared, leavesUnit: leavesUnit,
            fittingRoot: fittingRoot, isMapped: bounds != nil && size != nil && image?.mapToRoot != nil)
    }

    /// The box of a whole image.
    static func frame(_ size: PixelSize) -> Box {
        Box(x0: 0, y0: 0, x1: Double(size.width), y1: Double(size.height))
    }

    /// Whether two boxes share a place, be it a line or a point inside the half-open frame.
    static func meets(_ box: Box, _ frame: Box) -> Bool {
        box.x0 < frame.x1 && box.y0 < frame.y1 && (box.x1 > frame.x0 || (box.x1 == box.x0 && box.x0 == frame.x0))
            && (box.y1 > frame.y0 || (box.y1 == box.y0 && box.y0 == frame.y0))
    }

    /// The box of the image, where its size is known.
    public var frame: Box? { size.map(PlacedRegion.frame) }
}
