import Saccade

extension Reexecutor {
    /// The most pixels of parents that one composite may read, so that small tiles of large pictures cannot cost hours.
    private static let mostPixels = 256 << 20

    /// Puts parts of pictures side by side, as their placements and maps say.
    ///
    /// A part is what the map makes of its placement: the whole parent, or a rectangle of it, which is resized if it has
    /// another size than the placement.
    func composed(_ derivation: ImageDerivation, size: PixelSize) throws(Failure) -> Made {
        let areas = try placements(derivation, size: size)
        var bytes = [UInt8](repeating: 0, count: size.width * size.height * 4)
        var budget = Reexecutor.mostPixels
        var isExact = true
        for (parent, area) in zip(derivation.parents, areas) {
            var raster = try part(parent, at: area, &budget)
            if raster.size != area.size {
                guard let resampler = derivation.resampler else {
                    throw .impossible(
                        "image \(parent.image) was given another size before it was placed, and nothing says how")
                }
                let whole = raster
                raster = try run { () throws(TraceError) in
                    try table.kit.resize(whole, to: area.size, by: resampler)
                }
                isExact = false
            }
            bytes.place(raster, at: area, width: size.width)
        }
        guard let raster = Raster(size: size, bytes: bytes) else { throw .impossible("its size is not known") }
        return Made(raster: raster, isExact: isExact)
    }

    /// Returns the placements of all parents, which cover the composite exactly.
    private func placements(_ derivation: ImageDerivation, size: PixelSize) throws(Failure) -> [PixelArea] {
        var areas: [PixelArea] = []
        var covered = 0
        for parent in derivation.parents {
            guard let area = parent.placement.flatMap({ PixelArea($0) }), area.x >= 0, area.y >= 0,
                area.x + area.size.width <= size.width, area.y + area.size.height <= size.height
            else { throw .impossible("a composite needs the placement of each parent, in whole pixels") }
            areas.append(area)
            covered += area.size.width * area.size.height
            guard covered <= size.width * size.height else { break }
        }
        guard covered == size.width * size.height else {
            throw .impossible("the placements do not cover the composite exactly")
        }
        return areas
    }

    /// Returns the pixels of a parent that its map puts into its placement.
    private func part(
        _ parent: ImageParent, at placement: PixelArea, _ budget: inout Int
    ) throws(Failure) -> Raster {
        let source = try loaded(parent.image).picture.raster
        let frame = PlacedRegion.frame(source.size)
        var box = frame
        // Without a map that says which part it is, it is the whole picture.
        if let map = parent.map {
            guard let mapped = map.upright(placement.box) else {
                throw .impossible("the map of image \(parent.image) turns or bends what it places")
            }
            box = mapped
        }
        guard let area = PixelArea(box), frame.contains(box) else {
            throw .impossible("the map places \(place(box)) of image \(parent.image), which is no part in whole pixels")
        }
        budget -= area.size.width * area.size.height
        guard budget >= 0 else { throw .impossible("its parts have too many pixels") }
        return box == frame ? source : try run { () throws(TraceError) in try table.kit.crop(source, to: area) }
    }
}

extension PlaneMap {
    /// Returns what a box becomes if the map only moves and stretches it, or `nil` if it turns, mirrors or bends it.
    fileprivate func upright(_ box: Box) -> Box? {
        guard let topLeft = apply(Point(x: box.x0, y: box.y0)), let topRight = apply(Point(x: box.x1, y: box.y0)),
            let bottomLeft = apply(Point(x: box.x0, y: box.y1)), let bottomRight = apply(Point(x: box.x1, y: box.y1)),
            topLeft.y == topRight.y, topLeft.x == bottomLeft.x, bottomRight.x == topRight.x,
            bottomRight.y == bottomLeft.y, topLeft.x < bottomRight.x, topLeft.y < bottomRight.y
        else { return nil }
        func whole(_ value: Double) -> Double {
            (value - value.rounded()).magnitude < 1e-6 ? value.rounded() : value
        }
        return Box(
            x0: whole(topLeft.x), y0: whole(topLeft.y), x1: whole(bottomRight.x), y1: whole(bottomRight.y))
    }
}

extension [UInt8] {
    /// Copies a picture into pixels of a width.
    fileprivate mutating func place(_ source: Raster, at area: PixelArea, width: Int) {
        let count = source.size.width * 4
        for row in 0..<source.size.height {
            let target = ((area.y + row) * width + area.x) * 4
            replaceSubrange(target..<(target + count), with: source.bytes[(row * count)..<((row + 1) * count)])
        }
    }
}
