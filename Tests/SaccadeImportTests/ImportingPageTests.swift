import Foundation
import Testing

@testable import SaccadeImport

@Suite struct ImportingPageTests {
    static let path: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/") + "/Docs/Importing.md"
    }()

    /// With UPDATE_DOCS=1 in the environment the page is written instead.
    @Test func `the page on importing says what the formats, families and recipes say`() throws {
        var page = try String(contentsOfFile: Self.path, encoding: .utf8)
        let written = page
        for (name, text) in try ImportingPage.sections() {
            let start = try #require(page.range(of: "<!-- \(name) -->\n"))
            let end = try #require(page.range(of: "\n<!-- end of \(name) -->"))
            page.replaceSubrange(start.upperBound..<end.lowerBound, with: text)
        }
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            try page.write(toFile: Self.path, atomically: true, encoding: .utf8)
        } else {
            #expect(
                page == written,
                "the page is stale: UPDATE_DOCS=1 swift test --filter ImportingPageTests writes it anew")
        }
    }

    @Test func `the page says what every key of a mapping means`() throws {
        let page = try String(contentsOfFile: Self.path, encoding: .utf8)
        let start = try #require(page.range(of: "### Keys"))
        let end = try #require(page.range(of: "### What does not fit"))
        let table = page[start.upperBound..<end.lowerBound]
        for key in Set(MappingKeys.all) { #expect(table.contains("`\(key)`"), "\(key)") }
    }
}
