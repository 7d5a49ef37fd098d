import Testing

@testable import saccade_campaign

/// A small share of each campaign, so that a change that breaks a promise is seen at once.
@Suite struct CampaignTests {
    @Test(arguments: Campaign.all.map(\.name))
    func `the promises hold on a share of the full size`(_ name: String) throws {
        let campaign = try #require(Campaign.all.first { $0.name == name })
        let figures = try campaign.run(97)
        #expect(!figures.isEmpty)
        for figure in figures { #expect(figure.holds, "\(figure.work): \(figure.promise): \(figure.found)") }
    }

    @Test func `a section of the page is replaced and the others stay`() {
        let campaign = Campaign.all[0]
        var page = CampaignPage(nil)
        page.set(campaign, [Figure("work", "promise", failures: [])], commit: "abc", date: "2026-01-01")
        var again = CampaignPage(page.text)
        #expect(again.text == page.text)
        again.set(campaign, [Figure("work", "promise", failures: ["a | b"])], commit: "def", date: "2026-01-02")
        #expect(!again.text.contains("abc") && again.text.contains("def"))
        #expect(again.text.contains("1 failures: a \\| b"))
    }
}
