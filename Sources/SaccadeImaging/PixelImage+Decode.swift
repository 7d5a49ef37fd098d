import CImageCodecs
import Saccade

extension PixelImage {
    /// Decodes a PNG, JPEG or WebP to straight RGBA in stored orientation.
    ///
    /// - PNG: 16-bit channels become round(v × 255 / 65,535); `tRNS` becomes alpha; gamma and profiles are ignored; a
    ///   wrong checksum is an error; text and metadata are skipped without inflating them.
    /// - JPEG: the accurate integer inverse transform with smooth upsampling of colour; CMYK and YCCK are taken as
    ///   inverted, as Adobe writes them, and each channel becomes round(ink × black / 255); profiles are ignored; data
    ///   that libjpeg would have to make up is an error.
    /// - WebP: a still picture, or the first frame of an animation on a transparent canvas.
    ///
    /// - Parameters:
    ///   - bytes: The whole file. What follows the picture's end is ignored.
    ///   - limits: What the picture may cost; checked from the header before anything is allocated.
    ///   - budget: What all pictures together may cost; the reservation ends when this function returns.
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/unsupportedFormat``, ``ImagingError/Code/malformed``,
    ///   ``ImagingError/Code/truncated``, ``ImagingError/Code/tooLarge``, ``ImagingError/Code/budgetExceeded``,
    ///   ``ImagingError/Code/timedOut`` or ``ImagingError/Code/outOfMemory``.
    public static func decode(
        _ bytes: [UInt8], limits: ImageLimits = .default, budget: PixelBudget = .shared
    ) throws(ImagingError) -> PixelImage {
        let info = try ImageInfo(sniffing: bytes)
        let count = try limits.check(info.size)
        // A coefficient has 16 bits.
        let coefficients = count / 4 * info.coefficients * 2
        return try budget.reserving(count + coefficients) { () throws(ImagingError) in
            try decode(bytes, info: info, count: count, memory: coefficients + 32 << 20, limits: limits)
        }
    }

    private static func decode(
        _ bytes: [UInt8], info: ImageInfo, count: Int, memory: Int, limits: ImageLimits
    ) throws(ImagingError) -> PixelImage {
        guard let width = UInt32(exactly: info.size.width), let height = UInt32(exactly: info.size.height) else {
            throw ImagingError(.tooLarge, "expected sides below 2³², found \(info.size)")
        }
        var context = saccade_codec_context()
        context.time_limit = limits.decodingNanoseconds
        context.memory_limit = UInt64(clamping: memory)
        var status = Int32(SACCADE_CODEC_OK)
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            // The decoders fill every pixel or fail.
            bytes.withUnsafeBufferPointer { source in
                switch info.format {
                case .png:
                    status = saccade_png_decode(
                        source.baseAddress, source.count, width, height, target.baseAddress, &context)
                case .jpeg:
                    status = saccade_jpeg_decode(
                        source.baseAddress, source.count, width, height, target.baseAddress, &context)
                case .webp:
                    status = saccade_webp_decode(
                        source.baseAddress, source.count, width, height, target.baseAddress, &context)
                }
            }
            initialized = status == SACCADE_CODEC_OK ? count : 0
        }
        guard status == SACCADE_CODEC_OK,
            let image = PixelImage(width: info.size.width, height: info.size.height, bytes: pixels)
        else { throw ImagingError(status: status, context: context, format: info.format) }
        return image
    }
}

extension ImagingError {
    /// Translates the status of a codec.
    init(status: Int32, context: saccade_codec_context, format: ImageInfo.Format) {
        let code: Code =
            switch status {
            case Int32(SACCADE_CODEC_TRUNCATED): .truncated
            case Int32(SACCADE_CODEC_TOO_LARGE): .tooLarge
            case Int32(SACCADE_CODEC_TIMED_OUT): .timedOut
            case Int32(SACCADE_CODEC_UNSUPPORTED): .unsupportedFormat
            case Int32(SACCADE_CODEC_OUT_OF_MEMORY): .outOfMemory
            default: .malformed
            }
        let words = withUnsafeBytes(of: context.message) { buffer in
            String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
        }
        self.init(code, "\(format.rawValue): \(words.isEmpty ? code.name : words)")
    }
}
