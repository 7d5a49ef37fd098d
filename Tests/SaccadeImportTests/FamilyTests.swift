import Saccade
import SaccadeImaging
import Testing

@testable import SaccadeImport

/// The examples of the families are their tests.
@Suite struct FamilyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var family: ModelFamily
        var example: FamilyExample

        var testDescription: String { "\(family.name): \(example.title)" }
    }

    static let cases = ModelFamily.all.flatMap { family in family.examples.map { Case(family: family, example: $0) } }

    /// Returns a place in pixels of an image as the examples write it.
    static func outline(_ place: WrittenPlace, on size: PixelSize) -> String {
        func number(_ value: Double) -> String {
            let rounded = (value * 100).rounded() / 100
            return Int(exactly: rounded).map { "\($0)" } ?? "\(rounded)"
        }
        func point(_ point: Point) -> String { "(\(number(point.x)), \(number(point.y)))" }
        guard case .declared(let rule) = place.reading, let space = rule.space(for: size) else { return "no space" }
        let shape = place.shape(in: space)
        let text: String
        switch (try? shape.resolved(in: space, of: size)) ?? shape {
        case .box(let box): text = "[\([box.x0, box.y0, box.x1, box.y1].map(number).joined(separator: ", "))]"
        case .point(let place): text = point(place)
        case .arrow(let from, let to): text = "\(point(from))→\(point(to))"
        case .polygon(let rings): text = "polygon " + (rings.first ?? []).map(point).joined(separator: " ")
        case .invalid(let reason): text = "invalid: \(reason)"
        default: text = "another shape"
        }
        return text + (place.label.map { " \($0)" } ?? "")
    }

    @Test(arguments: cases) func `a family's syntax names the places of its example`(_ item: Case) {
        let place = SourceLocation(
            fileID: item.example.file, filePath: item.example.filePath, line: item.example.line, column: 1)
        let found = PlaceScanner(family: item.family).places(in: item.example.text)
        #expect(found.map { Self.outline($0, on: item.example.size) } == item.example.places, sourceLocation: place)
    }

    @Test(arguments: ModelFamily.all) func `a family has at least six examples, two of them malformed`(
        _ family: ModelFamily
    ) {
        #expect(family.examples.count >= 6, "\(family.name)")
        #expect(
            family.examples.count { $0.places.contains { $0.hasPrefix("invalid") } } >= 2)
        #expect(!family.summary.hasSuffix("."))
        for name in [family.name] + family.aliases { #expect(ModelFamily.named(name)?.name == family.name) }
    }

    @Test(arguments: cases) func `an example that is cut off anywhere still gives places, and no more than it names`(
        _ item: Case
    ) {
        let scanner = PlaceScanner(family: item.family)
        let text = Array(item.example.text.unicodeScalars)
        for length in stride(from: 0, to: text.count, by: 3) {
            let cut = String(String.UnicodeScalarView(text[..<length]))
            for place in scanner.places(in: cut) {
                if let range = place.range { #expect(range.upperBound <= cut.utf8.count) }
            }
        }
    }

    @Test func `plain output with its image becomes a trace with regions that the words name`() throws {
        let png = try picture(1000, 500).encodedPNG()
        let options = ImportOptions(
            family: .qwen25, pictures: ["elsewhere/photo.png"], question: "Where is the left half?")
        let result = try Imported(
            "```json\n[{\"bbox_2d\": [0, 0, 504, 252], \"label\": \"left half\"}]\n```",
            files: [("elsewhere/photo.png", png)], name: "folder/answer.txt", options: options)
        #expect(result.summary.format == "model-output")
        let region = try #require(result.root.regions.first)
        #expect(region.pixels == .box(Box(x0: 0, y0: 0, x1: 500, y1: 250)))
        #expect(region.space.size == [1008, 504])
        #expect(region.spaceSource == .declared)
        let span = try #require(region.span)
        let text = try #require(result.root.steps.first?.text(.output))
        let named = String(decoding: Array(text.utf8)[span.bytes[0]..<span.bytes[1]], as: UTF8.self)
        #expect(named == "[0, 0, 504, 252]")
        #expect(result.state.images[0].declaration.names == ["photo.png"])
    }
}
