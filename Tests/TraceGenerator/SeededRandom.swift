/// Random numbers from a seed (SplitMix64): the same on every machine.
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Creates the sequence of a seed.
    public init(seed: UInt64) { state = seed }

    /// Returns the next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Returns a number of a range.
    public mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// Returns whether something of a chance in a hundred happens.
    public mutating func happens(_ percent: Int) -> Bool { number(0...99) < percent }

    /// Returns one of several values.
    public mutating func one<Value>(of values: [Value]) -> Value { values[number(0...(values.count - 1))] }

    /// Returns one of several values, or `nil` if there are none.
    public mutating func any<Value>(of values: [Value]) -> Value? { values.isEmpty ? nil : one(of: values) }
}
