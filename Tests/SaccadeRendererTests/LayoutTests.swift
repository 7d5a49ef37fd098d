import Saccade
import SaccadeImaging
import Testing

@testable import SaccadeRenderer

@Suite struct LayoutTests {
    static let seeds = Array(0..<24)

    @Test(arguments: seeds)
    func `cards keep apart and stay on the page`(_ seed: Int) throws {
        let layout = try StoryboardRenderer().layout(Sample.page(seed))
        let page = Box(x0: 0, y0: 0, x1: layout.width, y1: layout.height)
        for (index, card) in layout.cards.enumerated() {
            #expect(page.contains(card.frame))
            for other in layout.cards[..<index] { #expect(!card.frame.overlaps(other.frame)) }
            if let picture = card.picture { #expect(card.frame.contains(picture.area)) }
            for part in card.parts {
                #expect(card.frame.contains(part))
                if let picture = card.picture { #expect(!part.overlaps(picture.area)) }
            }
            for (place, part) in card.parts.enumerated() {
                for other in card.parts[..<place] { #expect(!part.overlaps(other)) }
            }
        }
    }

    @Test(arguments: seeds)
    func `badges stay on the picture and off each other`(_ seed: Int) throws {
        let layout = try StoryboardRenderer().layout(Sample.page(seed))
        for picture in layout.cards.compactMap(\.picture) {
            for (index, badge) in picture.badges.enumerated() {
                #expect(picture.area.contains(badge.box))
                for other in picture.badges[..<index] { #expect(!badge.box.overlaps(other.box)) }
            }
        }
    }

    @Test(arguments: seeds)
    func `insets leave free what they explain`(_ seed: Int) throws {
        let layout = try StoryboardRenderer().layout(Sample.page(seed))
        for picture in layout.cards.compactMap(\.picture) {
            for (index, inset) in picture.insets.enumerated() {
                #expect(picture.area.contains(inset.box))
                #expect(picture.area.contains(inset.captionBox))
                for region in picture.regions where region.index == inset.region {
                    #expect(!inset.box.overlaps(region.geometry.bounds))
                }
                for badge in picture.badges { #expect(!inset.box.overlaps(badge.box)) }
                for other in picture.insets[..<index] {
                    #expect(!inset.box.overlaps(other.box))
                    #expect(!inset.box.overlaps(other.captionBox))
                }
                for line in inset.connectors {
                    #expect([inset.box.x0, inset.box.x1].contains(line.to.x))
                    #expect([inset.box.y0, inset.box.y1].contains(line.to.y))
                }
            }
            if let caption = picture.caption {
                #expect(picture.area.contains(caption.box))
                for inset in picture.insets { #expect(!inset.box.overlaps(caption.box)) }
                for badge in picture.badges { #expect(!badge.box.overlaps(caption.box)) }
            }
        }
    }

    @Test(arguments: seeds.filter { $0.isMultiple(of: 3) })
    func `lines between lanes start and end at the edges of cards`(_ seed: Int) throws {
        let page = Sample.page(seed)
        let renderer = try StoryboardRenderer()
        let frames = try renderer.layout(page).cards.map(\.frame)
        let context = try Sample.context()
        let router = LinkRouter(
            page: page, frames: frames,
            columns: .init(axis: 0, x: 0, end: 0, width: 0, gap: 0, count: page.lanes.count), context: context)
        for link in page.links where page.panels[link.from].lane != page.panels[link.to].lane {
            let points = router.route(link, among: page.links)
            let start = try #require(points.first)
            let end = try #require(points.last)
            #expect(Self.isOnEdge(start, frames[link.from]))
            #expect(Self.isOnEdge(end, frames[link.to]))
        }
    }

    @Test func `results that go back to the step that asked for them share no line with what it sent`() throws {
        let lanes = (0..<4).map { Lane(name: "agent", color: $0) }
        let panels = [0, 1, 1, 2, 3, 3].enumerated().map { index, lane in
            Panel(number: "\(index)", kind: "look", lane: lane, start: Int64(index) * 1_000_000)
        }
        let links = [
            Link(from: 0, to: 1, kind: .spawn), Link(from: 0, to: 3, kind: .spawn), Link(from: 0, to: 4, kind: .spawn),
            Link(from: 2, to: 0, kind: .join, label: "yes"), Link(from: 3, to: 0, kind: .join, label: "no"),
            Link(from: 5, to: 0, kind: .join, label: "yes"),
        ]
        let page = StoryboardPage(title: "back", layout: .lanes, panels: panels, lanes: lanes, links: links)
        let layout = try StoryboardRenderer().layout(page)
        let frames = layout.cards.map(\.frame)
        let context = try Sample.context()
        let gap = frames[1].x0 - frames[0].x1
        let router = LinkRouter(
            page: page, frames: frames,
            columns: .init(axis: 0, x: 0, end: 0, width: frames[0].width, gap: gap, count: 4), context: context)
        var heights: Set<Double> = []
        for link in links {
            let points = router.route(link, among: links)
            let start = try #require(points.first)
            let end = try #require(points.last)
            #expect(Self.isOnEdge(start, frames[link.from]) && Self.isOnEdge(end, frames[link.to]))
            let atRoot = link.kind == .spawn ? start.y : end.y
            #expect(heights.insert(atRoot).inserted)
            #expect(atRoot > frames[0].y0 && atRoot < frames[0].y1)
            // No line is hidden by a card on its way.
            for (first, second) in zip(points, points.dropFirst()) {
                let middle = Point(x: (first.x + second.x) / 2, y: (first.y + second.y) / 2)
                for frame in frames {
                    let isBeside = middle.x <= frame.x0 || middle.x >= frame.x1
                    #expect(isBeside || middle.y <= frame.y0 || middle.y >= frame.y1)
                }
            }
        }
    }

    private static func isOnEdge(_ point: Point, _ frame: Box) -> Bool {
        let isBeside = point.y >= frame.y0 && point.y <= frame.y1 && (point.x == frame.x0 || point.x == frame.x1)
        let isAbove = point.x >= frame.x0 && point.x <= frame.x1 && (point.y == frame.y0 || point.y == frame.y1)
        return isBeside || isAbove
    }

    @Test func `later cards of a lane stand below earlier ones`() throws {
        let page = Sample.page(6)
        let layout = try StoryboardRenderer().layout(page)
        for (index, card) in layout.cards.enumerated() {
            for other in layout.cards[..<index] where page.panels[other.panel].lane == page.panels[card.panel].lane {
                #expect(other.frame.y1 < card.frame.y0)
            }
        }
    }

    @Test func `an image keeps its proportions and is not cut`() throws {
        for size in [(2_460, 1_612), (100, 900), (2_000, 60), (61, 37), (3, 2), (1, 1), (60_000, 3)] {
            let picture = Picture(.absent(size: PixelSize(width: size.0, height: size.1), reason: ""))
            let page = StoryboardPage(title: "", panels: [Panel(number: "1", kind: "look", picture: picture)])
            let placed = try #require(try StoryboardRenderer().layout(page).cards.first?.picture)
            #expect(placed.area.contains(placed.frame))
            let wanted = placed.frame.width * Double(size.1) / Double(size.0)
            // Whole pixels in the shorter side are several in the longer one.
            #expect(abs(placed.frame.height - max(1, wanted)) <= max(1, Double(size.1) / Double(size.0)))
        }
    }

    @Test func `more lanes than fit make a wider page`() throws {
        let lanes = (0..<12).map { Lane(name: "agent", color: $0) }
        let panels = (0..<12).map { Panel(number: "0", kind: "look", lane: $0, start: 0) }
        let layout = try StoryboardRenderer().layout(
            StoryboardPage(title: "many", layout: .lanes, panels: panels, lanes: lanes))
        #expect(layout.width > 1_640)
        #expect(layout.cards.allSatisfy { $0.frame.width >= 200 })
    }

    @Test func `cards that belong side by side stand there, with pictures or without`() throws {
        let picture = Picture(.absent(size: PixelSize(width: 64, height: 48), reason: ""))
        var panels: [Panel] = []
        for (left, right) in [(nil, picture), (picture, nil), (picture, picture), (nil, nil)] as [(Picture?, Picture?)]
        {
            var panel = Panel(number: "1", kind: "look", picture: left)
            panel.isBesideNext = true
            panels += [panel, Panel(number: "1", kind: "look", picture: right)]
        }
        panels.append(Panel(number: "2", kind: "answer", isWide: true))
        var options = StoryboardRenderer.Options()
        options.columns = 2
        let layout = try StoryboardRenderer(options: options).layout(StoryboardPage(title: "two", panels: panels))
        let frames = layout.cards.map(\.frame)
        #expect(layout.cards.map(\.panel) == Array(panels.indices))
        for pair in stride(from: 0, to: 8, by: 2) {
            #expect(frames[pair].y0 == frames[pair + 1].y0 && frames[pair].y1 == frames[pair + 1].y1)
            #expect(frames[pair].x0 == frames[0].x0 && frames[pair + 1].x0 == frames[1].x0)
            #expect(frames[pair].x1 < frames[pair + 1].x0)
        }
        #expect(frames[8].width > 2 * frames[0].width)
    }
}
