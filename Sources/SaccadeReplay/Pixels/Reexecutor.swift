import Saccade

/// Makes derived images again and compares them with the stored ones.
struct Reexecutor {
    let table: PictureTable
    let structure: LogStructure

    /// A picture that was made again.
    struct Made {
        var raster: Raster
        /// Whether every implementation of the operation gives the same pixels.
        var isExact: Bool
        /// The box of the first parent that was cut out, for explanations.
        var area: PixelArea?
        /// How the cut was resampled, if it was.
        var resampler: Resampler?
    }

    /// Why an image cannot be made again, or what it should look like instead.
    enum Failure: Error {
        case impossible(String)
        case contradicts(Reexecution.Mismatch)
    }

    /// Makes an image again and says what came of it.
    func reexecute(_ derivation: ImageDerivation) -> Reexecution {
        guard let child = table.content(derivation.image).loaded else {
            return .impossible("its pixels are not there")
        }
        do throws(Failure) {
            let made = try make(derivation, child: child)
            return compare(made, child, derivation)
        } catch {
            switch error {
            case .impossible(let reason): return .impossible(reason)
            case .contradicts(let mismatch): return .mismatch(mismatch)
            }
        }
    }

    // MARK: Making

    private func parent(_ derivation: ImageDerivation) throws(Failure) -> PictureTable.Loaded {
        guard derivation.parents.count == 1, let parent = derivation.parents.first else {
            throw .impossible("\(derivation.operation) needs one parent, and it has \(derivation.parents.count)")
        }
        return try loaded(parent.image)
    }

    func loaded(_ image: Int) throws(Failure) -> PictureTable.Loaded {
        switch table.content(image) {
        case .loaded(let loaded): return loaded
        default: throw .impossible("the pixels of image \(image) are not there")
        }
    }

    func run(_ work: () throws(TraceError) -> Raster) throws(Failure) -> Raster {
        do throws(TraceError) { return try work() } catch { throw .impossible(error.message) }
    }

    private func make(_ derivation: ImageDerivation, child: PictureTable.Loaded) throws(Failure) -> Made {
        switch derivation.operation {
        case .crop, .zoom: return try cut(derivation, child: child)
        case .resize:
            let source = try parent(derivation).picture.raster
            return try resized(source, derivation, to: derivation.statedSize ?? child.picture.raster.size, area: nil)
        case .pad:
            let source = try parent(derivation).picture.raster
            guard let margins = derivation.margins else {
                throw .impossible("pad needs the parameters left, top, right and bottom")
            }
            let size = PixelSize(
                width: source.size.width + margins[0] + margins[2], height: source.size.height + margins[1] + margins[3]
            )
            let area = PixelArea(x: -margins[0], y: -margins[1], size: size)
            let padded = try run { () throws(TraceError) in try table.kit.crop(source, to: area) }
            return Made(raster: padded.filled(around: source.size, margins, derivation.fill), isExact: true)
        case .flipHorizontal: return try turned(derivation, by: 2)
        case .flipVertical: return try turned(derivation, by: 4)
        case .turn:
            guard let quarters = derivation.parameters?["quarters"]?.integer else {
                throw .impossible("turn needs the parameter quarters")
            }
            return try turned(derivation, by: [1, 6, 3, 8][((quarters % 4) + 4) % 4])
        case .orient:
            let source = try parent(derivation)
            let declared = derivation.parents.first.flatMap { table.declarations[$0.image]?.orientation }
            return try turned(derivation, by: declared ?? source.picture.orientation)
        case .composite: return try composed(derivation, size: child.picture.raster.size)
        case .draw: throw .impossible("a drawing cannot be made again")
        case .external: throw .impossible("external operations cannot be repeated")
        default: throw .impossible("the operation \"\(derivation.operation)\" is not known")
        }
    }

    private func turned(_ derivation: ImageDerivation, by orientation: Int) throws(Failure) -> Made {
        let source = try parent(derivation).picture.raster
        let raster = try run { () throws(TraceError) in try table.kit.orient(source, orientation) }
        return Made(raster: raster, isExact: true)
    }

    private func cut(_ derivation: ImageDerivation, child: PictureTable.Loaded) throws(Failure) -> Made {
        let source = try parent(derivation).picture.raster
        guard let area = derivation.area(in: source.size) else {
            throw .impossible("\(derivation.operation) needs the box that was executed, in whole pixels")
        }
        guard area.size.width <= 65_536, area.size.height <= 65_536 else {
            throw .impossible("the box that was executed is too large")
        }
        let crop = try run { () throws(TraceError) in try table.kit.crop(source, to: area) }
        var size = derivation.operation == .crop ? area.size : derivation.statedSize ?? child.picture.raster.size
        if derivation.operation == .zoom, let recipe = derivation.recipe.flatMap(ZoomRecipe.named),
            let requested = derivation.requested, let execution = recipe.execute(requested, in: source.size)
        {
            size = execution.size
        }
        if size == area.size { return Made(raster: crop, isExact: true, area: area) }
        return try resized(crop, derivation, to: size, area: area)
    }

    private func resized(
        _ source: Raster, _ derivation: ImageDerivation, to size: PixelSize, area: PixelArea?
    ) throws(Failure) -> Made {
        let recipe = derivation.recipe.flatMap(ZoomRecipe.named)
        guard let resampler = recipe?.resampler ?? derivation.resampler ?? defaultResampler(source.size, size) else {
            throw .impossible("nothing says how the pixels were computed")
        }
        let raster = try run { () throws(TraceError) in try table.kit.resize(source, to: size, by: resampler) }
        // A recipe names one implementation; a resampler alone may be anybody's.
        return Made(
            raster: raster, isExact: recipe?.resizesAsPillow ?? false, area: area, resampler: resampler)
    }

    /// Pictures that keep their size need no resampler.
    private func defaultResampler(_ source: PixelSize, _ size: PixelSize) -> Resampler? {
        source == size ? .nearest : nil
    }

    // MARK: Comparing

    private func compare(_ made: Made, _ child: PictureTable.Loaded, _ derivation: ImageDerivation) -> Reexecution {
        let stored = child.picture.raster
        let explainer = Explainer(table: table, derivation: derivation, stored: stored, made: made)
        guard made.raster.size == stored.size else {
            return .mismatch(
                Reexecution.Mismatch(
                    expected: "\(made.raster.size) pixels", found: "\(stored.size)",
                    explanation: explainer.explain(isLossy: !child.picture.isLossless)))
        }
        guard made.raster != stored else { return .exact }
        guard let difference = try? table.kit.difference(made.raster, stored) else {
            return .impossible("the pictures cannot be compared")
        }
        // An opaque copy of a picture with transparent pixels, and the like, is the same to the eye and not to a digest.
        let isLossy = !child.picture.isLossless
        if isLossy || !made.isExact, Reexecutor.isClose(difference, made.raster, stored),
            explainer.exactReading() == nil
        {
            return .tolerated(isLossy ? .lossy : .resampled, difference)
        }
        return .mismatch(
            Reexecution.Mismatch(
                expected: "what \(derivation.operation) gives", found: difference.words, difference: difference,
                explanation: explainer.explain(isLossy: isLossy || !made.isExact)))
    }

    /// Whether a difference is within the tolerance of bounded operations.
    static func isClose(_ difference: RasterDifference, _ a: Raster, _ b: Raster) -> Bool {
        if difference.maximum <= 3 || difference.peakSignalToNoise >= 40 { return true }
        return difference.peakSignalToNoise >= 30 && structuralSimilarity(a, b) >= 0.95
    }
}

extension RasterDifference {
    /// The difference in words.
    var words: String {
        "\(TraceReport.count(pixels, "pixel that differs", "pixels that differ")) by up to \(maximum) of 255 (mean \(number(mean)), \(number(peakSignalToNoise)) dB)"
    }
}

extension ImageDerivation {
    /// The pixels that were cut out, worked out from what was asked for if need be.
    func area(in parent: PixelSize) -> PixelArea? {
        if let executed { return PixelArea(executed) }
        guard let requested else { return nil }
        if let recipe = recipe.flatMap(ZoomRecipe.named) {
            return recipe.execute(requested, in: parent).flatMap { PixelArea($0.executed) }
        }
        return rounding.flatMap { requested.rounded(by: $0) }.flatMap { PixelArea($0) }
    }

    /// The size that the parameters of a zoom or a resize state, if they do.
    var statedSize: PixelSize? {
        guard let width = parameters?["width"]?.integer, let height = parameters?["height"]?.integer,
            (1...65_536).contains(width), (1...65_536).contains(height)
        else { return nil }
        return PixelSize(width: width, height: height)
    }

    /// The margins of a pad: left, top, right, bottom.
    var margins: [Int]? {
        let sides = ["left", "top", "right", "bottom"].map { parameters?[$0]?.integer ?? 0 }
        guard sides.contains(where: { $0 != 0 }), sides.allSatisfy({ $0 >= 0 && $0 <= 65_536 }) else { return nil }
        return sides
    }

    /// The color of a pad, as `[r, g, b]` or `[r, g, b, a]`; `nil` for black.
    var fill: [UInt8]? {
        guard let values = parameters?["fill"]?.array?.compactMap({ $0.integer.flatMap(UInt8.init(exactly:)) }),
            values.count == 3 || values.count == 4
        else { return nil }
        return values.count == 3 ? values + [255] : values
    }
}

extension Raster {
    /// The picture with a color in its margins, which were black.
    fileprivate func filled(around inner: PixelSize, _ margins: [Int], _ fill: [UInt8]?) -> Raster {
        guard let fill else { return self }
        var bytes = bytes
        for y in 0..<size.height {
            for x in 0..<size.width {
                let isInside =
                    y >= margins[1] && y < margins[1] + inner.height && x >= margins[0] && x < margins[0] + inner.width
                if isInside { continue }
                let offset = (y * size.width + x) * 4
                for channel in 0..<4 { bytes[offset + channel] = fill[channel] }
            }
        }
        return Raster(size: size, bytes: bytes) ?? self
    }
}
