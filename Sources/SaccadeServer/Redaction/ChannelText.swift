/// The text of one channel of a step on its way through redaction.
struct ChannelText {
    private var scanner: TextScanner
    /// Up to where the text has been handed out.
    private var handedOut = 0
    private var offsets = OffsetMap()

    init(_ scanner: TextScanner) { self.scanner = scanner }

    /// How much of the text has been seen.
    var count: Int { scanner.count }
    /// Up to where it can be handed out.
    var decided: Int { scanner.decided }
    /// Whether something of it has been made unreadable, so that ranges of it move.
    var isChanged: Bool { !offsets.isEmpty }

    mutating func take(_ text: String) { scanner.take(text.utf8) }
    mutating func end() { scanner.end() }
    mutating func giveUpWaiting() { scanner.giveUpWaiting() }

    /// Returns the next piece of the text as it may be stored, and the rules that were found to apply in it.
    ///
    /// - Parameter text: The piece as it was recorded, which has been decided on; pieces are asked for in order.
    mutating func handOut(_ text: String, replacement: String) -> (text: String, rules: [Int?]) {
        let bytes = Array(text.utf8)
        let (start, end) = (handedOut, handedOut + bytes.count)
        var result: [UInt8] = []
        var rules: [Int?] = []
        var position = start
        for run in scanner.runs where run.end > start && run.start < end {
            if run.start > position {
                result += bytes[(position - start)..<(run.start - start)]
            }
            // A run that began in an earlier piece has its replacement there.
            if run.start >= start {
                result += replacement.utf8
                rules.append(run.rule)
            }
            offsets.note(run.start..<run.end, replacement: replacement.utf8.count)
            position = min(end, run.end)
        }
        if position < end { result += bytes[(position - start)...] }
        handedOut = end
        scanner.forgetRuns(before: end)
        return (String(decoding: result, as: UTF8.self), rules)
    }

    /// Returns where a range of the text as it was recorded is in the text as it is stored.
    func moved(_ range: [Int]) -> [Int] {
        guard isChanged, range.count == 2 else { return range }
        return [offsets.moved(range[0], isEnd: false), offsets.moved(range[1], isEnd: true)]
    }
}

/// Where the bytes of a text went when parts of it were replaced.
struct OffsetMap {
    private struct Replacement {
        var source: Range<Int>
        var target: Range<Int>
    }

    private var replacements: [Replacement] = []

    var isEmpty: Bool { replacements.isEmpty }

    /// Notes that a range was replaced, or that the latest one has grown.
    mutating func note(_ source: Range<Int>, replacement count: Int) {
        if let last = replacements.last, last.source.lowerBound == source.lowerBound {
            replacements[replacements.count - 1].source = source
            return
        }
        let start = moved(source.lowerBound, isEnd: false)
        replacements.append(Replacement(source: source, target: start..<start + count))
    }

    /// Returns where an end of a range went; a range that cuts a replaced part has all of its replacement.
    func moved(_ offset: Int, isEnd: Bool) -> Int {
        // The first replacement that ends after the offset.
        var (low, high) = (0, replacements.count)
        while low < high {
            let middle = (low + high) / 2
            if replacements[middle].source.upperBound > offset { high = middle } else { low = middle + 1 }
        }
        if low < replacements.count, replacements[low].source.lowerBound < offset {
            return isEnd ? replacements[low].target.upperBound : replacements[low].target.lowerBound
        }
        guard low > 0 else { return offset }
        return offset - replacements[low - 1].source.upperBound + replacements[low - 1].target.upperBound
    }
}
