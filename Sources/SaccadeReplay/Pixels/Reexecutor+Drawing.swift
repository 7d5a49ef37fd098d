import Saccade

extension Reexecutor {
    /// How many pixels beyond its box a drawing may reach if it does not state the width of its lines.
    private static let margin = 2

    /// Returns what a drawing changed beside the box that it names, or `nil` if that is nothing or cannot be told.
    ///
    /// A lossy file changes pixels everywhere, so nothing can be told of one.
    func strayMarks(_ derivation: ImageDerivation) -> RasterDifference? {
        guard derivation.operation == .draw, let box = derivation.executed, derivation.parents.count == 1,
            let parent = derivation.parents.first, let before = table.content(parent.image).loaded,
            let after = table.content(derivation.image).loaded, before.picture.isLossless, after.picture.isLossless,
            before.picture.raster.size == after.picture.raster.size
        else { return nil }
        let width = derivation.parameters?["width"]?.integer ?? 0
        let margin = Double(max(Reexecutor.margin, min(width, 1024)))
        let drawn = Box(x0: box.x0 - margin, y0: box.y0 - margin, x1: box.x1 + margin, y1: box.y1 + margin)
        let rest = after.picture.raster.taking(drawn, from: before.picture.raster)
        guard let difference = try? table.kit.difference(before.picture.raster, rest), !difference.isNothing else {
            return nil
        }
        return difference
    }
}

extension Raster {
    /// The picture with the pixels that a box touches taken from another one of the same size.
    fileprivate func taking(_ box: Box, from other: Raster) -> Raster {
        let frame = PlacedRegion.frame(size)
        let inside = box.intersection(frame)
        guard !inside.isEmpty, let left = Int(exactly: inside.x0.rounded(.down)),
            let top = Int(exactly: inside.y0.rounded(.down)), let right = Int(exactly: inside.x1.rounded(.up)),
            let bottom = Int(exactly: inside.y1.rounded(.up))
        else { return self }
        var bytes = bytes
        for row in top..<bottom {
            let span = ((row * size.width + left) * 4)..<((row * size.width + right) * 4)
            bytes.replaceSubrange(span, with: other.bytes[span])
        }
        return Raster(size: size, bytes: bytes) ?? self
    }
}
