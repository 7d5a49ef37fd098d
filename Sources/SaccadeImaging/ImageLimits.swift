public import Saccade

/// What a picture may cost, checked from its header before anything is allocated.
public struct ImageLimits: Sendable, Hashable {
    /// The largest width and the largest height in pixels.
    public var side: Int
    /// The largest count of pixels.
    public var pixels: Int
    /// The CPU time in nanoseconds that one decoding may take, 0 for no limit.
    public var decodingNanoseconds: UInt64

    /// 16,384 pixels a side, 64 × 2²⁰ pixels, 2 seconds of CPU time.
    public static let `default` = ImageLimits()

    /// Creates limits.
    public init(side: Int = 16_384, pixels: Int = 64 << 20, decodingNanoseconds: UInt64 = 2_000_000_000) {
        self.side = side
        self.pixels = pixels
        self.decodingNanoseconds = decodingNanoseconds
    }

    /// Returns the bytes of a decoded picture of a size, four a pixel.
    ///
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/tooLarge`` if a side or the area exceeds the limits, and
    ///   ``ImagingError/Code/invalidOperation`` if a side is less than 1.
    @discardableResult
    public func check(_ size: PixelSize) throws(ImagingError) -> Int {
        guard size.width >= 1, size.height >= 1 else {
            throw ImagingError(.invalidOperation, "expected a size of at least 1×1, found \(size)")
        }
        guard size.width <= side, size.height <= side else {
            throw ImagingError(.tooLarge, "expected sides of at most \(side) pixels, found \(size)")
        }
        let (area, overflow) = size.width.multipliedReportingOverflow(by: size.height)
        guard !overflow, area <= pixels else {
            throw ImagingError(.tooLarge, "expected at most \(pixels) pixels, found \(size)")
        }
        let (bytes, overflowOfBytes) = area.multipliedReportingOverflow(by: 4)
        guard !overflowOfBytes else {
            throw ImagingError(.tooLarge, "expected a count of bytes that fits an integer, found \(size)")
        }
        return bytes
    }

    /// Checks the size of a picture that exists only between two steps of one operation.
    func checkBetween(_ size: PixelSize) throws(ImagingError) {
        do {
            try check(size)
        } catch {
            throw ImagingError(error.code, "between the two axes: \(error.message)")
        }
    }
}
