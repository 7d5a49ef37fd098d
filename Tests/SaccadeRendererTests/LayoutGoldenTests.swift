import Foundation
import Saccade
import SaccadeImaging
import Testing

@testable import SaccadeRenderer

/// Pages of the samples in each layout, with their text: they must stay as they are.
@Suite struct LayoutGoldenTests {
    static let pages: [(sample: String, layout: StoryboardPage.Layout)] = [
        ("receipt", .grid), ("receipt", .strip), ("chart", .poster), ("transit", .lanes), ("transit", .compare),
    ]

    @Test(.enabled(if: Golden.canCompare), arguments: pages.indices)
    func `each layout is drawn as it was`(_ index: Int) throws {
        let (sample, layout) = Self.pages[index]
        let board = try PageTests.board(sample, .init(layout: layout), .init(width: 900))
        let image = try StoryboardRenderer(options: board.drawing).render(board.page).image
        try Golden.expect(image, is: "layouts/\(layout.rawValue)")
    }

    @Test(.enabled(if: Golden.canCompare)) func `a frame is drawn as it was`() throws {
        let board = try PageTests.board("receipt", .init(steps: 0...0), .init(width: 720))
        var drawn: [UInt8] = []
        try board.frames { drawn = $0.bytes }
        try Golden.expect(try PixelImage.decode(drawn), is: "layouts/frame")
    }

    @Test func `the code of the page on pictures is the code that is compiled here, and it draws`() throws {
        func text(_ path: String) throws -> String {
            try String(contentsOfFile: PageTests.repository + path, encoding: .utf8)
        }
        let source = try text("/Tests/SaccadeRendererTests/RenderingExample.swift")
        let start = try #require(source.range(of: "func draw"))
        let code = source[start.lowerBound...].trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try text("/Docs/Rendering.md").contains(code))
        let png = try draw(PageTests.repository + "/Samples/Traces/receipt.jsonl")
        #expect(try PixelImage.decode(png).width == 1_640)
    }
}
