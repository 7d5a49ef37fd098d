/// How a piece of text is set.
package struct TextStyle: Sendable, Hashable {
    /// The family that a text starts from; other scripts take the face made for them.
    package enum Family: Sendable, Hashable {
        /// For people's words.
        case text
        /// For large titles: the same family, drawn for its size.
        case display
        /// For what a machine wrote.
        case mono
    }

    package enum Weight: Int32, Sendable, Hashable {
        case regular = 400
        case medium = 500
        case semibold = 600
        case bold = 700
    }

    var family = Family.text
    /// The size in pixels.
    var size: Double
    /// The distance from one line to the next in pixels.
    var lineHeight: Double
    var weight = Weight.regular
    /// Extra space between letters in pixels.
    var spacing = 0.0
    var hasTabularFigures = false
}
