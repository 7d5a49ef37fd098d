/// Where cards start on a page whose axis is time, or only order where times are not known.
struct TimeAxis {
    /// A labelled time.
    struct Tick {
        let label: String
        let y: Double
    }

    private let panels: [Panel]
    private let links: [Link]
    private let hasTimes: Bool
    /// The panels' indices in the order of their starts.
    private let order: [Int]

    init(_ page: StoryboardPage, hasTimes: Bool) {
        panels = page.panels
        links = page.links.filter { page.panels.indices.contains($0.from) && page.panels.indices.contains($0.to) }
        self.hasTimes = hasTimes
        order = page.panels.indices.sorted { first, second in
            let starts = (page.panels[first].start ?? 0, page.panels[second].start ?? 0)
            return hasTimes && starts.0 != starts.1 ? starts.0 < starts.1 : first < second
        }
    }

    private func start(_ index: Int) -> Double { Double(panels[index].start ?? 0) }

    /// Returns the upper edge of each card.
    ///
    /// - Parameters:
    ///   - gap: The least room between cards of one lane.
    ///   - step: How far a later card starts below an earlier one at least.
    ///   - lead: The room that a line needs to turn from one card into another.
    ///   - spacing: How far lines that meet the side of one card are from each other.
    func tops(
        heights: [Double], top: Double, gap: Double, step: Double, lead: Double, spacing: ([Link]) -> Double
    ) -> [Double] {
        var tops = [Double](repeating: top, count: heights.count)
        var bottoms: [Int: Double] = [:]
        // As many pixels for a nanosecond as the fullest lane needs in the mean, so that pauses show.
        var sums: [Int: Double] = [:]
        for index in panels.indices { sums[panels[index].lane, default: 0] += heights[index] + gap }
        let duration = order.last.map { start($0) - (order.first.map { start($0) } ?? 0) } ?? 0
        let fullest = panels.indices.map { sums[panels[$0].lane] ?? 0 }.max() ?? 0
        let pace = duration > 0 ? fullest / duration : 0
        var placed: Set<Int> = []
        var previous: Int?
        for index in order {
            var y = bottoms[panels[index].lane].map { $0 + gap } ?? top
            if hasTimes, let previous {
                let pause = start(index) - start(previous)
                y = max(y, tops[previous] + (pause > 0 ? max(step, min(pause * pace, gap * 2)) : 0))
            }
            for link in links where link.to == index && placed.contains(link.from) && link.from != index {
                switch link.kind {
                case .spawn: y = max(y, tops[link.from] + lead + room(for: link.from, placed, spacing))
                case .message: y = max(y, tops[link.from])
                case .join: y = max(y, tops[link.from] + heights[link.from] + gap / 2)
                }
            }
            tops[index] = y.rounded()
            bottoms[panels[index].lane] = tops[index] + heights[index]
            placed.insert(index)
            previous = index
        }
        return tops
    }

    /// Returns the height of the lines at a card's side that lead to cards below it or come back from there.
    private func room(for card: Int, _ placed: Set<Int>, _ spacing: ([Link]) -> Double) -> Double {
        let lines = links.filter { link in
            guard link.from != link.to else { return false }
            return link.kind == .spawn && link.from == card
                || link.kind == .join && link.to == card && !placed.contains(link.from)
        }
        return Double(lines.count) * spacing(lines)
    }

    /// Returns times at round numbers, at least some distance from each other.
    func ticks(tops: [Double], distance: Double) -> [Tick] {
        guard hasTimes, let first = order.first, let last = order.last else { return [] }
        let from = start(first)
        let to = start(last)
        guard to > from else { return [] }
        var unit = 1.0
        while unit * 10 < (to - from) / 2 { unit *= 10 }
        let stride = [0.2, 0.5, 1, 2, 5].map { $0 * unit }.first { (to - from) / $0 <= 8 } ?? unit * 5
        var ticks: [Tick] = []
        var time = (from / stride).rounded(.up) * stride
        while time <= to {
            let y = place(of: time, tops)
            if ticks.last.map({ y - $0.y >= distance }) ?? true {
                ticks.append(Tick(label: Self.label(time, of: to, stride: stride), y: y))
            }
            time += stride
        }
        return ticks
    }

    /// Returns where a time is, between the cards that start before and after it.
    private func place(of time: Double, _ tops: [Double]) -> Double {
        var low = order[0]
        for index in order {
            if start(index) >= time {
                let length = start(index) - start(low)
                guard length > 0 else { return tops[index] }
                return tops[low] + (tops[index] - tops[low]) * (time - start(low)) / length
            }
            low = index
        }
        return tops[low]
    }

    /// Returns a time in the unit of the last one, so that the pages of a trace agree, with as many digits as the ticks
    /// need to differ.
    private static func label(_ nanoseconds: Double, of last: Double, stride: Double) -> String {
        let (unit, name): (Double, String) =
            last >= 1e9 ? (1e9, "s") : last >= 1e6 ? (1e6, "ms") : last >= 1e3 ? (1e3, "µs") : (1, "ns")
        var scale = 10.0
        while stride / unit * scale < 1, scale < 1e6 { scale *= 10 }
        return "\((nanoseconds / unit * scale).rounded() / scale) \(name)"
    }
}
