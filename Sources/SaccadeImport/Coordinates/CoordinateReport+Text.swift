public import Saccade

extension CoordinateReport {
    /// The report in lines: the groups with their evidence, then every region with where each reading leads.
    ///
    /// - Parameter entries: The regions to show; all by default.
    public func text(of entries: [Entry]? = nil) -> String {
        let shown = entries ?? self.entries
        var lines: [String] = []
        for (index, group) in groups.enumerated() where shown.contains(where: { $0.group == index }) {
            lines.append(heading(group))
            // Without a single size there is nothing to read the coordinates in.
            if group.evidence.allSatisfy({ $0.places == 0 }) {
                lines += ["  the sizes of the images are not known", ""]
                continue
            }
            for (number, evidence) in group.evidence.enumerated() {
                let mark = number == group.own ? "trace" : number == group.proved ? "proved" : ""
                lines.append("  \(pad(mark, 7))\(evidence.words)")
            }
            lines.append("")
        }
        for entry in shown {
            lines += self.lines(entry)
            lines.append("")
        }
        if shown.isEmpty { lines.append("no regions") }
        while lines.last == "" { lines.removeLast() }
        return lines.map(\.safeForTerminal).joined(separator: "\n") + "\n"
    }

    private func heading(_ group: Group) -> String {
        let name = "coordinates of \(group.name)"
        switch (group.own, group.proved) {
        case (let own?, let proved?) where own != proved:
            return "\(name): the trace reads them as \(group.evidence[own].rule.words), the evidence says "
                + group.evidence[proved].rule.words
        case (let own?, nil):
            return "\(name): the trace reads them as \(group.evidence[own].rule.words); nothing here proves it"
        case (let own?, _?): return "\(name): \(group.evidence[own].rule.words), as the evidence says"
        case (nil, let proved?): return "\(name): unresolved; the evidence says \(group.evidence[proved].rule.words)"
        case (nil, nil): return "\(name): unresolved; nothing here proves a reading"
        }
    }

    private func lines(_ entry: Entry) -> [String] {
        let region = entry.region
        var head = "region \(region.agent > 0 ? "\(region.agent):" : "")\(region.n) on image \(region.image)"
        if let size = entry.size { head += " (\(size))" }
        if let label = region.label { head += " \"\(label)\"" }
        var lines = [head, "  written  \(region.written ?? "–")", "  source   \(region.spaceSource)"]
        if entry.size == nil { return lines + ["  the size of the image is not known"] }
        let group = groups[entry.group]
        let width = group.evidence.map(\.rule.words.count).max() ?? 0
        var outside: [String] = []
        for (number, place) in entry.places.enumerated() {
            // What leads off the image is only named, unless it is the trace's own or a proved one.
            if !place.isInside, place.shape.bounds != nil, number != group.own, number != group.proved {
                outside.append(group.evidence[number].rule.words)
                continue
            }
            let mark = number == group.own ? "→" : number == group.proved ? "✓" : " "
            var line =
                "  \(mark) \(pad(group.evidence[number].rule.words, width))  \(CoordinateReport.words(place.shape))"
            if !place.isInside, place.shape.bounds != nil { line += "  outside" }
            lines.append(line)
        }
        if !outside.isEmpty { lines.append("    outside the image: \(outside.joined(separator: ", "))") }
        return lines
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// A place in words, to a tenth of a pixel.
    public static func words(_ shape: Shape) -> String {
        func number(_ value: Double) -> String { value.rounded(to: 1) }
        func point(_ point: Point) -> String { "(\(number(point.x)), \(number(point.y)))" }
        switch shape {
        case .box(let box):
            return "[\(number(box.x0)), \(number(box.y0)), \(number(box.x1)), \(number(box.y1))]"
        case .point(let place): return point(place)
        case .arrow(let from, let to): return "\(point(from)) → \(point(to))"
        case .polygon(let rings): return (rings.first ?? []).map(point).joined(separator: " ")
        case .mark(let id, _): return "mark \(id)"
        case .invalid(let reason): return reason
        default: return "no box and no point"
        }
    }
}
