import Foundation
import Testing

/// What a user can get wrong, tried; the page of all messages is written from these tests.
@Suite struct ErrorTests {
    /// One run, as the page shows it.
    private static func run(_ item: ErrorCase, in folder: TemporaryFolder) throws -> (said: String, status: Int32) {
        let arguments = item.arguments.split(separator: " ").map(String.init)
        let result = try Command.saccade(arguments: arguments, folder: folder.path)
        // A command says what went wrong on standard error; what a check finds is its result.
        return (
            result.errors.isEmpty || result.status == 1 ? result.text + result.errors : result.errors, result.status
        )
    }

    @Test func `every mistake is answered with what was expected, what was found and where`() throws {
        let folder = try ErrorScene.make()
        var page = [
            "# Errors", "",
            "What `saccade` says when something is wrong: each message was printed by the command above it. The page is written by",
            "`UPDATE_DOCS=1 swift test --filter ErrorTests`, which tries them all. Exit codes: 0 fine, 1 findings, 2 could not do it,",
            "3 done with loss, 64 wrong arguments.", "",
        ]
        var count = 0
        for chapter in ErrorCase.chapters {
            page += ["## \(chapter.title)", ""]
            for item in chapter.cases {
                let (said, status) = try Self.run(item, in: folder)
                #expect(status == item.status, "saccade \(item.arguments): \(said)")
                for word in item.words {
                    #expect(said.contains(word), "saccade \(item.arguments): expected “\(word)” in: \(said)")
                }
                #expect(!said.contains(folder.path) && !said.contains("Fatal"), "saccade \(item.arguments): \(said)")
                page += ["**\(item.title)**", "", "```text", "$ saccade \(item.arguments)"]
                page += said.split(separator: "\n").map {
                    $0.trimmingCharacters(in: .whitespaces) == "" ? "" : String($0)
                }
                page += ["[\(status)]", "```", ""]
                count += 1
            }
        }
        #expect(count >= 60)
        #expect(try Self.leftovers(in: folder).isEmpty, "nothing is left half written")
        try Self.compare(page.dropLast().joined(separator: "\n") + "\n")
    }

    /// The files under temporary names.
    private static func leftovers(in folder: TemporaryFolder) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".part") || $0.hasSuffix(".open") }
    }

    private static func compare(_ page: String) throws {
        let path = GuideTests.root + "/Docs/Errors.md"
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] != nil {
            try Data(page.utf8).write(to: URL(fileURLWithPath: path))
        }
        let found = (try? Data(contentsOf: URL(fileURLWithPath: path))).map { String(decoding: $0, as: UTF8.self) }
        #expect(found == page, "Docs/Errors.md is stale: run UPDATE_DOCS=1 swift test --filter ErrorTests")
    }
}
