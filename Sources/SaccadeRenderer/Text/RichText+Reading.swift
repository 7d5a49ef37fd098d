/// Text as models write it, turned into what it means: formulas, emphasis, headings, code. Marked ranges move along.
extension RichText {
    /// Creates a text in which code, headings, formulas and emphasis are read.
    init(reading source: String) {
        self.init(source)
        read()
    }

    /// Reads code, headings, formulas and emphasis.
    mutating func read() {
        markFences()
        markCode()
        markHeadings()
        readFormulas()
        markEmphasis()
    }

    /// Reads formulas between dollars or TeX's brackets as plain text; what is marked as code stays.
    mutating func readFormulas() {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "\\")) || bytes.contains(UInt8(ascii: "$")) else { return }
        let code = codeRanges
        var edits: [(range: Range<Int>, with: String)] = []
        var place = 0
        while place < bytes.count {
            if let known = code.first(where: { $0.contains(place) }) {
                place = known.upperBound
            } else if let found = Formula(in: bytes, at: place) {
                let inner = String(decoding: bytes[found.content], as: UTF8.self)
                edits.append((found.whole, MathText.plain(inner)))
                place = found.whole.upperBound
            } else {
                place += 1
            }
        }
        replace(edits)
    }

    /// Marks words between double asterisks as strong; the asterisks go.
    ///
    /// Asterisks without a partner stay.
    mutating func markEmphasis() {
        let bytes = Array(text.utf8)
        let star = UInt8(ascii: "*")
        let code = codeRanges
        var marks: [Int] = []
        var place = 0
        while place + 1 < bytes.count {
            let isPair = bytes[place] == star && bytes[place + 1] == star
            if isPair, !code.contains(where: { $0.contains(place) }) { marks.append(place) }
            place += isPair ? 2 : 1
        }
        guard !marks.isEmpty, marks.count.isMultiple(of: 2) else { return }
        for pair in stride(from: 0, to: marks.count, by: 2) where marks[pair] + 2 < marks[pair + 1] {
            spans.append(Span(marks[pair] + 2..<marks[pair + 1], .strong))
        }
        replace(marks.map { ($0..<$0 + 2, "") })
    }

    /// Marks lines between two that begin with three backticks as code; those two go.
    ///
    /// A fence without a partner stays, and so do all.
    mutating func markFences() {
        let bytes = Array(text.utf8)
        let fences = lines(of: bytes).filter { line in
            let words = bytes[line].drop { $0 == 0x20 }
            return line.count - words.count <= 3 && words.starts(with: "```".utf8)
        }
        guard fences.count >= 2, fences.count.isMultiple(of: 2) else { return }
        for pair in stride(from: 0, to: fences.count, by: 2) {
            let (open, close) = (fences[pair], fences[pair + 1])
            // A line ends before its line break, and the text before the closing fence one earlier.
            if open.upperBound + 1 < close.lowerBound {
                spans.append(Span(open.upperBound + 1..<close.lowerBound - 1, .code))
            }
        }
        replace(fences.map { ($0.lowerBound..<min(bytes.count, $0.upperBound + 1), "") })
    }

    /// Marks lines that begin with one to six number signs and a space as strong; the signs go.
    mutating func markHeadings() {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "#")) else { return }
        let code = codeRanges
        var edits: [(range: Range<Int>, with: String)] = []
        for line in lines(of: bytes) where !code.contains(where: { $0.overlaps(line) }) {
            let signs = bytes[line].prefix { $0 == UInt8(ascii: "#") }
            let words = bytes[line.lowerBound + signs.count..<line.upperBound]
            let start = words.drop { $0 == 0x20 }.startIndex
            guard (1...6).contains(signs.count), words.first == 0x20, start < line.upperBound else { continue }
            spans.append(Span(start..<line.upperBound, .strong))
            edits.append((line.lowerBound..<start, ""))
        }
        replace(edits)
    }

    /// The lines of a text without their line breaks.
    private func lines(of bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for place in bytes.indices where bytes[place] == 0x0A {
            lines.append(start..<place)
            start = place + 1
        }
        return lines + [start..<bytes.count]
    }

    /// Marks words between single backticks as code; the backticks go.
    ///
    /// Fences without a partner hold several lines: such texts stay.
    mutating func markCode() {
        let bytes = Array(text.utf8)
        let code = codeRanges
        let ticks = bytes.indices.filter { tick in
            bytes[tick] == UInt8(ascii: "`") && !code.contains { $0.contains(tick) }
        }
        guard ticks.count >= 2, ticks.count.isMultiple(of: 2) else { return }
        guard !zip(ticks, ticks.dropFirst()).contains(where: { $1 == $0 + 1 }) else { return }
        let pairs = stride(from: 0, to: ticks.count, by: 2).map { (open: ticks[$0], close: ticks[$0 + 1]) }
        guard !pairs.contains(where: { bytes[$0.open..<$0.close].contains(UInt8(ascii: "\n")) }) else { return }
        spans += pairs.map { Span($0.open + 1..<$0.close, .code) }
        replace(ticks.map { ($0..<$0 + 1, "") })
    }

    private var codeRanges: [Range<Int>] { spans.filter { $0.mark == .code }.map(\.range) }

    /// Replaces ranges of UTF-8 bytes, which rise and do not meet; what they cut of a marked range goes with them.
    private mutating func replace(_ edits: [(range: Range<Int>, with: String)]) {
        guard !edits.isEmpty else { return }
        let old = Array(text.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(old.count)
        // For each edit: its old range, and where its replacement lies.
        var moves: [(old: Range<Int>, new: Range<Int>)] = []
        var last = 0
        for edit in edits {
            bytes += old[last..<edit.range.lowerBound]
            let start = bytes.count
            bytes += Array(edit.with.utf8)
            moves.append((edit.range, start..<bytes.count))
            last = edit.range.upperBound
        }
        bytes += old[last...]
        func moved(_ place: Int, isEnd: Bool) -> Int {
            guard let move = moves.last(where: { $0.old.lowerBound < place || (!isEnd && $0.old.lowerBound == place) })
            else { return place }
            if place >= move.old.upperBound { return place - move.old.upperBound + move.new.upperBound }
            return isEnd ? move.new.upperBound : move.new.lowerBound
        }
        spans = spans.map { span in
            let start = moved(span.range.lowerBound, isEnd: false)
            return Span(start..<max(start, moved(span.range.upperBound, isEnd: true)), span.mark)
        }
        text = String(decoding: bytes, as: UTF8.self)
    }
}

/// Where a formula stands in a text.
private struct Formula {
    let whole: Range<Int>
    let content: Range<Int>

    /// Finds the formula that starts at a place, if one does.
    init?(in bytes: [UInt8], at place: Int) {
        func starts(_ mark: StaticString, at index: Int) -> Bool {
            let count = mark.utf8CodeUnitCount
            guard index + count <= bytes.count else { return false }
            return (0..<count).allSatisfy { bytes[index + $0] == mark.utf8Start[$0] }
        }
        func end(_ mark: StaticString, after start: Int) -> Int? {
            (start..<min(bytes.count, start + MathText.longest)).first { starts(mark, at: $0) }
        }
        func found(_ open: StaticString, _ close: StaticString) -> (whole: Range<Int>, content: Range<Int>)? {
            let start = place + open.utf8CodeUnitCount
            guard starts(open, at: place), let end = end(close, after: start), end > start else { return nil }
            return (place..<end + close.utf8CodeUnitCount, start..<end)
        }
        if let formula = found("\\(", "\\)") ?? found("\\[", "\\]") ?? found("$$", "$$") {
            self = Formula(whole: formula.whole, content: formula.content)
        } else if let formula = found("$", "$"), Self.isFormula(bytes, formula.content) {
            self = Formula(whole: formula.whole, content: formula.content)
        } else if starts("\\boxed{", at: place), let end = end("}", after: place) {
            self = Formula(whole: place..<end + 1, content: place..<end + 1)
        } else {
            return nil
        }
    }

    private init(whole: Range<Int>, content: Range<Int>) {
        self.whole = whole
        self.content = content
    }

    /// Whether what stands between two dollars is a formula and not an amount of money: no space at its ends, on one
    /// line, and either a letter alone or something that only formulas have.
    private static func isFormula(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        let content = bytes[range]
        guard let first = content.first, let last = content.last, first != 0x20, last != 0x20, !content.contains(0x0A)
        else { return false }
        if range.upperBound + 1 < bytes.count, (0x30...0x39).contains(bytes[range.upperBound + 1]) { return false }
        func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
        if content.count <= 4, content.allSatisfy(isLetter) { return true }
        return content.contains {
            [UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "=")].contains($0)
        }
    }
}
