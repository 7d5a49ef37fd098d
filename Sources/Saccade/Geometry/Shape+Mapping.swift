extension Shape {
    /// Returns where a map takes the shape, or `nil` if a part of it goes nowhere.
    ///
    /// A box stays a box where the map keeps axes apart, and becomes a polygon where it does not. Masks and heat maps
    /// become the box around them, because their grids belong to one image.
    public func mapped(by map: PlaneMap) -> Shape? {
        func all(_ points: [Point]) -> [Point]? {
            let mapped = points.compactMap { map.apply($0) }
            return mapped.count == points.count ? mapped : nil
        }
        switch self {
        case .box(let box): return Shape.mappedBox(box, map)
        case .point(let point): return map.apply(point).map { .point($0) }
        case .polyline(let points): return all(points).map { .polyline($0) }
        case .polygon(let rings):
            let mapped = rings.compactMap(all)
            return mapped.count == rings.count ? .polygon(mapped) : nil
        case .rotatedBox(let box): return all(box.corners).map { .polygon([$0]) }
        case .ellipse(let ellipse): return Shape.mappedBox(ellipse.bounds, map)
        case .arrow(let from, let to):
            guard let ends = all([from, to]) else { return nil }
            return .arrow(from: ends[0], to: ends[1])
        case .mark(let id, let box):
            guard let box else { return self }
            return map.apply(box).map { .mark(id: id, box: $0) }
        case .mask, .heatmap: return bounds.flatMap { Shape.mappedBox($0, map) }
        case .invalid: return self
        }
    }

    private static func mappedBox(_ box: Box, _ map: PlaneMap) -> Shape? {
        let m = map.square
        let keepsAxes = m[6] == 0 && m[7] == 0 && ((m[1] == 0 && m[3] == 0) || (m[0] == 0 && m[4] == 0))
        if keepsAxes { return map.apply(box).map { .box($0) } }
        let corners = [
            Point(x: box.x0, y: box.y0), Point(x: box.x1, y: box.y0), Point(x: box.x1, y: box.y1),
            Point(x: box.x0, y: box.y1),
        ].compactMap { map.apply($0) }
        return corners.count == 4 ? .polygon([corners]) : nil
    }
}
