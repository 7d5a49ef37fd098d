public import Saccade

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How far two pictures of the same size are apart.
///
/// Where both pictures are opaque three channels are compared, else four: the means are then over alpha, too.
public struct ImageDifference: Sendable, Hashable {
    /// The size of both pictures.
    public let size: PixelSize
    /// The channels that were compared: 3 or 4.
    public let channels: Int
    /// The largest difference of a channel, 0 to 255.
    public let maximum: Int
    /// The count of pixels that differ in any channel.
    public let differingPixels: Int
    /// The sum of all channels' differences.
    public let sumOfDifferences: UInt64
    /// The sum of the squares of all channels' differences.
    public let sumOfSquares: UInt64
    /// The smallest rectangle around all pixels that differ, or `nil` if none does.
    public let bounds: PixelRectangle?

    /// Whether all pixels are the same.
    public var isIdentical: Bool { differingPixels == 0 }

    /// The mean difference of a channel, 0 to 255.
    public var meanAbsolute: Double { Double(sumOfDifferences) / samples }

    /// The mean square of a channel's difference.
    public var meanSquare: Double { Double(sumOfSquares) / samples }

    /// The peak signal-to-noise ratio in decibels for a peak of 255; infinite if the pictures are the same.
    public var peakSignalToNoise: Double {
        sumOfSquares == 0 ? .infinity : 10 * log10(255 * 255 / meanSquare)
    }

    private var samples: Double { Double(size.width) * Double(size.height) * Double(channels) }

    /// Compares two pictures.
    ///
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/invalidOperation`` if their sizes differ.
    public init(_ a: PixelImage, _ b: PixelImage) throws(ImagingError) {
        guard a.size == b.size else {
            throw ImagingError(.invalidOperation, "expected pictures of one size, found \(a.size) and \(b.size)")
        }
        self.init(size: a.size, channels: a.isOpaque && b.isOpaque ? 3 : 4, a.bytes, b.bytes)
    }

    private init(size: PixelSize, channels: Int, _ a: [UInt8], _ b: [UInt8]) {
        self.size = size
        self.channels = channels
        var maximum = 0
        var pixels = 0
        var sum: UInt64 = 0
        var squares: UInt64 = 0
        var bounds: PixelRectangle?
        let stride = size.width * 4
        a.withUnsafeBytes { a in
            b.withUnsafeBytes { b in
                guard let left = a.baseAddress, let right = b.baseAddress else { return }
                for row in 0..<size.height {
                    let line = row * stride
                    if memcmp(left + line, right + line, stride) == 0 { continue }
                    var first = -1
                    var last = -1
                    for column in 0..<size.width {
                        let offset = line + column * 4
                        var pixel = 0
                        for index in offset..<(offset + 4) {
                            let difference = abs(Int(a[index]) - Int(b[index]))
                            pixel = max(pixel, difference)
                            sum &+= UInt64(difference)
                            squares &+= UInt64(difference * difference)
                        }
                        guard pixel > 0 else { continue }
                        maximum = max(maximum, pixel)
                        pixels += 1
                        last = column
                        if first < 0 { first = column }
                    }
                    let found = PixelRectangle(x0: first, y0: row, x1: last + 1, y1: row + 1)
                    bounds = bounds.map { $0.union(found) } ?? found
                }
            }
        }
        self.maximum = maximum
        differingPixels = pixels
        sumOfDifferences = sum
        sumOfSquares = squares
        self.bounds = bounds
    }
}
