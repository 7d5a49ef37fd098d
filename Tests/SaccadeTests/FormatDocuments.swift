import Foundation
import Testing

@testable import Saccade

/// Files under `Docs` that are made from the code.
enum FormatDocuments {
    /// Whether stale files are to be written instead of reported: `UPDATE_DOCS=1 swift test --filter Format`.
    static var isUpdating: Bool { ProcessInfo.processInfo.environment["UPDATE_DOCS"] != nil }

    /// Compares a file under `Docs` with what it should be.
    static func expect(_ name: String, _ text: String) throws {
        let file = CodecCorpora.package.appendingPathComponent("Docs/\(name)")
        if isUpdating { try Data(text.utf8).write(to: file) }
        let found = try String(contentsOf: file, encoding: .utf8)
        #expect(found == text, "Docs/\(name) is stale: run UPDATE_DOCS=1 swift test --filter Format")
    }

    /// Every kind of event and every group of fields, by name.
    static func descriptions() -> [(name: String, description: GroupDescription)] {
        var definitions = SchemaDefinitions()
        let kinds = EventKind.allCases.map { ($0.name, $0.describe(&definitions)) }
        return kinds + definitions.groups
    }

    /// Returns the table of the fields of a kind or a group.
    static func table(_ description: GroupDescription, groups: Set<String>) -> String {
        var lines = ["| field | type | required | meaning |", "|---|---|---|---|"]
        for field in description.fields {
            let required = field.isRequired ? "yes" : field.standard.map { "no: `\($0.canonicalText)`" } ?? "no"
            lines.append(
                "| `\(field.key)` | \(linked(field.typeName, groups)) | \(required) | \(field.meaning) |")
        }
        return lines.joined(separator: "\n")
    }

    /// Returns a type with a link to the table of its group, if it has one.
    private static func linked(_ type: String, _ groups: Set<String>) -> String {
        for prefix in ["array of ", ""] where type.hasPrefix(prefix) {
            let name = String(type.dropFirst(prefix.count))
            if groups.contains(name) { return "\(prefix)[\(name)](#\(name.lowercased()))" }
        }
        return type.replacingOccurrences(of: "|", with: "\\|")
    }

    /// Returns a text with the tables between its markers made anew.
    static func filled(_ text: String) throws -> String {
        let all = descriptions()
        let groups = Set(all.map(\.name)).subtracting(EventKind.allCases.map(\.name))
        var result = text
        for (name, description) in all {
            let (begin, end) = ("<!-- fields of \(name) -->\n", "\n<!-- end of \(name) -->")
            let first = try #require(result.range(of: begin), "Docs/Format.md has no marker \(begin)")
            let last = try #require(result.range(of: end), "Docs/Format.md has no marker \(end)")
            result.replaceSubrange(first.upperBound..<last.lowerBound, with: table(description, groups: groups))
        }
        return result
    }
}
