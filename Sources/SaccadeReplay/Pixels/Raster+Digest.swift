import Saccade
import SaccadeDigest

extension Raster {
    /// The SHA-256 of width and height as 32-bit big-endian integers, then of the pixels: what `image.pixels` names.
    var digest: Digest {
        var prefix: [UInt8] = []
        for side in [size.width, size.height] {
            for shift in stride(from: 24, through: 0, by: -8) {
                prefix.append(UInt8(truncatingIfNeeded: side >> shift))
            }
        }
        var hasher = SHA256Hasher()
        hasher.update(prefix)
        hasher.update(bytes)
        return hasher.finalize()
    }
}
