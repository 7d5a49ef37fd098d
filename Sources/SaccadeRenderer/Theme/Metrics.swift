/// The lengths of a page in pixels; all come from one number, the scale.
struct Metrics: Sendable {
    /// Pixels for one unit of the drawing that the lengths were set on, which is 1,640 units wide.
    let scale: Double

    /// Returns a length in pixels, rounded to whole ones, and at least one for any length above zero.
    func length(_ units: Double) -> Double {
        let pixels = (units * scale).rounded()
        return units > 0 ? max(1, pixels) : pixels
    }

    /// The same lengths, smaller: for cards in narrow columns.
    var compact: Metrics { Metrics(scale: scale * 0.88) }

    var margin: Double { length(48) }
    var gutter: Double { length(24) }
    var padding: Double { length(20) }
    var radius: Double { length(10) }
    var hairline: Double { max(1, scale.rounded()) }
    /// The width of a region's coloured line.
    var line: Double { max(1.5, 3 * scale) }
    /// How far the casing reaches out beyond a line, on each side.
    var casing: Double { max(1, 1.5 * scale) }
    /// How far the thin edge reaches out beyond a casing.
    var edge: Double { max(0.5, 0.75 * scale) }
    /// The diameter of a region's badge.
    var badge: Double { length(26) }

    var title: TextStyle {
        TextStyle(size: 34 * scale, lineHeight: length(42), weight: .semibold)
    }
    var frameTitle: TextStyle { TextStyle(size: 19 * scale, lineHeight: length(27), weight: .semibold) }
    var longTitle: TextStyle { TextStyle(size: 26 * scale, lineHeight: length(34), weight: .semibold) }
    var longestTitle: TextStyle { TextStyle(size: 21 * scale, lineHeight: length(29), weight: .semibold) }
    var subtitle: TextStyle { TextStyle(size: 15 * scale, lineHeight: length(22), hasTabularFigures: true) }
    var pill: TextStyle {
        TextStyle(size: 13.5 * scale, lineHeight: length(18), weight: .semibold, hasTabularFigures: true)
    }
    var kind: TextStyle { TextStyle(size: 15 * scale, lineHeight: length(22), weight: .semibold) }
    /// A title that stands in the line of other words.
    func title(beside style: TextStyle) -> TextStyle {
        var style = style
        style.weight = .regular
        return style
    }
    var meta: TextStyle { TextStyle(size: 14 * scale, lineHeight: length(20), hasTabularFigures: true) }
    var body: TextStyle { TextStyle(size: 17 * scale, lineHeight: length(25)) }
    var answer: TextStyle { TextStyle(size: 22 * scale, lineHeight: length(31)) }
    var chip: TextStyle { TextStyle(size: 15 * scale, lineHeight: length(20), weight: .bold, hasTabularFigures: true) }
    var call: TextStyle { TextStyle(family: .mono, size: 13.5 * scale, lineHeight: length(20)) }
    var callName: TextStyle { TextStyle(family: .mono, size: 14 * scale, lineHeight: length(20), weight: .semibold) }
    var callNote: TextStyle { TextStyle(size: 14 * scale, lineHeight: length(20)) }
    var note: TextStyle { TextStyle(size: 14 * scale, lineHeight: length(21)) }
    var footnote: TextStyle { TextStyle(size: 12.5 * scale, lineHeight: length(18), hasTabularFigures: true) }
    var caption: TextStyle {
        TextStyle(size: 12.5 * scale, lineHeight: length(16), weight: .medium, hasTabularFigures: true)
    }
}
