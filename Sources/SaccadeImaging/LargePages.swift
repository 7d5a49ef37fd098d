#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The large pages of the system's memory: it hands out one, empty, in the time of a few small ones, where as much in small
/// pages takes longer than many a picture takes to be drawn.
package enum LargePages {
    /// The bytes of one.
    package static let size = 2 << 20

    /// Asks for large pages where a piece of memory that has not been touched yet holds whole ones.
    ///
    /// This is advice: a system that does not take it gives small pages.
    package static func advise(_ start: UnsafeMutableRawPointer, count: Int) {
        #if os(Linux)
        let first = UInt(bitPattern: start)
        let skipped = Int(bitPattern: (first &+ UInt(size) &- 1) / UInt(size) &* UInt(size) &- first)
        guard count >= skipped + size else { return }
        madvise(start + skipped, (count - skipped) / size * size, MADV_HUGEPAGE)
        #endif
    }
}
