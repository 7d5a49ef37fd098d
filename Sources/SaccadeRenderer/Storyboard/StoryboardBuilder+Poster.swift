import Saccade

extension StoryboardBuilder {
    /// The most images of a poster; others are counted.
    private static let mostPictures = 6

    /// Returns a poster: each root image once with everything that was looked at on it, and the steps' words.
    func posterPage() -> StoryboardPage {
        let steps = shownSteps
        // What a reference says of images that nobody looked at has a card for each.
        if steps.isEmpty { return finished([]) }
        let shown = steps.flatMap { name in
            trace.agents[name.agent].steps[name.step].regions.map { trace.agents[name.agent].regions[$0] }
        }
        let groups = byRoot(shown)
        var pictures = groups.prefix(Self.mostPictures).map { group in
            overview(group.root, group.regions.map { drawn($0.region, shape: $0.shape, time: .current) })
        }
        if pictures.isEmpty, let first = trace.images.first { pictures = [overview(first.declaration.n, [])] }
        if groups.count > Self.mostPictures, let last = pictures.indices.last {
            let rest = groups.dropFirst(Self.mostPictures)
            let looks = rest.reduce(0) { $0 + $1.regions.count }
            pictures[last].caption += " · +\(rest.count) more images with \(counted(looks, "look"))"
        }
        let mapped = groups.reduce(0) { $0 + $1.regions.count }
        var seen: Set<Int> = []
        var panels = steps.enumerated().flatMap { position, name in
            // Further panels of a step only carry further pictures.
            self.panels(of: name, seen: &seen, isLast: position == steps.count - 1).prefix(1)
        }
        for index in panels.indices { panels[index].picture = nil }
        for (position, name) in steps.enumerated() where panels.indices.contains(position) {
            panels[position].notes += undrawn(trace.agents[name.agent].steps[name.step].regions, of: name.agent)
        }
        if mapped < shown.count, let last = panels.indices.last {
            panels[last].notes.append(
                Note(
                    tone: .neutral, rule: "",
                    text: "\(counted(shown.count - mapped, "look")) more on images that have no place on these"))
        }
        return finished(panels, pictures: pictures)
    }
    /// The regions of a step that no picture can show, which a card without a picture must say.
    private func undrawn(_ regions: [Int], of agent: Int) -> [Note] {
        regions.compactMap { n in
            let region = trace.agents[agent].regions[n]
            guard let size = trace.image(region.image)?.declaration.size else { return nil }
            let map = PictureMap(size: size, frame: Box(x0: 0, y0: 0, x1: Double(size.width), y1: Double(size.height)))
            do throws(UndrawableRegion) {
                _ = try RegionGeometry(pixels(of: region), map)
                return nil
            } catch {
                return Note(tone: .neutral, rule: "region \(number(of: region))", text: "not drawn: \(error.reason)")
            }
        }
    }
}
