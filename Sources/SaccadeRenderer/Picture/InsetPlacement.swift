import Saccade
import SaccadeImaging

/// Finds a place on the picture for each image that came back, where it covers neither its region nor, if there is
/// room, an earlier one.
struct InsetPlacement {
    let picture: Picture
    let regions: [PictureLayout.PlacedRegion]
    let badges: [PictureLayout.PlacedBadge]
    let area: Box
    let frame: Box
    let metrics: Metrics
    let theme: Theme
    let engine: TextEngine

    private struct Candidate {
        var cost: Double
        var box: Box
        var block: Box
    }

    /// Returns the placed insets, and the indices of those that need a place beside or below the picture.
    func place(
        gallery: Gallery?
    ) throws(RendererError) -> (placed: [PictureLayout.PlacedInset], homeless: [Int]) {
        var placed: [PictureLayout.PlacedInset] = []
        var homeless: [Int] = []
        for (index, inset) in picture.insets.enumerated() {
            let region = inset.region.flatMap { number in
                regions.last {
                    picture.regions[$0.index].number == number && picture.regions[$0.index].time == .current
                }
            }
            let limit = gallery?.slot(of: index)?.width ?? max(metrics.length(80), area.width * 0.5)
            let caption: TextLayout? =
                inset.caption.isEmpty
                ? nil
                : try engine.layout(inset.caption, metrics.caption, PictureColors.chipText, width: limit, lines: 1)
            if let slot = gallery?.slot(of: index) {
                placed.append(self.placed(index, slot, caption, region))
            } else if let region, frame.height >= area.width * 0.2,
                let box = best(for: inset, region, caption, besides: placed)
            {
                placed.append(self.placed(index, box, caption, region))
            } else {
                homeless.append(index)
            }
        }
        return (placed, homeless)
    }

    private func captionSize(_ caption: TextLayout?) -> (width: Double, height: Double) {
        guard let caption else { return (0, 0) }
        return (caption.width + metrics.length(14), caption.height + metrics.length(6))
    }

    private func placed(
        _ index: Int, _ box: Box, _ caption: TextLayout?, _ region: PictureLayout.PlacedRegion?
    ) -> PictureLayout.PlacedInset {
        let size = captionSize(caption)
        let top = box.y1 + metrics.length(6)
        return PictureLayout.PlacedInset(
            index: index, box: box, caption: caption,
            captionBox: caption == nil
                ? Box(x0: box.x0, y0: box.y1, x1: box.x0, y1: box.y1)
                : Box(x0: box.x0, y0: top, x1: box.x0 + size.width, y1: top + size.height),
            region: region?.index, source: region == nil ? nil : source(of: picture.insets[index]),
            connectors: region.map { Self.connectors(from: origin(of: picture.insets[index], $0), to: box) } ?? [])
    }

    /// The place on the page that an inset shows, where it is not its region.
    private func source(of inset: Inset) -> Box? {
        guard let source = inset.source, let size = picture.size else { return nil }
        let map = PictureMap(size: size, frame: frame)
        let corners = (map(Point(x: source.x0, y: source.y0)), map(Point(x: source.x1, y: source.y1)))
        let box = Box(x0: corners.0.x, y0: corners.0.y, x1: corners.1.x, y1: corners.1.y).intersection(frame)
        return box.isEmpty ? nil : box
    }

    /// The place on the page from which an inset is tied.
    private func origin(of inset: Inset, _ region: PictureLayout.PlacedRegion) -> Box {
        source(of: inset) ?? region.geometry.bounds
    }

    /// Returns the lines between the facing edges of two boxes, corner to corner; none if the boxes meet.
    static func connectors(from region: Box, to inset: Box) -> [(from: Point, to: Point)] {
        let across = max(inset.x0 - region.x1, region.x0 - inset.x1)
        let along = max(inset.y0 - region.y1, region.y0 - inset.y1)
        guard max(across, along) > 0 else { return [] }
        if across >= along {
            let isRight = inset.x0 >= region.x1
            let start = isRight ? region.x1 : region.x0
            let end = isRight ? inset.x0 : inset.x1
            return [
                (Point(x: start, y: region.y0), Point(x: end, y: inset.y0)),
                (Point(x: start, y: region.y1), Point(x: end, y: inset.y1)),
            ]
        }
        let isBelow = inset.y0 >= region.y1
        let start = isBelow ? region.y1 : region.y0
        let end = isBelow ? inset.y0 : inset.y1
        return [
            (Point(x: region.x0, y: start), Point(x: inset.x0, y: end)),
            (Point(x: region.x1, y: start), Point(x: inset.x1, y: end)),
        ]
    }

    private func best(
        for inset: Inset, _ region: PictureLayout.PlacedRegion, _ caption: TextLayout?,
        besides placed: [PictureLayout.PlacedInset]
    ) -> Box? {
        let own = region.geometry.bounds.union(origin(of: inset, region))
        let size = captionSize(caption)
        let captionHeight = caption == nil ? 0 : size.height + metrics.length(6)
        let width = Double(inset.image.size.width)
        let height = Double(inset.image.size.height)
        let share = picture.insets.count > 1 ? 0.8 : 1.0
        let largest = min(
            area.width * 0.44 * share / width, area.height * 0.54 * share / height,
            PictureLayout.largestMagnification * metrics.scale)
        var best: Candidate?
        for step in [1.0, 0.88, 0.76, 0.64, 0.52] {
            let shown = (
                width: max(24, (width * largest * step).rounded()), height: max(16, (height * largest * step).rounded())
            )
            // An inset that shows no more than the picture does is worth no place on it.
            guard shown.width >= own.width * 1.15 || shown.height >= own.height * 1.15 else { break }
            let block = (width: max(shown.width, size.width), height: shown.height + captionHeight)
            let edge = metrics.length(16)
            let spaceX = area.width - 2 * edge - block.width
            let spaceY = area.height - 2 * edge - block.height
            guard spaceX >= 0, spaceY >= 0 else { continue }
            for column in 0...20 {
                for row in 0...20 {
                    let x = (area.x0 + edge + spaceX * Double(column) / 20).rounded()
                    let y = (area.y0 + edge + spaceY * Double(row) / 20).rounded()
                    let box = Box(x0: x, y0: y, x1: x + shown.width, y1: y + shown.height)
                    let whole = Box(x0: x, y0: y, x1: x + block.width, y1: y + block.height)
                    guard let cost = cost(of: whole, box, own, region, placed) else { continue }
                    let total = cost + (1 - step) * 4 + (column == 0 || column == 20 ? 0 : 0.3)
                    if best.map({ total < $0.cost }) ?? true { best = Candidate(cost: total, box: box, block: whole) }
                }
            }
        }
        return best?.box
    }

    /// Returns what a place costs, or `nil` if it may not be used.
    private func cost(
        of block: Box, _ box: Box, _ own: Box, _ region: PictureLayout.PlacedRegion,
        _ placed: [PictureLayout.PlacedInset]
    ) -> Double? {
        let gap = metrics.length(14)
        guard Self.grown(block, gap).intersection(own).isEmpty else { return nil }
        var cost = 0.0
        for badge in badges {
            guard Self.grown(block, metrics.length(6)).intersection(badge.box).isEmpty else { return nil }
        }
        for other in placed {
            let taken = Self.grown(other.box.union(other.captionBox), gap)
            guard taken.intersection(block).isEmpty else { return nil }
        }
        for other in regions where other.index != region.index {
            let bounds = other.geometry.bounds
            let shared = Self.grown(block, metrics.length(6)).intersection(bounds).area
            guard shared > 0 else { continue }
            if case .heat = other.geometry.form { continue }
            guard picture.regions[other.index].time == .past else { return nil }
            cost += 6 + 6 * shared / max(1, min(block.area, bounds.area))
        }
        for point in gaze
        where Self.grown(block, metrics.length(4)).contains(Box(x0: point.x, y0: point.y, x1: point.x, y1: point.y)) {
            cost += 1
        }
        let across = max(0, max(block.x0 - own.x1, own.x0 - block.x1))
        let along = max(0, max(block.y0 - own.y1, own.y0 - block.y1))
        cost += (across / area.width + along / area.height) * 1.2
        cost += abs(block.center.y - own.center.y) / area.height
        cost += 0.6 * crossings(Self.connectors(from: own, to: box), except: region.index)
        return cost
    }

    private var gaze: [Point] {
        guard let size = picture.size else { return [] }
        let map = PictureMap(size: size, frame: frame)
        return picture.gazePath.filter { $0.x.isFinite && $0.y.isFinite }.map { map($0) }
    }

    /// Counts how often connectors run over other current regions or badges.
    private func crossings(_ lines: [(from: Point, to: Point)], except own: Int) -> Double {
        let boxes =
            regions.filter { $0.index != own && picture.regions[$0.index].time == .current }.map(\.geometry.bounds)
            + badges.map(\.box)
        var count = 0.0
        for line in lines {
            for box in boxes {
                let isHit = (1..<12).contains { step in
                    let share = Double(step) / 12
                    let x = line.from.x + (line.to.x - line.from.x) * share
                    let y = line.from.y + (line.to.y - line.from.y) * share
                    return box.contains(Box(x0: x, y0: y, x1: x, y1: y))
                }
                if isHit { count += 1 }
            }
        }
        return count
    }

    static func grown(_ box: Box, _ by: Double) -> Box {
        Box(x0: box.x0 - by, y0: box.y0 - by, x1: box.x1 + by, y1: box.y1 + by)
    }
}
