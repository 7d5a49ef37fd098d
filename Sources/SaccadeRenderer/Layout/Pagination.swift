import Saccade

extension StoryboardRenderer {
    /// Draws a page as as many pages as its height asks for, one after the other: only one is in memory at a time.
    ///
    /// Throws what drawing throws, and what the closure throws.
    ///
    /// - Parameters:
    ///   - page: The page.
    ///   - each: Takes a drawn page, its number from 0, and how many there are.
    public func renderPages(
        _ page: StoryboardPage, each: (_ result: Result, _ number: Int, _ count: Int) throws -> Void
    ) throws {
        try forEachLayout(of: page) { layout, number, count in try each(try draw(layout), number, count) }
    }

    /// Lays out a page as as many pages as its height asks for.
    func forEachLayout(of page: StoryboardPage, _ body: (PageLayout, _ number: Int, _ count: Int) throws -> Void) throws
    {
        // Most pages are short: they are laid out once.
        if page.panels.count <= 12 {
            let layout = try layout(page)
            if layout.height <= limit || page.panels.count <= 1 {
                try body(layout, 0, 1)
                return
            }
        }
        let parts = try parts(of: page)
        for (number, range) in parts.enumerated() {
            try body(try layout(page.part(range, number: number, of: parts)), number, parts.count)
        }
    }

    /// The height at which a page ends.
    private var limit: Double { paperHeight ?? Double(options.longest) }

    /// Returns which panels go on which page.
    private func parts(of page: StoryboardPage) throws(RendererError) -> [Range<Int>] {
        guard !page.panels.isEmpty else { return [0..<0] }
        switch page.layout {
        case .grid, .compare, .strip: return try rows(of: page)
        case .poster, .lanes, .frame:
            // The length follows from all cards at once: halve until each part fits.
            var parts: [Range<Int>] = []
            var open = [0..<page.panels.count]
            while let range = open.popLast() {
                let part = page.part(range, number: parts.count, of: [])
                if range.count == 1 {
                    parts.append(range)
                } else if range.count <= Self.mostOfAPart, try layout(part).height <= limit {
                    parts.append(range)
                } else {
                    let middle = range.lowerBound + (range.count + 1) / 2
                    open.append(middle..<range.upperBound)
                    open.append(range.lowerBound..<middle)
                }
            }
            return parts
        }
    }

    /// The most panels that are laid out at once only to see whether they fit.
    private static let mostOfAPart = 256

    /// Returns which panels go on which page, for layouts of rows: as many rows as there is room for.
    private func rows(of page: StoryboardPage) throws(RendererError) -> [Range<Int>] {
        let context = try context(page)
        let metrics = context.metrics
        var empty = page
        empty.panels = []
        var (parts, begin) = ([Range<Int>](), 0)
        /// What the head and the foot take.
        var taken = try PageLayout(empty, width: Double(options.width), columns: options.columns, context).height
        empty.isContinued = true
        let later = try PageLayout(empty, width: Double(options.width), columns: options.columns, context).height
        let width = PageLayout.width(of: page, atLeast: Double(options.width), context)
        let contentWidth = width - 2 * metrics.margin
        let strip = StripLayout(page, context)
        let grid = GridLayout(
            page.panels, x: metrics.margin, width: contentWidth,
            columns: options.columns
                ?? PageLayout.columns(for: contentWidth / metrics.scale, page), context)
        var (start, used) = (0, 0.0)
        while start < page.panels.count {
            let (end, height): (Int, Double)
            if page.layout == .strip {
                let row = try strip.row(from: start, x: metrics.margin, y: 0, width: contentWidth)
                (end, height) = (row.end, row.bottom)
            } else {
                let row = try grid.row(from: start, y: 0)
                (end, height) = (row.end, row.bottom)
            }
            if start > begin, taken + used + height > limit {
                parts.append(begin..<start)
                (begin, used, taken) = (start, 0, later)
            }
            used += height + metrics.gutter
            start = end
        }
        return parts + [begin..<page.panels.count]
    }
}

extension StoryboardPage {
    /// Returns the page that shows some of the panels.
    ///
    /// What passed between lanes of this page and of others is said on its panels.
    ///
    /// - Parameter parts: The panels of all pages; empty while these are not settled.
    func part(_ range: Range<Int>, number: Int, of parts: [Range<Int>]) -> StoryboardPage {
        var part = self
        part.panels = Array(panels[range])
        part.isContinued = number > 0
        part.links = []
        for link in links where panels.indices.contains(link.from) && panels.indices.contains(link.to) {
            switch (range.contains(link.from), range.contains(link.to)) {
            case (true, true):
                var link = link
                link.from -= range.lowerBound
                link.to -= range.lowerBound
                part.links.append(link)
            case (true, false): part.note(link.to, isLeaving: true, at: link.from - range.lowerBound, self, parts)
            case (false, true): part.note(link.from, isLeaving: false, at: link.to - range.lowerBound, self, parts)
            case (false, false): break
            }
        }
        if parts.count > 1 {
            part.footerTrailing += (footerTrailing.isEmpty ? "" : " · ") + "\(number + 1) / \(parts.count)"
        }
        return part
    }

    /// Says on a panel that something came from or went to a panel of another page.
    private mutating func note(
        _ other: Int, isLeaving: Bool, at panel: Int, _ whole: StoryboardPage, _ parts: [Range<Int>]
    ) {
        guard whole.lanes.indices.contains(whole.panels[other].lane) else { return }
        let page = parts.firstIndex { $0.contains(other) }.map { $0 + 1 }
        panels[panel].passages.append(
            Passage(agent: whole.lanes[whole.panels[other].lane], isLeaving: isLeaving, page: page))
    }
}
