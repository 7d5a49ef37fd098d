public import Saccade

/// What a picture's header says, read from its bytes without decoding it.
public struct ImageInfo: Sendable, Hashable {
    /// A file format of pictures.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// Portable Network Graphics.
        case png
        /// JPEG, baseline or progressive.
        case jpeg
        /// WebP, lossy or lossless.
        case webp

        /// The media type, for example `image/png`.
        public var mediaType: String { "image/\(rawValue)" }

        /// The usual extension of a file's name, without a dot.
        public var fileExtension: String { self == .jpeg ? "jpg" : rawValue }

        /// Tells a format by its first bytes, or returns `nil` if it is none of ours.
        public init?(sniffing bytes: [UInt8]) {
            let reader = ByteReader(bytes)
            if reader.has([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], at: 0) {
                self = .png
            } else if reader.has([0xff, 0xd8, 0xff], at: 0) {
                self = .jpeg
            } else if reader.has(Array("RIFF".utf8), at: 0), reader.has(Array("WEBP".utf8), at: 8) {
                self = .webp
            } else {
                return nil
            }
        }
    }

    /// The file format.
    public let format: Format
    /// The size of the stored rows, before any orientation is applied.
    public let size: PixelSize
    /// The bits of a channel, or of a palette's index: 1 to 16.
    public let bitDepth: Int
    /// How the stored rows lie in the scene; upright where the file does not say.
    public let orientation: ImageOrientation
    /// Whether the file holds more than one frame.
    public let isAnimated: Bool
    /// Whether the rows come in several passes: an interlaced PNG or a progressive JPEG.
    public let isProgressive: Bool
    /// The coefficients a pixel, at most, that a decoder keeps because a JPEG's channels come in several scans.
    let coefficients: Int

    /// The media type, for example `image/png`.
    public var mediaType: String { format.mediaType }

    /// The size after the orientation is applied.
    public var uprightSize: PixelSize {
        orientation.transformToUpright.swapsSides ? PixelSize(width: size.height, height: size.width) : size
    }

    init(
        format: Format, size: PixelSize, bitDepth: Int, orientation: ImageOrientation?, isAnimated: Bool = false,
        isProgressive: Bool = false, coefficients: Int = 0
    ) {
        self.format = format
        self.size = size
        self.bitDepth = bitDepth
        self.orientation = orientation ?? .upright
        self.isAnimated = isAnimated
        self.isProgressive = isProgressive
        self.coefficients = coefficients
    }

    /// Reads a header from the beginning of a file or from all of it.
    ///
    /// Nothing is decoded or inflated. An orientation that lies behind the given bytes is taken for absent; an invalid
    /// one is ignored.
    ///
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/unsupportedFormat`` if the bytes are no PNG, JPEG or
    ///   WebP, ``ImagingError/Code/truncated`` if they end before the size, ``ImagingError/Code/malformed`` if the
    ///   header breaks the format's rules.
    public init(sniffing bytes: [UInt8]) throws(ImagingError) {
        let reader = ByteReader(bytes)
        switch Format(sniffing: bytes) {
        case .png: self = try ImageInfo(png: reader)
        case .jpeg: self = try ImageInfo(jpeg: reader)
        case .webp: self = try ImageInfo(webp: reader)
        case nil:
            throw ImagingError(
                .unsupportedFormat, "expected a PNG, JPEG or WebP, found bytes that begin \(reader.beginning)")
        }
    }
}
