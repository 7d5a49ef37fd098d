import Saccade
import SaccadeImaging
import Testing

@testable import SaccadeRenderer

/// Layouts beyond grid and lanes, and pages of long traces.
@Suite struct PageTests {
    static let trace = TraceFile(path: repository + "/Samples/Traces/transit.jsonl")
    static let repository = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        .joined(separator: "/")

    static func board(
        _ sample: String, _ options: StoryboardBuilder.Options = .init(),
        _ drawing: StoryboardRenderer.Options = .init()
    ) throws -> Storyboard {
        try Storyboard(
            TraceFile(path: "\(repository)/Samples/Traces/\(sample).jsonl"), options: options, drawing: drawing)
    }

    static let layouts = StoryboardPage.Layout.allCases.filter { $0 != .frame }

    @Test(arguments: layouts, ["receipt", "transit", "checkout-wrong"])
    func `in every layout cards keep apart and stay on the page`(
        _ kind: StoryboardPage.Layout, _ sample: String
    ) throws {
        let page = try Self.board(sample, .init(layout: kind)).page
        #expect(page.layout == kind)
        let layout = try StoryboardRenderer().layout(page)
        let sheet = Box(x0: 0, y0: 0, x1: layout.width, y1: layout.height)
        #expect(!layout.cards.isEmpty)
        for (index, card) in layout.cards.enumerated() {
            #expect(sheet.contains(card.frame))
            for other in layout.cards[..<index] { #expect(!card.frame.overlaps(other.frame)) }
            for part in card.parts { #expect(card.frame.contains(part)) }
        }
    }

    @Test(arguments: layouts)
    func `every look of a trace has its number on the page, in every layout`(_ kind: StoryboardPage.Layout) throws {
        let page = try Self.board("transit", .init(layout: kind)).page
        let drawn = (page.panels.compactMap(\.picture) + page.pictures).flatMap(\.regions).map(\.number)
        for look in ["1:0", "1:1", "2:0", "2:1", "3:0"] { #expect(drawn.contains(look), "\(kind): \(look)") }
    }

    static func long(_ count: Int) -> StoryboardPage {
        StoryboardPage(
            title: "A long run",
            panels: (0..<count).map { index in
                Panel(
                    number: "\(index)", kind: "look",
                    picture: index % 5 == 4
                        ? nil : Picture(.absent(size: PixelSize(width: 640, height: 480), reason: "not kept")),
                    blocks: [TextBlock(RichText("step \(index)"))])
            }, footerTrailing: "saccade")
    }

    @Test func `200 steps become pages that hold each step once, in order`() throws {
        let renderer = try StoryboardRenderer(options: .init(width: 800, longest: 4_000))
        var shown: [Int] = []
        var heights: [Double] = []
        var counts: Set<Int> = []
        try renderer.forEachLayout(of: Self.long(200)) { layout, number, count in
            #expect(number == heights.count)
            shown += layout.cards.map(\.panel).map { $0 + shown.count - (layout.cards.first?.panel ?? 0) }
            heights.append(layout.height)
            counts.insert(count)
        }
        #expect(shown == Array(0..<200))
        #expect(heights.allSatisfy { $0 <= 4_000 })
        #expect(counts == [heights.count])
        #expect(heights.count > 5)
        // Pages are filled: only the last may be half empty.
        #expect(heights.dropLast().allSatisfy { $0 > 2_400 })
    }

    @Test(arguments: PageSize.named.indices)
    func `pages for paper have its proportions`(_ index: Int) throws {
        let size = PageSize.named[index].size
        let renderer = try StoryboardRenderer(options: .init(width: 900, pageSize: size))
        var pages = 0
        try renderer.forEachLayout(of: Self.long(20)) { layout, _, _ in
            #expect(layout.width == 900)
            #expect(abs(layout.height - 900 * size.height / size.width) <= 2, "\(layout.height)")
            pages += 1
        }
        #expect(pages > 1)
    }

    @Test func `links between panels of one page stay, and those to other pages are said on their cards`() throws {
        var page = Self.long(6)
        page.layout = .lanes
        page.lanes = [Lane(name: "root", color: nil), Lane(name: "left", color: 0)]
        page.panels[1].lane = 1
        page.links = [
            Link(from: 0, to: 1, kind: .spawn), Link(from: 1, to: 4, kind: .message), Link(from: 4, to: 5, kind: .join),
        ]
        let parts = [0..<3, 3..<6]
        let part = page.part(3..<6, number: 1, of: parts)
        #expect(part.links == [Link(from: 1, to: 2, kind: .join)])
        #expect(part.panels[1].passages == [Passage(agent: page.lanes[1], isLeaving: false, page: 1)])
        #expect(part.isContinued)
        #expect(part.footerTrailing == "saccade · 2 / 2")
        let first = page.part(0..<3, number: 0, of: parts)
        #expect(first.panels[1].passages == [Passage(agent: page.lanes[0], isLeaving: true, page: 2)])
        // It takes a line of the card.
        let renderer = try StoryboardRenderer(options: .init(width: 800))
        let heights = try [[], first.panels[1].passages].map { passages -> Double in
            var page = first
            page.panels[1].passages = passages
            return try #require(try renderer.layout(page).cards.first { $0.panel == 1 }).frame.height
        }
        #expect(heights[0] < heights[1])
    }

    @Test func `frames show each step once, with what it cost so far`() throws {
        let board = try Self.board("receipt", .init(), .init(width: 480))
        var steps: [StoryboardBuilder.FrameName] = []
        var texts: [[UInt8]] = []
        try board.frames { frame in
            #expect(frame.count == 4)
            #expect(frame.number == steps.count)
            steps.append(try #require(frame.step))
            texts.append(frame.bytes)
        }
        #expect(steps.map(\.step) == [0, 1, 2, 3])
        // The trace's id and the step stand in the file as text.
        for (number, bytes) in texts.enumerated() {
            #expect(bytes.contains("saccade:trace\0\(board.traceID)"))
            #expect(bytes.contains("saccade:step\0\(number)"))
        }
    }

    @Test func `a frame of a step without a look shows the image that was seen last, its looks faded`() throws {
        let file = TraceFile(path: "\(Self.repository)/Samples/Traces/checkout-wrong.jsonl")
        let trace = try #require(try file.load().first)
        let builder = StoryboardBuilder(trace: trace, images: ImageLibrary(file))
        let frames = builder.frames
        for place in frames.indices {
            let page = try #require(builder.frame(place, of: frames))
            let panel = try #require(page.panels.first)
            #expect(panel.picture != nil)
            #expect(page.progress == .init(place: place, count: frames.count))
            #expect(panel.meta.contains("tok so far"))
            let current = panel.picture?.regions.filter { $0.time == .current }.map(\.number) ?? []
            let own = trace.agents[0].steps[place].regions.map { "\($0)" }
            if !own.isEmpty { #expect(current == own) }
        }
        #expect(builder.frame(99, of: frames) == nil)
    }

    @Test func `kinds, agents and steps choose what is shown, and the head says how much`() throws {
        let page = try Self.board("receipt", .init(kinds: [.answer])).page
        #expect(page.panels.count == 1)
        #expect(page.subtitle.contains("1 of 4 steps shown"))
        let one = try Self.board("transit", .init(agents: [2], layout: .grid)).page
        #expect(one.panels.allSatisfy { $0.agent?.detail == "agent 2" })
    }

    @Test func `a dissent stands out at the join`() throws {
        let page = try Self.board("transit").page
        let joins = page.links.filter { $0.kind == .join }
        #expect(joins.count == 3)
        #expect(joins.filter(\.isDissent).count == 1)
        #expect(joins.first(where: \.isDissent)?.label?.hasPrefix("7 stops") == true)
    }

    @Test func `agreement counts boxes that share half of what they cover`() {
        let boxes: [(agent: Int, left: Double, right: Double, height: Double)] = [
            (0, 0, 100, 100), (1, 10, 110, 100), (2, 60, 160, 100), (0, 500, 501, 1),
        ]
        let agreement = Agreement(
            boxes.map { Self.looked($0.agent, at: .box(Box(x0: $0.left, y0: 0, x1: $0.right, y1: $0.height))) },
            agents: [0, 1, 2], size: nil)
        #expect(agreement.partners == [[1], [0], [], []])
    }

    @Test func `points, arrows and ends of lines agree with the box that they lie in, and with each other`() {
        let box = Shape.box(Box(x0: 90, y0: 90, x1: 130, y1: 130))
        let line = Shape.polyline([Point(x: 0, y: 0), Point(x: 110, y: 10), Point(x: 100, y: 100)])
        let through = Shape.polyline([Point(x: 0, y: 90), Point(x: 100, y: 100), Point(x: 300, y: 90)])
        let point = Shape.point(Point(x: 104, y: 98))
        let arrow = Shape.arrow(from: Point(x: 100, y: 100), to: Point(x: 400, y: 400))
        let agreement = Agreement(
            [box, line, through, point, arrow].enumerated().map { Self.looked($0.offset, at: $0.element) },
            agents: Array(0..<5), size: PixelSize(width: 500, height: 400))
        #expect(agreement.partners == [[1, 3], [0, 3], [], [0, 1], []])
    }

    private static func looked(_ agent: Int, at shape: Shape) -> (region: Region, shape: Shape) {
        (Region(agent: agent, n: 0, image: 0, shape: shape), shape)
    }

    @Test func `an answer shows the other looks as earlier ones, but for those that lie outside`() throws {
        let page = try Self.board("checkout-wrong").page
        let picture = try #require(page.panels.last?.picture)
        #expect(picture.regions.filter { $0.time == .current }.map(\.number) == ["0", "1", "3"])
        #expect(picture.regions.allSatisfy { $0.time == .current })
        let chart = try #require(try Self.board("chart").page.panels.last?.picture)
        #expect(chart.regions.count { $0.time == .past } == 3)
    }

    @Test func `answers that differ by a full stop or emphasis are the same`() {
        #expect(["blue", "Blue.", " **blue** ", "blue!"].allSatisfy { $0.comparable == "blue" })
        #expect("blue?".comparable != "blue" && "1.5".comparable == "1.5")
    }

    @Test func `what agents say to each other stands on the cards of both`() throws {
        let page = try Self.board("transit").page
        let labels = page.panels.flatMap(\.blocks).filter { !$0.label.isEmpty }
        let question = "Does the green line end at Observatory"
        #expect(labels.contains { $0.label == "to second look" && $0.text.text.hasPrefix(question) })
        #expect(labels.contains { $0.label == "from first look" && $0.text.text.hasPrefix(question) })
    }

    @Test func `a role or label gives all its regions one colour`() throws {
        let page = try Self.board("transit", .init(layout: .grid, colors: .step)).page
        let regions = page.panels.compactMap(\.picture).flatMap(\.regions).filter { $0.time == .current }
        #expect(Set(regions.map(\.color)) == [0, 1])
    }
}

extension [UInt8] {
    /// Whether the bytes hold a text.
    func contains(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard count >= wanted.count else { return false }
        return (0...(count - wanted.count)).contains { self[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}
