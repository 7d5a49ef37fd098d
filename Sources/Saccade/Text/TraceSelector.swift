/// Names one trace of a file or a folder with several: by its id, by the beginning of its id, or by its number.
public enum TraceSelector: Sendable, Hashable, CustomStringConvertible {
    /// The trace whose id begins so.
    case id(String)
    /// The trace with that many before it in its file.
    case number(Int)

    /// Reads a selector as a user types it: up to 7 digits are a number from 0, anything else the beginning of an id.
    ///
    /// Returns `nil` for text that cannot begin an id.
    public init?(_ text: String) {
        let digits = text.utf8
        if !digits.isEmpty, digits.count <= 7, digits.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text)
        {
            self = .number(number)
            return
        }
        let isHexadecimal = digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        guard (1...32).contains(digits.count), isHexadecimal else { return nil }
        self = .id(text)
    }

    /// Returns whether it names the trace with an id and a number in its file.
    public func matches(id: String?, number: Int) -> Bool {
        switch self {
        case .id(let beginning): id?.hasPrefix(beginning) ?? false
        case .number(let wanted): wanted == number
        }
    }

    /// The value as text.
    public var description: String {
        switch self {
        case .id(let beginning): beginning
        case .number(let number): "\(number)"
        }
    }
}
