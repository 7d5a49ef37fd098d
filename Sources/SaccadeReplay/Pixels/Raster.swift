public import Saccade

/// Pixels in memory: straight-alpha RGBA, 8 bits a channel, row by row from the top left.
public struct Raster: Sendable, Hashable {
    /// The size in pixels.
    public let size: PixelSize
    /// The pixels; `size.width` × `size.height` × 4 bytes.
    public let bytes: [UInt8]

    /// Creates pixels, or returns `nil` if the count of bytes is not width × height × 4.
    public init?(size: PixelSize, bytes: [UInt8]) {
        let (area, overflow) = size.width.multipliedReportingOverflow(by: size.height)
        guard size.width >= 1, size.height >= 1, !overflow, area <= Int.max / 4, bytes.count == area * 4 else {
            return nil
        }
        self.size = size
        self.bytes = bytes
    }
}

/// A rectangle of whole pixels, which may leave a picture.
public struct PixelArea: Sendable, Hashable {
    /// The left column.
    public var x: Int
    /// The top row.
    public var y: Int
    /// The size.
    public var size: PixelSize

    /// Creates a rectangle.
    public init(x: Int, y: Int, size: PixelSize) {
        self.x = x
        self.y = y
        self.size = size
    }

    /// Creates the rectangle of a box with whole edges, or returns `nil` for another or an empty one.
    public init?(_ box: Box) {
        guard !box.isEmpty, let x = Int(exactly: box.x0), let y = Int(exactly: box.y0),
            let width = Int(exactly: box.width), let height = Int(exactly: box.height),
            [x, y, width, height].allSatisfy({ $0.magnitude <= 1 << 24 })
        else { return nil }
        self.init(x: x, y: y, size: PixelSize(width: width, height: height))
    }

    /// The rectangle as a box.
    public var box: Box {
        Box(x0: Double(x), y0: Double(y), x1: Double(x + size.width), y1: Double(y + size.height))
    }
}

/// A picture as decoding its file gave it.
public struct DecodedPicture: Sendable {
    /// The media type that the bytes show, as `image/png`.
    public var media: String
    /// The EXIF orientation that the file states, 1 to 8.
    public var orientation: Int
    /// Whether the file keeps every pixel as it was.
    public var isLossless: Bool
    /// The decoder, as `libpng/1.6.39`.
    public var decoder: String
    /// The pixels in stored orientation.
    public var raster: Raster

    /// Creates a description of a decoded file.
    public init(media: String, orientation: Int, isLossless: Bool, decoder: String, raster: Raster) {
        self.media = media
        self.orientation = orientation
        self.isLossless = isLossless
        self.decoder = decoder
        self.raster = raster
    }
}

/// How far two pictures of one size are apart.
public struct RasterDifference: Sendable, Hashable {
    /// The largest difference of a channel, 0 to 255.
    public var maximum: Int
    /// How many pixels differ.
    public var pixels: Int
    /// The mean difference of a channel.
    public var mean: Double
    /// The peak signal-to-noise ratio in decibels; infinite if nothing differs.
    public var peakSignalToNoise: Double
    /// The smallest box around what differs.
    public var bounds: Box?

    /// Creates a description of a difference.
    public init(maximum: Int, pixels: Int, mean: Double, peakSignalToNoise: Double, bounds: Box?) {
        self.maximum = maximum
        self.pixels = pixels
        self.mean = mean
        self.peakSignalToNoise = peakSignalToNoise
        self.bounds = bounds
    }

    /// Whether nothing differs.
    public var isNothing: Bool { pixels == 0 }
}

/// What re-execution needs of a library of pictures.
///
/// `SaccadePixels` has the one implementation; this module never decodes anything. All operations are exact: the same
/// input gives the same pixels on every machine.
public protocol PixelKit: Sendable {
    /// Decodes the bytes of a file.
    func decode(_ bytes: [UInt8]) throws(TraceError) -> DecodedPicture
    /// Cuts a rectangle out; what lies beyond the picture becomes black, opaque where the picture is.
    func crop(_ raster: Raster, to area: PixelArea) throws(TraceError) -> Raster
    /// Gives a picture another size as Pillow does.
    func resize(_ raster: Raster, to size: PixelSize, by resampler: Resampler) throws(TraceError) -> Raster
    /// Lays the rows as an EXIF orientation from 1 to 8 asks for, so that they are upright.
    func orient(_ raster: Raster, _ orientation: Int) throws(TraceError) -> Raster
    /// Compares two pictures of one size.
    func difference(_ a: Raster, _ b: Raster) throws(TraceError) -> RasterDifference
}

extension TraceError.Code {
    /// A picture cannot be decoded, or an operation does not fit it.
    public static let pixels = TraceError.Code("pixels")
}
