/// How deeply a trace is checked; each level includes the ones before it.
public enum Level: Int, Sendable, Hashable, Comparable, CaseIterable, CustomStringConvertible {
    /// Every line is an event that can be read.
    case l0 = 0
    /// The state machine accepts every event.
    case l1
    /// Every region lies on its image and maps to a root image; no pixels are needed.
    case l2
    /// Every derived image is what its operation gives.
    case l3
    /// Tools that are run again give what was recorded.
    case l4

    /// Creates a level from its name, as `L2`, in upper or lower case.
    public init?(name: String) {
        guard let level = Level.allCases.first(where: { $0.description == name.uppercased() }) else { return nil }
        self = level
    }

    /// The value as text.
    public var description: String { "L\(rawValue)" }

    /// Returns whether the first comes before the second.
    public static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
}
