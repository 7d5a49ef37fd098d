import Saccade

/// What came of making an image again from its parents.
public enum Reexecution: Sendable, Hashable {
    /// Every pixel is the same.
    case exact
    /// The pixels differ by no more than the operation's class allows.
    case tolerated(Tolerance, RasterDifference)
    /// The stored picture is not what the operation gives.
    case mismatch(Mismatch)
    /// It could not be made again, for a reason.
    case impossible(String)

    /// How far pixels may differ, and why.
    public enum Tolerance: String, Sendable, Hashable, CaseIterable {
        /// The recorder may have used another implementation of the resampler: at most 3 of 255 in a channel, or a
        /// ratio of at least 40 dB, or one of 30 dB with a structural similarity of at least 0.95.
        case resampled
        /// A lossy file stands between the pixels: the same bounds.
        case lossy
    }

    /// What is known about a mismatch.
    public struct Mismatch: Sendable, Hashable {
        /// What the operation gives, in words.
        public var expected: String
        /// What is stored, in words.
        public var found: String
        /// How far the two are apart, if they have one size.
        public var difference: RasterDifference?
        /// The reading that explains the stored picture, if one does.
        public var explanation: String?
    }
}

/// How much of the pictures of a trace has been verified.
public struct PixelCoverage: Sendable, Hashable {
    /// Images whose bytes are there and have the declared digest.
    public var verified = 0
    /// Images without bytes: elided, missing, lost or unreadable.
    public var absent = 0
    /// Derived images that were made again with the same pixels.
    public var exact = 0
    /// Derived images that were made again within a tolerance.
    public var tolerated = 0
    /// Those of them that a lossy file stands before; the others were resampled by another implementation.
    public var lossy = 0
    /// Derived images that are not what their operation gives.
    public var mismatched = 0
    /// Derived images that cannot be made again.
    public var impossible = 0
    /// Images of tools of which nothing says how they were made.
    public var orphans = 0

    /// Why the first of those without bytes has none.
    public var firstAbsence: String?
    /// Why the first of those that cannot be made again cannot be.
    public var firstReason: String?

    /// Creates the coverage of nothing.
    public init() {}

    /// The derived images that were made again with the same pixels, or nearly.
    public var reexecuted: Int { exact + tolerated }
}
