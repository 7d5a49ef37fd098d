import Saccade

/// Finds a place for each region's badge: beside its region, over no other badge, and inside the picture.
///
/// Greedy over candidate places, smallest region first, then some rounds in which each badge may choose again. A badge
/// that still meets another one takes the nearest free place, at the end of a line; where there is none, it goes
/// without its label, and where there is no room for the number either it is left out and counted.
struct BadgePlacement {
    let picture: Picture
    let regions: [PictureLayout.PlacedRegion]
    let area: Box
    let frame: Box
    let metrics: Metrics
    let theme: Theme
    let engine: TextEngine
    /// Where the picture has little to hide; `nil` where its pixels are not known.
    var quiet: QuietMap?
    /// Where badges stood on cards before this one.
    var places: BadgePlaces?

    /// The most badges of one picture; more could not be told apart.
    static let most = 600

    private struct Job {
        let region: PictureLayout.PlacedRegion
        let text: TextLayout
        var label: TextLayout?
        let discWidth: Double
        var width: Double
        let height: Double
    }

    /// What was placed, and how many badges found no room.
    struct Result {
        var badges: [PictureLayout.PlacedBadge] = []
        var omitted = 0
    }

    func place() throws(RendererError) -> Result {
        var result = Result()
        var jobs: [Job] = []
        for region in regions {
            guard jobs.count < Self.most else {
                if picture.regions[region.index].time == .current, !picture.regions[region.index].number.isEmpty {
                    result.omitted += 1
                }
                continue
            }
            if let job = try self.job(for: region) { jobs.append(job) }
        }
        guard !jobs.isEmpty else { return result }
        let order = jobs.indices.sorted { first, second in
            let areas = (jobs[first].region.geometry.bounds.area, jobs[second].region.geometry.bounds.area)
            return areas.0 == areas.1 ? first < second : areas.0 < areas.1
        }
        var obstacles = BoxIndex(area: area, cell: metrics.badge * 2)
        var owners: [Int] = []
        for region in regions where picture.regions[region.index].time == .current {
            obstacles.insert(region.geometry.bounds)
            owners.append(region.index)
        }
        let forms = Dictionary(uniqueKeysWithValues: regions.map { ($0.index, $0.geometry) })
        let ground = Ground(boxes: obstacles, owners: owners, forms: forms)
        var taken = BoxIndex(area: area, cell: metrics.badge * 2)
        // Boxes are numbered as jobs are; each starts at no place.
        for _ in jobs { taken.remove(taken.insert(Box(x0: area.x0, y0: area.y0, x1: area.x0, y1: area.y0))) }
        var boxes = [Box?](repeating: nil, count: jobs.count)
        for round in 0..<(jobs.count > 150 ? 2 : 5) {
            var hasChanged = false
            for index in order {
                if boxes[index] != nil { taken.remove(index) }
                let best = bestBox(for: jobs[index], taken, ground)
                if best != boxes[index] { hasChanged = true }
                boxes[index] = best
                taken.move(index, to: best)
            }
            if round > 0, !hasChanged { break }
        }
        for index in order {
            guard let box = boxes[index], !taken.isFree(box, besides: index) else { continue }
            taken.remove(index)
            boxes[index] = nearestFree(for: jobs[index], taken)
            if boxes[index] == nil, jobs[index].label != nil, jobs[index].discWidth > 0 {
                jobs[index].label = nil
                jobs[index].width = jobs[index].discWidth
                boxes[index] = nearestFree(for: jobs[index], taken)
            }
            if let box = boxes[index] { taken.move(index, to: box) } else { result.omitted += 1 }
        }
        result.badges = jobs.indices.compactMap { index in
            boxes[index].map { placed(jobs[index], at: $0) }
        }
        return result
    }

    /// The current regions, as obstacles.
    private struct Ground {
        let boxes: BoxIndex
        /// The region's index in the picture for each box.
        let owners: [Int]
        let forms: [Int: RegionGeometry]
    }

    private func job(for placed: PictureLayout.PlacedRegion) throws(RendererError) -> Job? {
        let region = picture.regions[placed.index]
        guard region.time == .current, !region.number.isEmpty || !region.label.isEmpty else { return nil }
        let fill = theme.region(region.color)
        let ink = fill.figures
        let mark = region.isSpaceGuessed ? "\(region.number)?" : region.number
        // A number takes at most two fifths of the picture, as a label does, so that both fit.
        let text = try engine.layout(
            String(mark.prefix(12)), metrics.chip, ink, width: max(metrics.length(20), area.width * 0.4), lines: 1)
        let height = metrics.badge
        let discWidth = region.number.isEmpty ? 0 : max(height, text.width + (height * 0.6).rounded())
        var label: TextLayout?
        if !region.label.isEmpty {
            label = try engine.layout(
                region.label, metrics.caption, PictureColors.chipText,
                width: min(metrics.length(240), max(metrics.length(40), area.width * 0.4)), lines: 1)
        }
        let labelWidth = label.map { $0.width + metrics.length(16) } ?? 0
        return Job(
            region: placed, text: text, label: label, discWidth: discWidth, width: discWidth + labelWidth,
            height: height)
    }

    private func placed(_ job: Job, at box: Box) -> PictureLayout.PlacedBadge {
        let (near, gap) = nearest(to: box, of: job.region.geometry)
        return PictureLayout.PlacedBadge(
            region: job.region.index, box: box,
            disc: Box(x0: box.x0, y0: box.y0, x1: box.x0 + job.discWidth, y1: box.y1), text: job.text,
            label: job.label, leader: gap > metrics.length(8) ? near : nil)
    }

    /// Returns the place of a region that lies nearest to a box, and how far it is from the box's edge.
    private func nearest(to box: Box, of geometry: RegionGeometry) -> (Point, Double) {
        let bounds = geometry.bounds
        let own = Point(
            x: min(bounds.x1, max(bounds.x0, box.center.x)), y: min(bounds.y1, max(bounds.y0, box.center.y)))
        func gap(_ place: Point) -> Double {
            max(
                max(box.x0 - place.x, place.x - box.x1), max(box.y0 - place.y, place.y - box.y1))
        }
        let places = geometry.anchors.isEmpty ? [own] : geometry.anchors
        var best = (place: own, gap: Double.infinity)
        for place in places where gap(place) < best.gap { best = (place, gap(place)) }
        return (best.place, best.gap)
    }

    private func bestBox(for job: Job, _ taken: BoxIndex, _ ground: Ground) -> Box {
        let bounds = job.region.geometry.bounds
        var best: (cost: Double, box: Box)?
        var tried = candidates(around: job.region.geometry, job.width, job.height)
        // Where it stood before is best unless something is in the way now.
        if let known = places?.place(
            of: picture.regions[job.region.index].number, naming: job.region.geometry.bounds, on: picture, in: frame)
        {
            tried.insert((-0.3, known), at: 0)
        }
        for (preference, origin) in tried {
            if let best, preference >= best.cost { continue }
            let box = shifted(
                Box(x0: origin.x, y0: origin.y, x1: origin.x + job.width, y1: origin.y + job.height))
            let cost = preference + cost(of: box, job.region, taken, ground)
            if best.map({ cost < $0.cost }) ?? true { best = (cost, box) }
        }
        return best?.box
            ?? shifted(Box(x0: bounds.x0, y0: bounds.y0, x1: bounds.x0 + job.width, y1: bounds.y0 + job.height))
    }

    /// Returns what a place costs: for the badges that it meets, the regions that it hides, and the picture under it.
    private func cost(
        of box: Box, _ own: PictureLayout.PlacedRegion, _ taken: BoxIndex, _ ground: Ground
    ) -> Double {
        var cost = 0.0
        let gap = metrics.length(2)
        let grown = InsetPlacement.grown(box, gap)
        taken.forEach(meeting: grown) { _, other in
            cost += 25 + 60 * grown.intersection(other).area / grown.area
        }
        ground.boxes.forEach(meeting: box) { number, bounds in
            let shared = box.intersection(bounds).area
            let index = ground.owners[number]
            // The box around a form that is no box is mostly empty.
            let isBox = ground.forms[index]?.anchors.isEmpty ?? true
            if index == own.index {
                if isBox { cost += 4 * min(1, 3 * shared / max(1, bounds.area)) }
                return
            }
            let weight = isBox ? 1 : 0.3
            let hidden = shared / max(1, bounds.area)
            cost += weight * 0.8 * shared / box.area
            cost += weight * 5 * min(1, Self.edges(of: bounds, in: box) / (box.width + box.height))
            cost += weight * 14 * (bounds.area < box.area * 12 ? hidden : hidden * 0.3)
        }
        if let quiet { cost += 2.2 * quiet.detail(in: box, frame: frame) }
        return cost
    }

    /// Returns how much of a box's edges runs through another box.
    private static func edges(of bounds: Box, in box: Box) -> Double {
        let across = max(0, min(bounds.x1, box.x1) - max(bounds.x0, box.x0))
        let along = max(0, min(bounds.y1, box.y1) - max(bounds.y0, box.y0))
        var length = 0.0
        for y in [bounds.y0, bounds.y1] where y > box.y0 && y < box.y1 { length += across }
        for x in [bounds.x0, bounds.x1] where x > box.x0 && x < box.x1 { length += along }
        return length
    }

    /// Returns the free place that is nearest to a region, or `nil` if the picture is full.
    private func nearestFree(for job: Job, _ taken: BoxIndex) -> Box? {
        let center = job.region.geometry.center
        let step = max(2, job.height / 2)
        let columns = Int((area.width / step).rounded(.down))
        let rows = Int((area.height / step).rounded(.down))
        var best: (distance: Double, box: Box)?
        for row in 0...max(0, rows) {
            for column in 0...max(0, columns) {
                let x = area.x0 + Double(column) * step
                let y = area.y0 + Double(row) * step
                let distance = max(abs(x + job.width / 2 - center.x), abs(y + job.height / 2 - center.y))
                if let best, distance >= best.distance { continue }
                let box = shifted(Box(x0: x, y0: y, x1: x + job.width, y1: y + job.height))
                if area.contains(box), taken.isFree(box) { best = (distance, box) }
            }
        }
        return best?.box
    }

    /// Returns a box moved into the picture's place.
    private func shifted(_ box: Box) -> Box {
        let edge = metrics.length(4)
        let x = max(area.x0 + edge, min(area.x1 - edge - box.width, box.x0)).rounded()
        let y = max(area.y0 + edge, min(area.y1 - edge - box.height, box.y0)).rounded()
        return Box(x0: x, y0: y, x1: x + box.width, y1: y + box.height)
    }

    /// Returns top left corners to try, with what each costs before anything is in its way.
    private func candidates(
        around geometry: RegionGeometry, _ width: Double, _ height: Double
    ) -> [(Double, Point)] {
        let gap = metrics.length(5)
        let bounds = geometry.bounds
        guard geometry.anchors.isEmpty else { return candidates(beside: geometry, width, height, gap) }
        let above = bounds.y0 - gap - height
        let below = bounds.y1 + gap
        let left = bounds.x0 - gap - width
        let right = bounds.x1 + gap
        var result: [(Double, Point)] = [
            (0, Point(x: bounds.x0, y: above)), (0.1, Point(x: bounds.x1 - width, y: above)),
            (0.4, Point(x: bounds.x0, y: below)), (0.5, Point(x: bounds.x1 - width, y: below)),
            (0.3, Point(x: left, y: bounds.y0)), (0.3, Point(x: right, y: bounds.y0)),
            (0.6, Point(x: left, y: bounds.y1 - height)), (0.6, Point(x: right, y: bounds.y1 - height)),
        ]
        for step in 1...3 {
            let share = Double(step) / 4
            let x = bounds.x0 + (bounds.width - width) * share
            let y = bounds.y0 + (bounds.height - height) * share
            result += [
                (0.2, Point(x: x, y: above)), (0.6, Point(x: x, y: below)), (0.7, Point(x: left, y: y)),
                (0.7, Point(x: right, y: y)),
            ]
        }
        if bounds.width > width * 2, bounds.height > height * 2 {
            let inner = metrics.length(6)
            result += [
                (1, Point(x: bounds.x0 + inner, y: bounds.y0 + inner)),
                (1.1, Point(x: bounds.x1 - inner - width, y: bounds.y0 + inner)),
                (1.2, Point(x: bounds.x0 + inner, y: bounds.y1 - inner - height)),
                (1.3, Point(x: bounds.x1 - inner - width, y: bounds.y1 - inner - height)),
            ]
        }
        return result + rings(around: bounds, width, height)
    }

    /// Returns places beside the outermost points of a form that is no box.
    private func candidates(
        beside geometry: RegionGeometry, _ width: Double, _ height: Double, _ gap: Double
    ) -> [(Double, Point)] {
        var result: [(Double, Point)] = []
        for (index, anchor) in geometry.anchors.enumerated() {
            let cost = Double(index) * 0.2
            result += [
                (cost, Point(x: anchor.x - width / 2, y: anchor.y - gap - height)),
                (cost + 0.3, Point(x: anchor.x + gap, y: anchor.y - height / 2)),
                (cost + 0.3, Point(x: anchor.x - gap - width, y: anchor.y - height / 2)),
                (cost + 0.5, Point(x: anchor.x - width / 2, y: anchor.y + gap)),
            ]
        }
        return result + rings(around: geometry.bounds, width, height)
    }

    /// Returns places further out, from where a line leads to the region.
    private func rings(around bounds: Box, _ width: Double, _ height: Double) -> [(Double, Point)] {
        var result: [(Double, Point)] = []
        let directions: [(Double, Double)] = [
            (0, -1), (0.5, -0.87), (0.87, -0.5), (1, 0), (0.87, 0.5), (0.5, 0.87), (0, 1), (-0.5, 0.87), (-0.87, 0.5),
            (-1, 0), (-0.87, -0.5), (-0.5, -0.87),
        ]
        for ring in 1...7 {
            let reach = Double(ring) * height * 1.4
            for (x, y) in directions {
                let middle = Point(
                    x: bounds.center.x + x * (bounds.width / 2 + reach),
                    y: bounds.center.y + y * (bounds.height / 2 + reach))
                result.append((2 + Double(ring), Point(x: middle.x - width / 2, y: middle.y - height / 2)))
            }
        }
        return result
    }
}
