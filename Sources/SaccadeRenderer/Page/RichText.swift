/// Text with marked ranges.
///
/// The text is drawn as it is: it holds no markup, and nothing in it is taken as such.
public struct RichText: Sendable, Hashable, ExpressibleByStringLiteral {
    /// What a range means.
    public enum Mark: Sendable, Hashable {
        /// The words name a region: they get its number and a band in its colour.
        case region(number: String, color: Int)
        /// The words carry the sentence.
        case strong
        /// The words are an aside.
        case quiet
        /// A machine wrote the words.
        case code
    }

    /// A range and what it means.
    public struct Span: Sendable, Hashable {
        /// The range in UTF-8 bytes of the text; ends that cut a character move inwards, ends outside are cut.
        public var range: Range<Int>
        /// What the range means.
        public var mark: Mark

        /// Creates a span.
        public init(_ range: Range<Int>, _ mark: Mark) {
            self.range = range
            self.mark = mark
        }

        /// The span of the same words after so many bytes were put before them, or taken away.
        func moved(by bytes: Int) -> Span { Span(range.lowerBound + bytes..<range.upperBound + bytes, mark) }
    }

    /// The text.
    public var text: String
    /// The marked ranges; where two meet, both hold.
    public var spans: [Span]

    /// Whether there is nothing to draw.
    public var isEmpty: Bool { text.isEmpty }

    /// Creates a text.
    public init(_ text: String, spans: [Span] = []) {
        self.text = text
        self.spans = spans
    }

    /// Creates a text without marks.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}
