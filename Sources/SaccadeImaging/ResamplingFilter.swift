#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A kernel that resizing weighs source pixels with; each is Pillow's filter of that name.
///
/// All but ``nearest`` widen with the scale when a picture shrinks, so that no source pixel is skipped.
public enum ResamplingFilter: String, Sendable, Hashable, CaseIterable {
    /// The pixel at the centre, without any mixing.
    case nearest
    /// Equal weights.
    case box
    /// A triangle.
    case bilinear
    /// A cubic with a = -0.5.
    case bicubic
    /// A windowed sinc over three lobes.
    case lanczos

    /// The distance in source pixels, at a scale of 1, beyond which the weight is 0.
    var support: Double {
        switch self {
        case .nearest, .box: 0.5
        case .bilinear: 1
        case .bicubic: 2
        case .lanczos: 3
        }
    }

    /// Returns the weight at a distance from the centre.
    func weight(_ distance: Double) -> Double {
        switch self {
        case .nearest, .box: return distance > -0.5 && distance <= 0.5 ? 1 : 0
        case .bilinear: return max(0, 1 - abs(distance))
        case .bicubic:
            let x = abs(distance)
            let a = -0.5
            if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
        case .lanczos:
            return distance >= -3 && distance < 3 ? Self.sinc(distance) * Self.sinc(distance / 3) : 0
        }
    }

    private static func sinc(_ x: Double) -> Double {
        if x == 0 { return 1 }
        let angle = x * Double.pi
        return sin(angle) / angle
    }
}
