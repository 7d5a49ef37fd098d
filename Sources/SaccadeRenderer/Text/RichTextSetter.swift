/// Turns marked text into text with attributes.
struct RichTextSetter {
    let theme: Theme

    func styled(_ rich: RichText) -> StyledText {
        let utf8 = rich.text.utf8
        let count = utf8.count
        // Ends that cut a character move inwards.
        func snapped(_ offset: Int, up: Bool) -> Int {
            var offset = max(0, min(count, offset))
            while offset > 0, offset < count, utf8[utf8.index(utf8.startIndex, offsetBy: offset)] & 0xC0 == 0x80 {
                offset += up ? 1 : -1
            }
            return offset
        }
        let spans = rich.spans.compactMap { span -> RichText.Span? in
            let start = snapped(span.range.lowerBound, up: true)
            let end = max(start, snapped(span.range.upperBound, up: false))
            if start == end, case .region = span.mark {} else if start == end { return nil }
            return RichText.Span(start..<end, span.mark)
        }
        var cuts: Set<Int> = [0, count]
        for span in spans { cuts.formUnion([span.range.lowerBound, span.range.upperBound]) }
        let ends = cuts.sorted()
        var result = StyledText()
        for (index, start) in ends.enumerated() {
            for span in spans where span.range.lowerBound == start {
                if case .region(let number, let color) = span.mark, !number.isEmpty {
                    let bands = bandAttributes(at: start, in: spans)
                    result.appendRing(String(number.prefix(12)), theme.mark(color), bands)
                }
            }
            guard index + 1 < ends.count else { break }
            let from = utf8.index(utf8.startIndex, offsetBy: start)
            let to = utf8.index(utf8.startIndex, offsetBy: ends[index + 1])
            var attributes: [StyledText.Attribute] = []
            for span in spans where span.range.lowerBound <= start && span.range.upperBound >= ends[index + 1] {
                switch span.mark {
                case .region(_, let color): attributes += [.weight(.semibold), .band(theme.mark(color))]
                case .strong: attributes.append(.weight(.bold))
                case .quiet: attributes.append(.color(theme.secondary))
                case .code: attributes.append(.mono)
                }
            }
            result.append(String(rich.text[from..<to]), attributes)
        }
        return result
    }

    /// The band of a region starts under its ring.
    private func bandAttributes(at start: Int, in spans: [RichText.Span]) -> [StyledText.Attribute] {
        spans.compactMap { span in
            guard span.range.contains(start), case .region(_, let color) = span.mark else { return nil }
            return .band(theme.mark(color))
        }
    }
}
