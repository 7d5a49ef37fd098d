#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Angles in radians.
enum Turn {
    static func sineAndCosine(_ angle: Double) -> (Double, Double) { (sin(angle), cos(angle)) }
}
