import Saccade

/// Reads places by one rule, one after another; what follows from the size of an image is found out once for each size.
struct PlaceReader {
    let rule: SpaceRule
    private var size: PixelSize?
    private var space: CoordinateSpace?
    private var scale: PixelScale?

    init(_ rule: SpaceRule) { self.rule = rule }

    /// Returns a place in pixels without any rounding, a point as a box of no size; `nil` if there is none.
    mutating func pixelBox(of sighting: Sighting) -> Box? {
        if size != sighting.size {
            size = sighting.size
            space = rule.space(for: sighting.size)
            scale = space.flatMap { try? $0.pixelScale(for: sighting.size) }
        }
        guard let space, let scale else { return nil }
        return sighting.place.pixelBox(in: space, by: scale)
    }
}
