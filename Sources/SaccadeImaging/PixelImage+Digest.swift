public import Saccade
import SaccadeDigest

extension PixelImage {
    /// The SHA-256 of the pixels: of width and height as 32-bit big-endian integers, then the rows of straight RGBA.
    ///
    /// Two pictures have the same digest exactly if they have the same size and the same pixels, whatever file they
    /// came from.
    public var pixelDigest: Digest {
        var prefix: [UInt8] = []
        for side in [width, height] {
            let value = UInt32(truncatingIfNeeded: side)
            for shift in stride(from: 24, through: 0, by: -8) {
                prefix.append(UInt8(truncatingIfNeeded: value >> UInt32(shift)))
            }
        }
        var hasher = SHA256Hasher()
        hasher.update(prefix)
        hasher.update(bytes)
        return hasher.finalize()
    }
}
