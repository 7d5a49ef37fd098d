import PictureFixtures
import Saccade
import SaccadeImaging

extension FuzzTarget {
    private static let imageWords = [
        "\u{89}PNG\r\n", "IHDR", "IDAT", "IEND", "PLTE", "tRNS", "eXIf", "\u{FF}", "JFIF", "Exif", "RIFF", "WEBP",
        "VP8 ",
        "VP8L", "VP8X", "ANMF", "ALPH",
    ]

    /// What an image's header says of it.
    static let imageHeader = FuzzTarget(
        name: "image-header", title: "headers of images", longest: 1 << 14, words: imageWords,
        seeds: { PictureFixtures.all.map(\.bytes) },
        run: { bytes in
            guard let info = try? ImageInfo(sniffing: bytes) else { return }
            guard info.size.width > 0, info.size.height > 0 else {
                throw BrokenPromise("a picture of \(info.size) pixels")
            }
        })

    /// The decoders, with little room.
    ///
    /// What they give has the size that the header says.
    static let imageDecoder = FuzzTarget(
        name: "image-decoder", title: "decoders of images", longest: 1 << 16, words: imageWords,
        seeds: { PictureFixtures.all.map(\.bytes) },
        run: { bytes in
            let limits = ImageLimits(side: 2048, pixels: 1 << 20)
            guard let image = try? PixelImage.decode(bytes, limits: limits) else { return }
            guard image.size == (try ImageInfo(sniffing: bytes).size) else {
                throw BrokenPromise("\(image.size) pixels, and the header says otherwise")
            }
        })
}
