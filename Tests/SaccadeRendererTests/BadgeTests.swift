import Saccade
import SaccadeImaging
import Testing

@testable import SaccadeRenderer

/// Numbers and labels: none over another, none outside, few over small things.
@Suite struct BadgeTests {
    /// Boxes in clusters on an image of 1280×960, as detectors give them: a few large, many small.
    static func scene(_ seed: Int, count: Int, hasLabels: Bool = true) -> Picture {
        var numbers = SeededNumbers(seed)
        let centers = (0..<4).map { _ in Point(x: numbers.number(150...1_130), y: numbers.number(120...840)) }
        let words = ["car", "person", "traffic light", "dog", "bicycle", "sign", "cup", "door"]
        var regions: [PictureRegion] = []
        for index in 0..<count {
            let center = centers[index % centers.count]
            let x = max(20, min(1_260, center.x + numbers.number(-220...220)))
            let y = max(20, min(940, center.y + numbers.number(-180...180)))
            let size = numbers.isTrue(0.2) ? numbers.number(90...260) : numbers.number(18...70)
            let box = Box(
                x0: max(0, x - size / 2), y0: max(0, y - size * 0.4), x1: min(1_280, x + size / 2),
                y1: min(960, y + size * 0.4))
            regions.append(
                PictureRegion(
                    .box(box), number: "\(index)", color: index,
                    label: hasLabels ? words.randomElement(using: &numbers) ?? "" : ""))
        }
        return Picture(.absent(size: PixelSize(width: 1_280, height: 960), reason: "not kept"), regions: regions)
    }

    static func layout(_ picture: Picture, width: Double = 1_280) throws -> PictureLayout {
        try PictureLayout(picture, x: 0, y: 0, width: width, Sample.context())
    }

    static func overlaps(_ layout: PictureLayout) -> Int {
        var count = 0
        for (index, badge) in layout.badges.enumerated() {
            for other in layout.badges[..<index] where badge.box.overlaps(other.box) { count += 1 }
        }
        return count
    }

    @Test(arguments: 0..<8)
    func `of 30 labels none meets another, and none leaves the picture`(_ seed: Int) throws {
        let layout = try Self.layout(Self.scene(seed, count: 30))
        #expect(layout.badges.count == 30)
        #expect(Self.overlaps(layout) == 0)
        for badge in layout.badges { #expect(layout.area.contains(badge.box)) }
    }

    @Test func `a number keeps its place from card to card, unless it names another place`() throws {
        let image = try #require(
            PixelImage(width: 400, height: 300, bytes: [UInt8](repeating: 200, count: 400 * 300 * 4)))
        let source = ImageSource(image)
        let context = try Sample.context()
        func corner(_ boxes: [Box]) throws -> Point {
            let regions = boxes.enumerated().map { PictureRegion(.box($0.element), number: "\($0.offset)", color: 0) }
            let layout = try PictureLayout(
                Picture(.image(source), regions: regions), x: 0, y: 0, width: 400, context)
            let badge = try #require(layout.badges.first { $0.region == 0 })
            return Point(x: badge.box.x0, y: badge.box.y0)
        }
        let place = Box(x0: 40, y0: 120, x1: 90, y1: 150)
        // Another region above it pushes the number elsewhere; there it stays when it stands alone.
        let first = try corner([place, Box(x0: 20, y0: 60, x1: 200, y1: 118)])
        #expect(try corner([place]) == first)
        // A box that is far away gets its own place, near it.
        let moved = try corner([Box(x0: 300, y0: 200, x1: 350, y1: 230)])
        #expect(abs(moved.x - 300) < 80 && abs(moved.y - 200) < 80)
    }

    /// The share of small boxes that labels hide by more than half.
    static func hiddenShare(_ layout: PictureLayout) -> Double {
        let label = layout.badges.map(\.box.area).reduce(0, +) / Double(max(1, layout.badges.count))
        let small = layout.regions.map(\.geometry.bounds).filter { $0.area < 2 * label }
        let hidden = small.filter { box in
            // Labels do not meet each other, so that their shares add up.
            layout.badges.reduce(0) { $0 + $1.box.intersection(box).area } > box.area / 2
        }
        return Double(hidden.count) / Double(max(1, small.count))
    }

    @Test func `of 100 labels none meets another, and they hide at most a tenth of the small boxes`() throws {
        var shares: [Double] = []
        for seed in 0..<4 {
            let layout = try Self.layout(Self.scene(seed, count: 100))
            #expect(layout.badges.count == 100)
            #expect(Self.overlaps(layout) == 0)
            for badge in layout.badges { #expect(layout.area.contains(badge.box)) }
            shares.append(Self.hiddenShare(layout))
        }
        let mean = shares.reduce(0, +) / Double(shares.count)
        #expect(mean <= 0.1, "hidden shares: \(shares)")
    }

    @Test func `a label that had to move has a line to its region`() throws {
        let layout = try Self.layout(Self.scene(3, count: 100))
        for badge in layout.badges {
            let place = try #require(layout.regions.first { $0.index == badge.region })
            let gap = InsetPlacement.grown(place.geometry.bounds, 9)
            if gap.intersection(badge.box).isEmpty { #expect(badge.leader != nil) }
        }
    }

    @Test func `where there is no room, badges are left out and counted, and the rest keep apart`() throws {
        let layout = try Self.layout(Self.scene(1, count: 160), width: 240)
        #expect(layout.badges.count + layout.omittedBadges == 160)
        #expect(layout.omittedBadges > 0)
        #expect(Self.overlaps(layout) == 0)
        for badge in layout.badges { #expect(layout.area.contains(badge.box)) }
    }

    @Test func `the same regions give the same places`() throws {
        let first = try Self.layout(Self.scene(5, count: 60))
        let second = try Self.layout(Self.scene(5, count: 60))
        #expect(first.badges.map(\.box) == second.badges.map(\.box))
    }

    @Test func `a badge goes where the picture is quiet`() throws {
        // Print above the box, nothing below it.
        var bytes: [UInt8] = []
        for y in 0..<200 {
            for x in 0..<300 {
                let isInk = y < 95 && (x / 2 + y / 3).isMultiple(of: 2)
                bytes += isInk ? [0, 0, 0, 255] : [255, 255, 255, 255]
            }
        }
        let image = try #require(PixelImage(width: 300, height: 200, bytes: bytes))
        let region = PictureRegion(.box(Box(x0: 100, y0: 100, x1: 200, y1: 120)), number: "0", color: 0)
        let layout = try Self.layout(Picture(.image(image), regions: [region]), width: 300)
        let badge = try #require(layout.badges.first)
        #expect(badge.box.y0 >= 95)
    }
}
