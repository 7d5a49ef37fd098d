import CImageCodecs

/// The name and version of the library that decodes a format, as traces record it: `libpng/1.6.39`.
public struct DecoderIdentity: Sendable, Hashable, CustomStringConvertible {
    /// The library and its version, with a slash between them.
    public let name: String

    /// Creates an identity from its text.
    public init(_ name: String) { self.name = name }

    /// The identity of the decoder of a format in this process.
    ///
    /// libpng and libwebp tell their version at run time, libjpeg-turbo when this package is built.
    public init(_ format: ImageInfo.Format) {
        switch format {
        case .png:
            let version = saccade_png_version()
            name = "libpng/\(version / 10_000).\(version / 100 % 100).\(version % 100)"
        case .jpeg:
            name = "libjpeg-turbo/\(String(cString: saccade_jpeg_version()))"
        case .webp:
            let version = saccade_webp_version()
            name = "libwebp/\(version >> 16).\(version >> 8 & 0xff).\(version & 0xff)"
        }
    }

    /// The text that messages and reports print.
    public var description: String { name }
}
