/// Writes bits to memory, the lowest first, as deflate wants them.
struct BitSink {
    /// Where the next whole byte goes; eight bytes from here on may be written to.
    private(set) var target: UnsafeMutablePointer<UInt8>
    private var bits: UInt64 = 0
    private var count: UInt64 = 0

    init(_ target: UnsafeMutablePointer<UInt8>) { self.target = target }

    /// Adds up to 56 bits; those above `length` are zero.
    @inline(__always)
    mutating func write(_ value: UInt64, _ length: UInt64) {
        bits |= value &<< count
        count &+= length
        Unaligned.store64(bits, target)
        target += Int(truncatingIfNeeded: count &>> 3)
        bits = bits &>> (count & 56)
        count &= 7
    }

    /// Fills the last byte with zero bits.
    mutating func align() {
        if count > 0 { write(0, 8 &- count) }
    }

    /// Adds a whole number of bytes; the sink is aligned.
    mutating func copy(_ source: UnsafePointer<UInt8>, count: Int) {
        target.update(from: source, count: count)
        target += count
    }
}
