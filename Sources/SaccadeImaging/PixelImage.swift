public import Saccade

/// A picture in memory: straight-alpha RGBA, 8 bits a channel, row by row from the top left, without padding.
///
/// `bytes.count` is always width × height × 4.
public struct PixelImage: Sendable, Hashable {
    /// The width in pixels.
    public let width: Int
    /// The height in pixels.
    public let height: Int
    /// The pixels: red, green, blue, alpha.
    public internal(set) var bytes: [UInt8]

    /// The size in pixels.
    public var size: PixelSize { PixelSize(width: width, height: height) }

    /// Creates a picture from its pixels, or returns `nil` if the count of bytes is not width × height × 4.
    public init?(width: Int, height: Int, bytes: [UInt8]) {
        guard width >= 1, height >= 1 else { return nil }
        let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, pixels <= Int.max / 4, bytes.count == pixels * 4 else { return nil }
        self.width = width
        self.height = height
        self.bytes = bytes
    }
}
