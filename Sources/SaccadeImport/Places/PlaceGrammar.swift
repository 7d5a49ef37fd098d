import Saccade

/// A syntax in which models write places into their text.
struct PlaceGrammar: Sendable {
    /// The name, as a group of coordinates that are read alike.
    var name: String
    /// Bytes that a text must hold for the syntax to be there.
    var mark: [UInt8]
    /// What the syntax says of the space, where no family and no record says more.
    var reading: WrittenPlace.Reading
    /// Finds the places of a text in order.
    var find: @Sendable (_ text: [UInt8]) -> [WrittenPlace]

    init(
        _ name: String, mark: String, reading: WrittenPlace.Reading = .open,
        find: @escaping @Sendable (_ text: [UInt8]) -> [WrittenPlace]
    ) {
        self.name = name
        self.mark = Array(mark.utf8)
        self.reading = reading
        self.find = find
    }

    /// The syntaxes that cannot be taken for anything else, so that they are read in every text.
    static let unmistakable: [PlaceGrammar] = [
        .boxTokens, .jsonBoxes, .jsonBoxes2D, .boxTag, .detTag, .glmBox, .molmoPoints, .paliGemma, .kosmos, .florence,
    ]
}

/// Finds the places that a text names.
struct PlaceScanner: Sendable {
    let family: ModelFamily?

    init(family: ModelFamily? = nil) { self.family = family }

    /// Returns the places of a text in order, each with its range.
    func places(in text: String) -> [WrittenPlace] {
        // Every unmistakable syntax has a tag or a key that ends in _2d.
        if family == nil, !text.holds("<"), !text.holds("_2d") { return [] }
        let grammars = family?.grammars ?? PlaceGrammar.unmistakable
        var bytes: [UInt8] = []
        var places: [WrittenPlace] = []
        for grammar in grammars {
            if bytes.isEmpty {
                guard text.utf8.count >= 6 else { return [] }
                bytes = Array(text.utf8)
            }
            guard grammar.mark.isEmpty || bytes.range(of: grammar.mark) != nil else { continue }
            let before = places.compactMap(\.range)
            for var place in grammar.find(bytes) {
                // What two syntaxes find is one place.
                if let range = place.range, before.contains(where: { $0.overlaps(range) }) { continue }
                if case .declared = place.reading {
                } else if let family {
                    place.reading = family.reading
                } else if place.reading == .open {
                    place.reading = grammar.reading
                }
                if place.group == nil { place.group = family?.name ?? grammar.name }
                places.append(place)
            }
        }
        return places.sorted { ($0.range?.lowerBound ?? 0) < ($1.range?.lowerBound ?? 0) }
    }
}

extension [UInt8] {
    /// Returns what stands between two marks from a position on, with the range of all.
    func between(_ open: String, _ close: String, from start: Int) -> (inside: Range<Int>, whole: Range<Int>)? {
        guard let first = range(of: Array(open.utf8), from: start) else { return nil }
        guard let last = range(of: Array(close.utf8), from: first.upperBound) else {
            return (first.upperBound..<count, first.lowerBound..<count)
        }
        return (first.upperBound..<last.lowerBound, first.lowerBound..<last.upperBound)
    }

    /// Returns the text in a pair of tags right before a position, for example the name of a thing.
    func label(in open: String, _ close: String, before position: Int) -> (text: String, start: Int)? {
        var end = position
        while end > 0, self[end - 1].isSpace { end -= 1 }
        let close = Array(close.utf8)
        guard end >= close.count, self[(end - close.count)..<end].elementsEqual(close) else { return nil }
        let inside = end - close.count
        let open = Array(open.utf8)
        var start = inside - open.count
        let earliest = Swift.max(0, inside - 1000)
        while start >= earliest {
            if self[start..<(start + open.count)].elementsEqual(open) {
                return (self[(start + open.count)..<inside].trimmed.text, start)
            }
            start -= 1
        }
        return nil
    }
}
