import Saccade
import SaccadeImaging
import Testing

@testable import SaccadeRenderer

@Suite struct RendererTests {
    static func page(_ text: RichText) -> StoryboardPage {
        StoryboardPage(title: "What is here?", panels: [Panel(number: "1", kind: "think", blocks: [TextBlock(text)])])
    }

    @Test func `the same page gives the same pixels`() throws {
        let page = Self.page("a sign, 看板, علامة")
        let renderer = try StoryboardRenderer(options: .init(width: 800))
        let first = try renderer.render(page)
        _ = try renderer.render(Self.page("something else: ಕನ್ನಡ"))
        let second = try renderer.render(page)
        let third = try StoryboardRenderer(options: .init(width: 800)).render(page)
        #expect(try first.image == second.image)
        #expect(try first.image == third.image)
    }

    @Test func `a missing font is named with its package`() throws {
        let error = #expect(throws: RendererError.self) {
            try StoryboardRenderer(options: .init(fonts: .folder("/nowhere")))
        }
        #expect(error?.code == .missingFont)
        #expect(error?.message.contains("fonts-inter") == true)
    }
}
