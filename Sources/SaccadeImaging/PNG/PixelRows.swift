/// Pixels in memory that somebody else owns, four bytes each, row by row from the top.
///
/// Several threads may read them at once, which is why the pointer may cross to another; nobody writes meanwhile.
package struct PixelRows: @unchecked Sendable {
    /// What the four bytes of a pixel are.
    package enum Order: Sendable {
        /// Red, green, blue and straight alpha.
        case rgba
        /// Blue, green, red and a byte without meaning: an opaque surface of Cairo.
        case bgrx
    }

    let base: UnsafePointer<UInt8>
    let width: Int
    let height: Int
    /// The bytes from one row to the next.
    let stride: Int
    let order: Order

    /// Creates a view of `height` rows, each `stride` bytes after the one before; both sides are at least 1.
    package init(_ base: UnsafePointer<UInt8>, width: Int, height: Int, stride: Int, order: Order) {
        self.base = base
        self.width = width
        self.height = height
        self.stride = stride
        self.order = order
    }

    @inline(__always)
    func row(_ y: Int) -> UnsafePointer<UInt8> { base + y &* stride }
}

/// Reads and writes of several bytes at any address, little-endian.
enum Unaligned {
    @inline(__always)
    static func load64(_ address: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(address).loadUnaligned(as: UInt64.self))
    }

    @inline(__always)
    static func load32(_ address: UnsafePointer<UInt8>) -> UInt32 {
        UInt32(littleEndian: UnsafeRawPointer(address).loadUnaligned(as: UInt32.self))
    }

    @inline(__always)
    static func store64(_ value: UInt64, _ address: UnsafeMutablePointer<UInt8>) {
        UnsafeMutableRawPointer(address).storeBytes(of: value.littleEndian, as: UInt64.self)
    }

    @inline(__always)
    static func store32(_ value: UInt32, _ address: UnsafeMutablePointer<UInt8>) {
        UnsafeMutableRawPointer(address).storeBytes(of: value.littleEndian, as: UInt32.self)
    }
}
