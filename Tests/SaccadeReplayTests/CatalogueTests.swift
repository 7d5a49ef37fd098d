import Saccade
import SaccadeReplay
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite struct CatalogueTests {
    /// The root of the package.
    private static let root: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        return parts.joined(separator: "/")
    }()
    private static let isUpdating = getenv("UPDATE_DOCS") != nil

    @Test func `ids are in kebab case and used once`() {
        var seen: Set<String> = []
        for rule in Rule.all {
            #expect(seen.insert(rule.id).inserted, "\(rule.id) is there twice")
            let letters = rule.id.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == 45 }
            #expect(letters && !rule.id.hasPrefix("-") && !rule.id.hasSuffix("-"), "\(rule.id)")
            for remedy in ["no-", "check-", "invalid-", "validate-"] { #expect(!rule.id.hasPrefix(remedy)) }
        }
    }

    @Test(arguments: Rule.all) func `a rule is documented`(_ rule: Rule) {
        #expect(rule.summary.hasSuffix(".") && !rule.summary.contains("\n"))
        #expect(rule.rationale.hasSuffix(".") && !rule.hint.hasSuffix("."))
        #expect(!rule.good.isEmpty && !rule.bad.isEmpty)
        #expect(Rule.named(rule.id)?.id == rule.id)
    }

    @Test func `every file of rules is in the catalogue`() throws {
        let files = try FileStorage().list(Self.root + "/Sources/SaccadeReplay/Rules").filter { $0.hasSuffix(".swift") }
        let expected = Rule.all.map { rule in
            rule.id.split(separator: "-").map {
                ["json", "id"].contains($0) ? $0.uppercased() : $0.prefix(1).uppercased() + $0.dropFirst()
            }.joined() + ".swift"
        }
        #expect(Set(files) == Set(expected))
    }

    @Test func `misfits and unreadable lines have rules`() {
        for kind in Misfit.Kind.allCases { #expect(Rule.named(kind.rawValue) != nil, "\(kind.rawValue)") }
    }

    @Test(arguments: Rule.all) func `a page is up to date`(_ rule: Rule) throws {
        try compare(rule.page, with: "Docs/Rules/\(rule.id).md")
    }

    @Test func `the index of pages is up to date`() throws {
        try compare(Rule.index, with: "Docs/Rules/README.md")
        let pages = try FileStorage().list(Self.root + "/Docs/Rules").filter { $0 != "README.md" }
        #expect(Set(pages) == Set(Rule.all.map { $0.id + ".md" }))
    }

    private func write(_ bytes: [UInt8], to file: any StorageFile) throws {
        let result: Result<Void, TraceError> = bytes.withUnsafeBytes { raw in
            do throws(TraceError) { return .success(try file.write(raw)) } catch { return .failure(error) }
        }
        try result.get()
    }

    private func compare(_ text: String, with path: String) throws {
        let storage = FileStorage()
        let full = Self.root + "/" + path
        if Self.isUpdating {
            try storage.createFolder(Self.root + "/Docs/Rules")
            let file = try storage.create(full, replacing: true)
            try write(Array(text.utf8), to: file)
            try file.close()
        }
        let found = (try? storage.contents(of: full)).map { String(decoding: $0, as: UTF8.self) }
        #expect(found == text, "\(path) is stale: run UPDATE_DOCS=1 swift test --filter CatalogueTests")
    }
}
