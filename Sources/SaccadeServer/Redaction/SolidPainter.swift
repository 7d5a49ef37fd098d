public import Saccade
public import SaccadeImaging
public import SaccadeRecorder

/// Paints boxes of a picture over with one opaque colour.
///
/// Nothing of what was there is left: the picture is decoded, painted and written anew as PNG, without the metadata, thumbnails
/// and trailing bytes of the file. Blurring and pixelating can be undone, so there is neither.
public struct SolidPainter: ImageFilter {
    /// The name that the trace gives as the author of a redaction.
    public var name: String
    /// What is painted.
    public var color: PixelColor
    /// What a picture may cost to decode.
    public var limits: ImageLimits

    /// Creates a painter.
    public init(name: String = "redactor", color: PixelColor = .black, limits: ImageLimits = .default) {
        self.name = name
        self.color = color
        self.limits = limits
    }

    /// Returns a picture with boxes painted over.
    ///
    /// - Parameters:
    ///   - bytes: A PNG, JPEG or WebP.
    ///   - media: What it is said to be; its bytes decide.
    ///   - boxes: What to paint over, in pixels of the picture as stored, rounded outwards; empty means all of it.
    /// - Throws: ``/SaccadeImaging/ImagingError`` if it cannot be decoded; then nothing of it may be stored.
    public func redact(
        _ bytes: [UInt8], media: String?, boxes: [Box]
    ) throws -> (bytes: [UInt8], media: String)? {
        let picture = try PixelImage.decode(bytes, limits: limits)
        let whole = PixelRectangle(size: picture.size)
        var pixels = picture.bytes
        for rectangle in boxes.isEmpty ? [whole] : boxes.map({ Self.around($0, in: whole) }) where !rectangle.isEmpty {
            for row in rectangle.y0..<rectangle.y1 {
                var place = (row * picture.width + rectangle.x0) * 4
                for _ in rectangle.x0..<rectangle.x1 {
                    pixels[place] = color.red
                    pixels[place + 1] = color.green
                    pixels[place + 2] = color.blue
                    pixels[place + 3] = 255
                    place += 4
                }
            }
        }
        guard let painted = PixelImage(width: picture.width, height: picture.height, bytes: pixels) else { return nil }
        return (try painted.encodedPNG(), "image/png")
    }

    /// The pixels that a box touches; all of them if its edges are no numbers or swapped.
    static func around(_ box: Box, in whole: PixelRectangle) -> PixelRectangle {
        guard box.x0 <= box.x1, box.y0 <= box.y1 else { return whole }
        func clamped(_ edge: Double, _ rule: FloatingPointRoundingRule, _ end: Int) -> Int {
            Int(exactly: min(max(edge.rounded(rule), 0), Double(end))) ?? 0
        }
        return PixelRectangle(
            x0: clamped(box.x0, .down, whole.x1), y0: clamped(box.y0, .down, whole.y1),
            x1: clamped(box.x1, .up, whole.x1), y1: clamped(box.y1, .up, whole.y1))
    }
}
