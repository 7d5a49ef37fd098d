/// An exact fraction of 64-bit integers in lowest terms, its denominator positive.
///
/// Every operation returns `nil` where the exact result does not fit.
public struct Rational: Sendable, Hashable, CustomStringConvertible {
    /// The numerator.
    public let numerator: Int64
    /// The denominator, at least 1.
    public let denominator: Int64

    /// Zero.
    public static let zero = Rational(0)
    /// One.
    public static let one = Rational(1)

    /// Creates a whole number.
    public init(_ value: Int) {
        self.numerator = Int64(value)
        self.denominator = 1
    }

    /// Creates a fraction, or returns `nil` if the denominator is 0 or the reduced fraction does not fit.
    public init?(_ numerator: Int64, over denominator: Int64) {
        guard denominator != 0 else { return nil }
        let divisor = Rational.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        let top = numerator.magnitude / divisor
        let bottom = denominator.magnitude / divisor
        guard top <= UInt64(Int64.max), bottom <= UInt64(Int64.max) else { return nil }
        self.numerator = (numerator < 0) != (denominator < 0) ? -Int64(top) : Int64(top)
        self.denominator = Int64(bottom)
    }

    /// The nearest double.
    public var value: Double { Double(numerator) / Double(denominator) }

    /// The value as text.
    public var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }

    /// Returns the sum, if it fits.
    public func adding(_ other: Rational) -> Rational? {
        let (a, overflowA) = numerator.multipliedReportingOverflow(by: other.denominator)
        let (b, overflowB) = other.numerator.multipliedReportingOverflow(by: denominator)
        let (top, overflowTop) = a.addingReportingOverflow(b)
        let (bottom, overflowBottom) = denominator.multipliedReportingOverflow(by: other.denominator)
        guard !overflowA, !overflowB, !overflowTop, !overflowBottom else { return nil }
        return Rational(top, over: bottom)
    }

    /// Returns the product, if it fits.
    public func multiplied(by other: Rational) -> Rational? {
        // Reducing across first keeps the factors small.
        guard let a = Rational(numerator, over: other.denominator), let b = Rational(other.numerator, over: denominator)
        else { return nil }
        let (top, overflowTop) = a.numerator.multipliedReportingOverflow(by: b.numerator)
        let (bottom, overflowBottom) = a.denominator.multipliedReportingOverflow(by: b.denominator)
        guard !overflowTop, !overflowBottom else { return nil }
        return Rational(top, over: bottom)
    }

    /// Returns the inverse, or `nil` for 0.
    public var inverse: Rational? { Rational(denominator, over: numerator) }

    /// Returns the negative.
    public var negated: Rational? {
        guard numerator != .min else { return nil }
        return Rational(-numerator, over: denominator)
    }

    private static func greatestCommonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return max(a, 1)
    }
}
