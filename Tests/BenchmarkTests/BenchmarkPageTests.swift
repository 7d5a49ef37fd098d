import Foundation
import Testing

@testable import saccade_benchmarks

/// What `make bench` writes into the page of figures; the figures themselves are never tested.
@Suite struct BenchmarkPageTests {
    private static let page = """
        # Performance

        Written by a person.
        <!-- benchmark missed -->
        <!-- end of missed -->

        ## Codec
        Before.
        <!-- benchmark codec -->
        | old | table |
        <!-- end of codec -->
        After, `made by hand`.
        <!-- benchmark render -->
        <!-- end of render -->
        """

    private static let encode = BenchmarkEntry.figure(
        what: "encode", found: "660 MB/s", aim: "≥ 500 MB/s", isMissed: false)
    private static let decode = BenchmarkEntry.figure(
        what: "decode | strict", found: "299 MB/s", aim: "≥ 300 MB/s", isMissed: true)

    @Test func `a section is replaced, and what people wrote stays`() throws {
        var page = BenchmarkPage(Self.page)
        try page.set("codec", about: "Measured on 2026-01-01.", [.title("10 events"), Self.encode])
        #expect(!page.text.contains("| old | table |"))
        #expect(page.text.contains("Before.\n<!-- benchmark codec -->\n\nMeasured on 2026-01-01.\n\n**10 events**\n"))
        #expect(page.text.contains("| encode | 660 MB/s | ≥ 500 MB/s |\n<!-- end of codec -->\nAfter, `made by hand`."))
        let once = page.text
        try page.set("codec", about: "Measured on 2026-01-01.", [.title("10 events"), Self.encode])
        #expect(page.text == once)
    }

    @Test func `a figure that misses its aim is named in its row and in the list of all`() throws {
        var page = BenchmarkPage(Self.page)
        try page.set("codec", about: "now", [.title("mix"), Self.encode, Self.decode])
        #expect(page.text.contains("| decode \\| strict | **299 MB/s, missed** | ≥ 300 MB/s |"))
        #expect(
            page.text.contains(
                "- `codec`: mix: decode | strict: 299 MB/s, aim ≥ 300 MB/s\n\nNot measured yet: `render`.\n<!-- end"))
        // Another line's section does not lose it, and a better run takes it away.
        try page.set("render", about: "now", [Self.encode])
        #expect(page.text.contains("- `codec`: mix: decode | strict"))
        try page.set("codec", about: "now", [Self.encode])
        #expect(page.text.contains("Nothing that was measured misses its aim.\n<!-- end of missed -->"))
    }

    @Test func `what was skipped says why, and a title alone is a remark`() {
        let tables = BenchmarkPage.tables(of: [
            .title("1000 messages"), .title("by kind"), Self.encode,
            .skipped(what: "C++", reason: "no --mcap-peer PATH"),
        ])
        #expect(
            tables == """

                1000 messages

                **by kind**

                | | found | aim |
                |---|---|---|
                | encode | 660 MB/s | ≥ 500 MB/s |
                | C++ | skipped: no --mcap-peer PATH |  |

                """)
    }

    @Test func `a page without the markers is refused and stays as it is`() {
        var page = BenchmarkPage(Self.page)
        #expect(throws: BenchmarkError.self) { try page.set("mcap", about: "now", []) }
        #expect(page.text == Self.page)
    }

    @Test(arguments: SaccadeBenchmarks.lines.map(\.name))
    func `the page in Docs has a section for each line`(_ name: String) throws {
        let path = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        var page = BenchmarkPage(try String(contentsOfFile: path + "/Docs/Performance.md", encoding: .utf8))
        #expect(throws: Never.self) { try page.set(name, about: "now", []) }
    }

    @Test(arguments: [
        (Aim.atLeast(4), 4.0, true), (.atLeast(4), 3.99, false), (.atMost(1), 1, true), (.atMost(1), 1.01, false),
    ])
    func `an aim is reached at its bound`(_ aim: Aim, _ value: Double, _ holds: Bool) {
        #expect(aim.holds(value) == holds)
        #expect(Aim.atLeast(0.5).words("×") == "≥ 0.5 ×" && Aim.atMost(200).words("MiB") == "≤ 200 MiB")
    }
}
