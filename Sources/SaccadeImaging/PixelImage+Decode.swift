import CImageCodecs
package import Saccade

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
        try decode(bytes, reducedBy: 1, limits: limits, budget: budget)
    }

    /// Decodes a picture, a JPEG only as finely as asked for.
    ///
    /// Its sides are divided by 1, 2, 4 or 8 and rounded up, which takes less time and memory than to decode all of it and
    /// to scale that. Others are decoded whole.
    ///
    /// Throws as ``decode(_:limits:budget:)``; limits hold for the whole picture.
    package static func decode(
        _ bytes: [UInt8], reducedBy reduction: Int, limits: ImageLimits = .default, budget: PixelBudget = .shared
    ) throws(ImagingError) -> PixelImage {
        let info = try ImageInfo(sniffing: bytes)
        let count = try limits.check(info.size)
        // A coefficient has 16 bits.
        let coefficients = count / 4 * info.coefficients * 2
        let reduction = info.format == .jpeg && [2, 4, 8].contains(reduction) ? reduction : 1
        let shown = info.size.reduced(by: reduction)
        return try budget.reserving(shown.width * shown.height * 4 + coefficients) { () throws(ImagingError) in
            try decode(bytes, info: info, reduction: reduction, memory: coefficients + 32 << 20, limits: limits)
        }
    }

    private static func decode(
        _ bytes: [UInt8], info: ImageInfo, reduction: Int, memory: Int, limits: ImageLimits
    ) throws(ImagingError) -> PixelImage {
        let shown = info.size.reduced(by: reduction)
        let count = shown.width * shown.height * 4
        guard let width = UInt32(exactly: info.size.width), let height = UInt32(exactly: info.size.height) else {
            throw ImagingError(.tooLarge, "expected sides below 2³², found \(info.size)")
        }
        var context = saccade_codec_context()
        context.time_limit = limits.decodingNanoseconds
        context.memory_limit = UInt64(clamping: memory)
        var status = Int32(SACCADE_CODEC_OK)
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            if let base = target.baseAddress { LargePages.advise(base, count: count) }
            // The decoders fill every pixel or fail.
            bytes.withUnsafeBufferPointer { source in
                switch info.format {
                case .png:
                    status = saccade_png_decode(
                        source.baseAddress, source.count, width, height, target.baseAddress, &context)
                case .jpeg:
                    status = saccade_jpeg_decode(
                        source.baseAddress, source.count, width, height, UInt32(reduction), target.baseAddress, &context
                    )
                case .webp:
                    status = saccade_webp_decode(
                        source.baseAddress, source.count, width, height, target.baseAddress, &context)
                }
            }
            initialized = status == SACCADE_CODEC_OK ? count : 0
        }
        guard status == SACCADE_CODEC_OK,
            let image = PixelImage(width: shown.width, height: shown.height, bytes: pixels)
        else { throw ImagingError(status: status, context: context, format: info.format) }
        return image
    }
}

extension PixelSize {
    /// The size of a picture whose sides are divided by a number and rounded up.
    package func reduced(by reduction: Int) -> PixelSize {
        let divisor = max(1, reduction)
        return PixelSize(width: (width + divisor - 1) / divisor, height: (height + divisor - 1) / divisor)
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
