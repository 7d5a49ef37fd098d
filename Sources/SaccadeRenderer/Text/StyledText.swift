/// Text that is safe to lay out, with attributes on ranges of its UTF-8 bytes.
struct StyledText: Sendable {
    /// What a range of the text looks like; a later attribute goes before an earlier one.
    enum Attribute: Sendable {
        case weight(TextStyle.Weight)
        case color(Color)
        /// Set in the fixed-width family.
        case mono
        /// A coloured band under the words.
        case band(Color)
        /// A ring with a short text in it, in place of the one scalar in the range.
        case ring(String, Color)
    }

    /// The longest text that is laid out, in UTF-8 bytes; the rest is counted in words at its end.
    static let limit = 64 << 10

    private(set) var text = ""
    private(set) var attributes: [(range: Range<Int>, attribute: Attribute)] = []
    /// The number of UTF-8 bytes of the text.
    private(set) var count = 0

    /// The number of scalars beyond the limit.
    private var dropped = 0

    init() {}

    init(_ text: String) { append(text) }

    /// Adds text with attributes.
    mutating func append(_ addition: String, _ attributes: Attribute...) {
        append(addition, attributes)
    }

    /// Adds text with attributes.
    mutating func append(_ addition: String, _ added: [Attribute]) {
        let start = count
        append(sanitizing: addition.unicodeScalars)
        guard count > start else { return }
        for attribute in added { attributes.append((start..<count, attribute)) }
    }

    /// Says at the end how much was left out, if any was.
    mutating func close() {
        guard dropped > 0 else { return }
        let remark = "… and \(dropped) more characters"
        dropped = 0
        text += remark
        count += remark.utf8.count
    }

    /// Adds text that keeps its direction to itself, where it has one that runs from right to left.
    mutating func appendIsolated(_ addition: String, _ added: Attribute...) {
        let isTurned = addition.unicodeScalars.contains { (0x590...0x8FF).contains($0.value) || $0.value >= 0xFB1D }
        if isTurned { appendMark("\u{2068}") }
        append(addition, added)
        if isTurned { appendMark("\u{2069}") }
    }

    private mutating func appendMark(_ scalar: Unicode.Scalar) {
        text.unicodeScalars.append(scalar)
        count += UTF8.width(scalar)
    }

    /// Adds a ring with a short text in it.
    mutating func appendRing(_ label: String, _ color: Color, _ added: [Attribute] = []) {
        let start = count
        // The word joiner keeps the ring on the line of the word after it.
        text.unicodeScalars.append("\u{FFFC}")
        count += 3
        defer { appendMark("\u{2060}") }
        for attribute in added { attributes.append((start..<count, attribute)) }
        attributes.append((start..<count, .ring(label, color)))
    }

    /// Adds scalars so that no control character, forced direction or line separator reaches the layout.
    private mutating func append(sanitizing scalars: some Sequence<Unicode.Scalar>) {
        var safe = String.UnicodeScalarView()
        var bytes = 0
        var previous: Unicode.Scalar = " "
        var marks = 0
        for scalar in scalars {
            var scalar = scalar
            defer { previous = scalar }
            switch scalar.value {
            case 0x0A: if previous == "\r" { continue }
            case 0x0D, 0x85, 0x2028, 0x2029: break
            case 0x09: break
            case 0..<0x20: scalar = Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
            case 0x7F: scalar = "\u{2421}"
            case 0x80..<0xA0, 0xFFF9...0xFFFC, 0xFDD0...0xFDEF: scalar = "\u{FFFD}"
            case 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: continue
            default: if scalar.value & 0xFFFE == 0xFFFE { scalar = "\u{FFFD}" }
            }
            // A letter carries at most eight marks: more only paint over the lines around.
            if (0x300...0x36F).contains(scalar.value) || (0x1AB0...0x1AFF).contains(scalar.value)
                || (0x1DC0...0x1DFF).contains(scalar.value) || (0x20D0...0x20FF).contains(scalar.value)
            {
                marks += 1
                if marks > 8 { continue }
            } else {
                marks = 0
            }
            let isBreak = [0x0D, 0x85, 0x2028, 0x2029].contains(scalar.value)
            let shown: Unicode.Scalar = isBreak ? "\n" : scalar
            guard count + bytes < Self.limit else {
                dropped += 1
                continue
            }
            bytes += UTF8.width(shown)
            safe.append(shown)
        }
        text.unicodeScalars.append(contentsOf: safe)
        count += bytes
    }
}
