import CPixelLoops

/// Writes bits to memory, the lowest first, as deflate wants them.
struct BitSink {
    private var state: saccade_bits

    init(_ target: UnsafeMutablePointer<UInt8>) { state = saccade_bits(target: target, bits: 0, count: 0) }

    /// Where the next whole byte goes; sixteen bytes from here on may be written to.
    var target: UnsafeMutablePointer<UInt8> { state.target }

    /// Adds up to 56 bits; those above `length` are zero.
    @inline(__always)
    mutating func write(_ value: UInt64, _ length: UInt64) {
        state.bits |= value &<< state.count
        state.count &+= length
        Unaligned.store64(state.bits, state.target)
        state.target += Int(truncatingIfNeeded: state.count &>> 3)
        state.bits = state.bits &>> (state.count & 56)
        state.count &= 7
    }

    /// Adds the codes of bytes.
    mutating func write(_ bytes: UnsafePointer<UInt8>, count: Int, _ codes: UnsafePointer<saccade_codes>) {
        saccade_write_codes(bytes, count, codes, &state)
    }

    /// Fills the last byte with zero bits.
    mutating func align() {
        if state.count > 0 { write(0, 8 &- state.count) }
    }

    /// Adds a whole number of bytes; the sink is aligned.
    mutating func copy(_ source: UnsafePointer<UInt8>, count: Int) {
        state.target.update(from: source, count: count)
        state.target += count
    }
}
