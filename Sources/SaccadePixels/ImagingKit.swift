public import Saccade
public import SaccadeImaging
public import SaccadeReplay

/// Decodes and computes pixels for re-execution with the exact integer operations of `SaccadeImaging`.
///
///     let report = try check("trace.jsonl", level: .l3, pixels: ImagingKit())
public struct ImagingKit: PixelKit {
    /// What one picture may cost.
    public let limits: ImageLimits

    /// Creates a kit.
    public init(limits: ImageLimits = .default) { self.limits = limits }

    /// Decodes a PNG, JPEG or WebP.
    public func decode(_ bytes: [UInt8]) throws(TraceError) -> DecodedPicture {
        do throws(ImagingError) {
            let info = try ImageInfo(sniffing: bytes)
            let image = try PixelImage.decode(bytes, limits: limits)
            return DecodedPicture(
                media: info.mediaType, orientation: info.orientation.rawValue,
                isLossless: info.format == .png || (info.format == .webp && ImagingKit.isLosslessWebP(bytes)),
                decoder: DecoderIdentity(info.format).name, raster: try raster(image))
        } catch {
            throw ImagingKit.translated(error)
        }
    }

    /// Cuts a rectangle out; what lies beyond the picture is black.
    public func crop(_ raster: Raster, to area: PixelArea) throws(TraceError) -> Raster {
        try compute(raster) { image throws(ImagingError) in
            let (x1, overflowX) = area.x.addingReportingOverflow(area.size.width)
            let (y1, overflowY) = area.y.addingReportingOverflow(area.size.height)
            guard !overflowX, !overflowY else { throw ImagingError(.tooLarge, "expected a rectangle that fits") }
            return try image.cropped(to: PixelRectangle(x0: area.x, y0: area.y, x1: x1, y1: y1), limits: limits)
        }
    }

    /// Gives a picture another size as Pillow does.
    public func resize(_ raster: Raster, to size: PixelSize, by resampler: Resampler) throws(TraceError) -> Raster {
        guard let filter = ResamplingFilter(rawValue: resampler.rawValue) else {
            throw TraceError(.pixels, "expected a resampler that this version knows, found \"\(resampler)\"")
        }
        return try compute(raster) { image throws(ImagingError) in
            try image.resized(to: size, filter: filter, limits: limits)
        }
    }

    /// Lays the rows as an EXIF orientation asks for.
    public func orient(_ raster: Raster, _ orientation: Int) throws(TraceError) -> Raster {
        guard let orientation = ImageOrientation(rawValue: orientation) else {
            throw TraceError(.pixels, "expected an orientation from 1 to 8, found \(orientation)")
        }
        return try compute(raster) { image throws(ImagingError) in image.upright(from: orientation) }
    }

    /// Compares two pictures of one size.
    public func difference(_ a: Raster, _ b: Raster) throws(TraceError) -> RasterDifference {
        do throws(ImagingError) {
            let found = try ImageDifference(try image(a), try image(b))
            return RasterDifference(
                maximum: found.maximum, pixels: found.differingPixels, mean: found.meanAbsolute,
                peakSignalToNoise: found.peakSignalToNoise, bounds: found.bounds?.box)
        } catch {
            throw ImagingKit.translated(error)
        }
    }

    // MARK: Between the two modules, without copying pixels

    private func compute(
        _ raster: Raster, _ work: (PixelImage) throws(ImagingError) -> PixelImage
    ) throws(TraceError) -> Raster {
        do throws(ImagingError) { return try self.raster(try work(try image(raster))) } catch {
            throw ImagingKit.translated(error)
        }
    }

    private func image(_ raster: Raster) throws(ImagingError) -> PixelImage {
        guard let image = PixelImage(width: raster.size.width, height: raster.size.height, bytes: raster.bytes) else {
            throw ImagingError(.invalidOperation, "expected four bytes a pixel")
        }
        return image
    }

    private func raster(_ image: PixelImage) throws(ImagingError) -> Raster {
        guard let raster = Raster(size: image.size, bytes: image.bytes) else {
            throw ImagingError(.invalidOperation, "expected four bytes a pixel")
        }
        return raster
    }

    private static func translated(_ error: ImagingError) -> TraceError { TraceError(.pixels, error.message) }

    /// Whether a WebP's picture is of the lossless kind; the header of the first chunk says so.
    private static func isLosslessWebP(_ bytes: [UInt8]) -> Bool {
        var position = 12
        while position + 8 <= bytes.count {
            let name = bytes[position..<(position + 4)]
            if name.elementsEqual("VP8L".utf8) { return true }
            if name.elementsEqual("VP8 ".utf8) || name.elementsEqual("ANMF".utf8) { return false }
            let size = (0..<4).reduce(0) { $0 | Int(bytes[position + 4 + $1]) << (8 * $1) }
            position += 8 + size + size % 2
        }
        return false
    }
}
