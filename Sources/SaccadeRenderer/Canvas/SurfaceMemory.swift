import SaccadeImaging
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Memory of surfaces that are gone, kept for the next ones: the system takes longer to hand out fresh pages than a page
/// of a storyboard takes to fill them.
enum SurfaceMemory {
    private struct Piece {
        let start: UnsafeMutablePointer<UInt8>
        let count: Int
    }

    private struct Store: @unchecked Sendable {
        // Nobody but the store knows these pieces.
        var pieces: [Piece] = []
        var total = 0
    }

    /// The most bytes to keep.
    private static let limit = 64 << 20
    /// Smaller pieces come from the allocator's own store.
    private static let smallest = 256 << 10
    private static let store = Mutex(Store())

    /// The bytes that are kept now.
    static var held: Int { store.withLock { $0.total } }

    /// Returns memory of unknown content for `count` bytes.
    static func take(_ count: Int) -> UnsafeMutablePointer<UInt8> {
        guard count >= smallest else { return .allocate(capacity: count) }
        let known = store.withLock { store -> Piece? in
            guard let index = store.pieces.lastIndex(where: { $0.count == space(count) }) else { return nil }
            store.total -= store.pieces[index].count
            return store.pieces.remove(at: index)
        }
        return known?.start ?? fresh(space(count))
    }

    /// Takes back memory that was taken for `count` bytes.
    static func giveBack(_ start: UnsafeMutablePointer<UInt8>, _ count: Int) {
        let piece = Piece(start: start, count: space(count))
        guard count >= smallest, piece.count <= limit else {
            start.deallocate()
            return
        }
        let dropped = store.withLock { store -> [Piece] in
            store.pieces.append(piece)
            store.total += piece.count
            var dropped: [Piece] = []
            while store.total > limit {
                let oldest = store.pieces.removeFirst()
                store.total -= oldest.count
                dropped.append(oldest)
            }
            return dropped
        }
        for piece in dropped { piece.start.deallocate() }
    }

    /// Returns memory that nobody had before, in large pages if it fills one.
    private static func fresh(_ count: Int) -> UnsafeMutablePointer<UInt8> {
        #if os(Linux)
        var memory: UnsafeMutableRawPointer?
        if count >= LargePages.size, posix_memalign(&memory, LargePages.size, count) == 0, let memory {
            LargePages.advise(memory, count: count)
            return memory.bindMemory(to: UInt8.self, capacity: count)
        }
        #endif
        return .allocate(capacity: count)
    }

    /// The bytes of a piece for `count` bytes: one of eight sizes for each power of two, so that pieces fit again.
    private static func space(_ count: Int) -> Int {
        let step = 1 << max(0, Int.bitWidth - 4 - count.leadingZeroBitCount)
        return (count + step - 1) / step * step
    }
}
