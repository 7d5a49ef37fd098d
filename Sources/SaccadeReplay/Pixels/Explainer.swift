import Saccade

/// Looks for the reading that explains a stored picture which is not what its operation gives.
struct Explainer {
    let table: PictureTable
    let derivation: ImageDerivation
    let stored: Raster
    let made: Reexecutor.Made

    /// A reading: what it is, and the picture that it gives.
    private struct Reading {
        var words: String
        var make: () -> Raster?
    }

    /// The most readings that are tried.
    private static let most = 96
    /// The most pixels that all readings may make.
    private static let pixels = 64 << 20

    /// Returns the first reading that gives exactly the stored picture, or `nil`.
    func exactReading() -> String? {
        var left = Explainer.pixels
        for reading in readings().prefix(Explainer.most) {
            guard left > 0 else { return nil }
            left -= stored.size.width * stored.size.height
            if reading.make() == stored { return reading.words }
        }
        return nil
    }

    /// Returns the reading that explains the stored picture: one that gives it exactly or, where files or resamplers
    /// lose something, the one that comes closest by far.
    func explain(isLossy: Bool) -> String? {
        var left = Explainer.pixels
        var best: (words: String, ratio: Double)?
        for reading in readings().prefix(Explainer.most) {
            guard left > 0 else { break }
            left -= stored.size.width * stored.size.height
            guard let raster = reading.make(), raster.size == stored.size else { continue }
            if raster == stored { return reading.words }
            guard isLossy, let difference = try? table.kit.difference(raster, stored) else { continue }
            let ratio = difference.peakSignalToNoise
            if ratio > best?.ratio ?? 0 { best = (reading.words, ratio) }
        }
        if let place = found() { return place }
        if isLossy, let best, best.ratio >= 30 {
            let claimed =
                made.raster.size == stored.size
                ? (try? table.kit.difference(made.raster, stored))?.peakSignalToNoise ?? 0 : 0
            if best.ratio >= claimed + 3 { return "\(best.words) (\(number(best.ratio)) dB)" }
        }
        return nil
    }

    // MARK: Readings

    private func readings() -> [Reading] {
        turnedResult + otherSizes + otherResamplers + otherEdges + otherOrientations + otherFrames + otherSpaces
    }

    private var source: (image: Int, raster: Raster, orientation: Int)? {
        guard derivation.parents.count == 1, let image = derivation.parents.first?.image,
            let loaded = table.content(image).loaded
        else { return nil }
        return (image, loaded.picture.raster, loaded.picture.orientation)
    }

    /// Cuts a box out of a picture and gives it the size of the stored one.
    private func cut(_ raster: Raster, _ area: PixelArea) -> Raster? {
        guard area.size.width <= 65_536, area.size.height <= 65_536,
            let crop = try? table.kit.crop(raster, to: area)
        else { return nil }
        if crop.size == stored.size { return crop }
        guard derivation.operation != .crop else { return nil }
        return try? table.kit.resize(crop, to: stored.size, by: made.resampler ?? .bicubic)
    }

    /// The result mirrored, turned, or with red and blue exchanged.
    private var turnedResult: [Reading] {
        let names = [
            (2, "mirrored left and right"), (4, "mirrored top and bottom"), (3, "turned by 180°"),
            (6, "turned by 90° clockwise"), (8, "turned by 90° counter-clockwise"), (5, "transposed"),
        ]
        var result = [Reading(words: "red and blue are exchanged") { made.raster.exchanged }]
        for (orientation, name) in names {
            result.append(
                Reading(words: "it is \(name)") { try? table.kit.orient(made.raster, orientation) })
        }
        return result
    }

    /// Boxes of other sizes with one corner or the centre of the executed one, at its scale.
    private var otherSizes: [Reading] {
        guard let area = made.area, let source else { return [] }
        func isOneScale(_ size: PixelSize) -> Bool {
            stored.size.width * size.height == stored.size.height * size.width
        }
        // A box that was only enlarged has the shape of the stored picture.
        if made.raster.size == stored.size, isOneScale(area.size) { return [] }
        var widths = [area.size.width, stored.size.width]
        var heights = [area.size.height, stored.size.height]
        let (fromWidth, fromHeight) = (
            stored.size.width * area.size.height, stored.size.height * area.size.width
        )
        // The same scale on both axes, taken from the side that fits.
        if fromHeight % max(1, stored.size.width) == 0 { heights.append(fromHeight / stored.size.width) }
        if fromWidth % max(1, stored.size.height) == 0 { widths.append(fromWidth / stored.size.height) }
        for scale in 2...4 {
            if stored.size.width % scale == 0 { widths.append(stored.size.width / scale) }
            if stored.size.height % scale == 0 { heights.append(stored.size.height / scale) }
        }
        var sizes: [PixelSize] = []
        for width in widths {
            for height in heights where width > 0 && height > 0 {
                let size = PixelSize(width: width, height: height)
                if size != area.size, isOneScale(size), !sizes.contains(size) { sizes.append(size) }
            }
        }
        return sizes.prefix(6).flatMap { size -> [Reading] in
            let (right, bottom) = (area.x + area.size.width - size.width, area.y + area.size.height - size.height)
            let corners = [
                (area.x, area.y), (right, area.y), (area.x, bottom), (right, bottom),
                ((area.x + right) / 2, (area.y + bottom) / 2),
            ]
            return corners.map { corner in
                let other = PixelArea(x: corner.0, y: corner.1, size: size)
                return Reading(words: "it is \(place(other.box)) of image \(source.image)") {
                    cut(source.raster, other)
                }
            }
        }
    }

    private var otherResamplers: [Reading] {
        guard let resampler = made.resampler, let source else { return [] }
        let area = made.area ?? PixelArea(x: 0, y: 0, size: source.raster.size)
        return Resampler.known.filter { $0 != resampler }.map { other in
            Reading(words: "it was resampled \(other), not \(resampler)") {
                guard let crop = try? table.kit.crop(source.raster, to: area) else { return nil }
                return try? table.kit.resize(crop, to: stored.size, by: other)
            }
        }
    }

    /// The box by other rounding rules, one pixel to each side, one pixel larger or smaller, and cut at the edges.
    private var otherEdges: [Reading] {
        guard let area = made.area, let source else { return [] }
        var result: [Reading] = []
        var seen = [area]
        func add(_ words: String, _ other: PixelArea?) {
            guard let other, other.size.width > 0, other.size.height > 0, !seen.contains(other) else { return }
            seen.append(other)
            result.append(Reading(words: words) { cut(source.raster, other) })
        }
        if let requested = derivation.requested {
            if let whole = PixelArea(requested) {
                let leaves = !PlacedRegion.frame(source.raster.size).contains(requested)
                add(
                    leaves
                        ? "what lies beyond the image was padded"
                        : "it is the box that was asked for, \(place(requested))",
                    whole)
            }
            for rule in RoundingRule.known {
                add("the box was rounded \(rule)", requested.rounded(by: rule).flatMap { PixelArea($0) })
            }
        }
        let directions = [
            (-1, 0, "left"), (1, 0, "right"), (0, -1, "up"), (0, 1, "down"), (-1, -1, "left and up"),
            (1, -1, "right and up"), (-1, 1, "left and down"), (1, 1, "right and down"),
        ]
        for (x, y, name) in directions {
            add(
                "the crop is one pixel further \(name)",
                PixelArea(x: area.x + x, y: area.y + y, size: area.size))
        }
        func grown(_ left: Int, _ top: Int, _ right: Int, _ bottom: Int) -> PixelArea {
            PixelArea(
                x: area.x - left, y: area.y - top,
                size: PixelSize(
                    width: area.size.width + left + right, height: area.size.height + top + bottom))
        }
        for step in [1, -1] {
            let word = step > 0 ? "more" : "less"
            add("the crop has one pixel \(word) at the left", grown(step, 0, 0, 0))
            add("the crop has one pixel \(word) at the top", grown(0, step, 0, 0))
            add("the crop has one pixel \(word) at the right", grown(0, 0, step, 0))
            add("the crop has one pixel \(word) at the bottom", grown(0, 0, 0, step))
        }
        let frame = PlacedRegion.frame(source.raster.size)
        if !frame.contains(area.box) {
            add("the box was clamped to the image", PixelArea(area.box.intersection(frame)))
        }
        if let requested = derivation.requested?.rounded(by: .halfEven), !frame.contains(requested) {
            add("what lies beyond the image was padded", PixelArea(requested))
        }
        return result
    }

    /// The same numbers on the picture laid upright.
    private var otherOrientations: [Reading] {
        guard let area = made.area, let source else { return [] }
        let stated = table.declarations[source.image]?.orientation ?? source.orientation
        let tried = stated == 1 ? [6, 8, 3] : [stated]
        return tried.map { orientation in
            let words =
                stated == 1
                ? "the image was turned as EXIF orientation \(orientation) before"
                : "the EXIF orientation \(orientation) was applied before"
            return Reading(words: words) {
                guard let turned = try? table.kit.orient(source.raster, orientation) else { return nil }
                return cut(turned, area)
            }
        }
    }

    /// The same numbers on other pictures: the parent's parents first, then the inputs.
    private var otherFrames: [Reading] {
        guard let area = made.area, let source else { return [] }
        var images: [Int] = []
        var next = table.derivations[source.image]?.parents.first?.image
        while let image = next, images.count < 4, !images.contains(image) {
            images.append(image)
            next = table.derivations[image]?.parents.first?.image
        }
        for image in table.declarations.keys.sorted() where image < derivation.image && images.count < 8 {
            if image != source.image, !images.contains(image) { images.append(image) }
        }
        return images.map { image in
            Reading(words: "it was cut from image \(image), not from image \(source.image)") {
                table.content(image).loaded.flatMap { cut($0.picture.raster, area) }
            }
        }
    }

    /// The numbers that were asked for, read in other coordinate spaces.
    private var otherSpaces: [Reading] {
        guard made.area != nil, let source else { return [] }
        let region = derivation.region.flatMap { region in
            derivation.agent.flatMap { table.regions[ScopedOrdinal(agent: $0, n: region)] }
        }
        var box = derivation.requested ?? derivation.executed
        if case .box(let written) = region?.shape { box = written }
        guard let box else { return [] }
        let used = region?.space.unit
        let units: [SpaceUnit] = [.pixel, .permille, .permille999, .unit, .percent, .unitSquare]
        return units.filter { $0 != used }.compactMap { unit in
            guard let shape = try? Shape.box(box).resolved(in: CoordinateSpace(unit: unit), of: source.raster.size),
                let pixels = shape.bounds?.intersection(PlacedRegion.frame(source.raster.size)), !pixels.isEmpty
            else { return nil }
            let recipe = derivation.recipe.flatMap(ZoomRecipe.named)
            let executed = recipe?.execute(pixels, in: source.raster.size)?.executed ?? pixels.rounded(by: .halfEven)
            guard let area = executed.flatMap({ PixelArea($0) }) else { return nil }
            return Reading(words: "the numbers were read as \(unit)") { cut(source.raster, area) }
        }
    }

    // MARK: Search

    /// Looks for the stored picture, pixel for pixel, anywhere on the parent.
    private func found() -> String? {
        guard let source, source.raster.size.width >= stored.size.width,
            source.raster.size.height >= stored.size.height, stored.size.width >= 4, stored.size.height >= 4,
            let place = source.raster.place(of: stored)
        else { return nil }
        let area = PixelArea(x: place.x, y: place.y, size: stored.size)
        return "it is \(SaccadeReplay.place(area.box)) of image \(source.image)"
    }
}

extension Raster {
    /// The picture with red and blue exchanged.
    fileprivate var exchanged: Raster? {
        var bytes = bytes
        for offset in stride(from: 0, to: bytes.count, by: 4) { bytes.swapAt(offset, offset + 2) }
        return Raster(size: size, bytes: bytes)
    }

    /// Returns where another picture lies on this one, pixel for pixel, or `nil`; a picture of one color has no place.
    fileprivate func place(of part: Raster) -> (x: Int, y: Int)? {
        let needle = part.words
        let hay = words
        guard let first = needle.first, needle.contains(where: { $0 != first }) else { return nil }
        // The first pixel that differs from its neighbor rules most places out at once.
        let probe = needle.indices.first { needle[$0] != first } ?? 0
        let (probeX, probeY) = (probe % part.size.width, probe / part.size.width)
        for y in 0...(size.height - part.size.height) {
            for x in 0...(size.width - part.size.width) {
                guard hay[y * size.width + x] == first,
                    hay[(y + probeY) * size.width + x + probeX] == needle[probe]
                else { continue }
                let matches = (0..<part.size.height).allSatisfy { row in
                    let start = (y + row) * size.width + x
                    return hay[start..<(start + part.size.width)]
                        == needle[(row * part.size.width)..<((row + 1) * part.size.width)]
                }
                if matches { return (x, y) }
            }
        }
        return nil
    }

    /// The pixels as 32-bit words.
    private var words: [UInt32] {
        bytes.withUnsafeBytes { raw in
            stride(from: 0, to: raw.count, by: 4).map { raw.loadUnaligned(fromByteOffset: $0, as: UInt32.self) }
        }
    }
}
