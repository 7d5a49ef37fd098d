import Saccade

/// A place that a model means, in the numbers that it writes.
struct Mark {
    /// What is there.
    var label: String
    /// The image.
    var image: Int
    /// The numbers, x before y, in their space.
    var shape: Shape
    /// What the numbers mean.
    var space = CoordinateSpace(unit: .permille)
    /// What the place is for.
    var role: RegionRole = .attended
    /// How sure its author is.
    var score: Double?
    /// The pixels to record where they are not those of the shape.
    var falsePixels: Shape?

    /// The numbers as a model writes them; `nil` for shapes that no model spells out.
    var written: String? {
        func list(_ points: [Point]) -> String {
            "[" + points.map { "[\(Mark.number($0.x)), \(Mark.number($0.y))]" }.joined(separator: ", ") + "]"
        }
        switch shape {
        case .box(let box):
            return "[" + [box.x0, box.y0, box.x1, box.y1].map(Mark.number).joined(separator: ", ") + "]"
        case .point(let point): return "[\(Mark.number(point.x)), \(Mark.number(point.y))]"
        case .polygon(let rings): return rings.first.map(list)
        case .polyline(let points): return list(points)
        case .arrow(let from, let to): return list([from, to])
        default: return nil
        }
    }

    private static func number(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }

    /// The place of a box, in whole thousandths of an image that hold all of it.
    static func box(
        _ label: String, on image: Int, of size: PixelSize, around box: Box, margin: Double = 0,
        role: RegionRole = .attended
    ) -> Mark {
        let (width, height) = (Double(size.width), Double(size.height))
        let outer = Box(
            x0: max(0, ((box.x0 - margin) / width * 1000).rounded(.down)),
            y0: max(0, ((box.y0 - margin) / height * 1000).rounded(.down)),
            x1: min(1000, ((box.x1 + margin) / width * 1000).rounded(.up)),
            y1: min(1000, ((box.y1 + margin) / height * 1000).rounded(.up)))
        return Mark(label: label, image: image, shape: .box(outer), role: role)
    }
}

/// A text in which words name places.
///
///     "I look at \(line, "the coffee line") first."
///
/// A place whose numbers a model spells out has them after the words.
struct Words: ExpressibleByStringInterpolation {
    /// A place and the bytes of the words that name it.
    struct Mention {
        var mark: Mark
        var bytes: Range<Int>
    }

    struct StringInterpolation: StringInterpolationProtocol {
        var text = ""
        var mentions: [Mention] = []

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { text += literal }

        mutating func appendInterpolation(_ text: String) { self.text += text }

        mutating func appendInterpolation(_ mark: Mark, _ words: String) {
            let start = text.utf8.count
            text += words
            mentions.append(Mention(mark: mark, bytes: start..<text.utf8.count))
            // Models spell out boxes and points; longer shapes they leave to their arguments.
            switch mark.shape {
            case .box, .point: text += mark.written.map { " \($0)" } ?? ""
            default: break
            }
        }
    }

    var text: String
    var mentions: [Mention] = []

    init(stringLiteral value: String) { text = value }

    init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        mentions = stringInterpolation.mentions
    }

    /// Returns the bytes of words that stand in the text.
    func bytes(of words: String) throws -> Range<Int> {
        let (own, sought) = (Array(text.utf8), Array(words.utf8))
        for start in 0...max(0, own.count - sought.count) where own[start...].starts(with: sought) {
            return start..<(start + sought.count)
        }
        throw TraceError(.invalidField, "expected \"\(words)\" in \"\(text)\"")
    }
}

/// The number of tokens that a text takes, about four bytes each.
func tokenCount(of text: String) -> Int { (text.utf8.count + 3) / 4 }
