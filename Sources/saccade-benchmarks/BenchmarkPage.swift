/// The page of all figures: people write it, and the sections between its markers are the command's.
///
/// A section begins with `<!-- benchmark NAME -->` and ends with `<!-- end of NAME -->`. The one called `missed` lists
/// the figures of all sections that do not reach their aim.
struct BenchmarkPage {
    /// The whole page.
    private(set) var text: String

    init(_ text: String) { self.text = text }

    /// Replaces the section of a line, and then the list of what is missed.
    ///
    /// - Parameters:
    ///   - about: When and on what it was measured, in one line.
    ///   - entries: What the line printed.
    /// - Throws: ``BenchmarkError`` if the page has no such section.
    mutating func set(_ line: String, about: String, _ entries: [BenchmarkEntry]) throws {
        try replace(line, with: "\n\(about)\n" + BenchmarkPage.tables(of: entries))
        try replace("missed", with: missed())
    }

    private mutating func replace(_ name: String, with body: String) throws {
        guard let inside = inside(name) else {
            throw BenchmarkError(
                "expected the markers <!-- benchmark \(name) --> and <!-- end of \(name) --> on the page")
        }
        text.replaceSubrange(inside, with: "\n" + body)
    }

    private func inside(_ name: String) -> Range<String.Index>? {
        guard let begin = text.firstRange(of: "<!-- benchmark \(name) -->"),
            let end = text[begin.upperBound...].firstRange(of: "<!-- end of \(name) -->")
        else { return nil }
        return begin.upperBound..<end.lowerBound
    }

    /// The tables of what a line printed: one for each title.
    static func tables(of entries: [BenchmarkEntry]) -> String {
        var text = ""
        var isOpen = false
        func cell(_ words: String) -> String { words.replacing("|", with: "\\|") }
        func row(_ what: String, _ found: String, _ aim: String) {
            if !isOpen { text += "\n| | found | aim |\n|---|---|---|\n" }
            isOpen = true
            text += "| \(cell(what)) | \(cell(found)) | \(cell(aim)) |\n"
        }
        for (index, entry) in entries.enumerated() {
            switch entry {
            case .title(let words):
                // A title with nothing below it is a remark.
                isOpen = false
                let isRemark = index + 1 == entries.count || entries[index + 1].isTitle
                text += isRemark ? "\n\(words)\n" : "\n**\(words)**\n"
            case .figure(let what, let found, let aim, let isMissed):
                row(what, isMissed ? "**\(found), missed**" : found, aim ?? "")
            case .skipped(let what, let reason): row(what, "skipped: \(reason)", "")
            }
        }
        return text
    }

    /// The list of all rows that are missed, by section.
    private func missed() -> String {
        var lines: [String] = []
        var unmeasured: [String] = []
        var section: Substring?
        var heading: Substring = ""
        var isEmpty = true
        for line in text.split(separator: "\n") {
            if let name = line.between("<!-- benchmark ", " -->") {
                section = name == "missed" ? nil : name
                heading = ""
                isEmpty = true
            } else if line.hasPrefix("<!-- end of ") {
                if let section, isEmpty { unmeasured.append("`\(section)`") }
                section = nil
            } else if let name = line.between("**", "**") {
                heading = name
                isEmpty = false
            } else if let section, line.hasSuffix(" |"), line.contains(", missed** |") {
                // A cell that holds a line between cells has it escaped.
                let cells = line.replacing("\\|", with: "\u{1}").split(separator: "|")
                    .map { $0.drop { $0 == " " }.trimmed.replacing("\u{1}", with: "|") }
                guard cells.count >= 3, let found = cells[1][...].between("**", ", missed**") else { continue }
                let what = (heading.isEmpty ? "" : "\(heading): ") + cells[0]
                lines.append("- `\(section)`: \(what): \(found), aim \(cells[2])\n")
                isEmpty = false
            } else {
                isEmpty = false
            }
        }
        var text = lines.isEmpty ? "Nothing that was measured misses its aim.\n" : lines.joined()
        if !unmeasured.isEmpty { text += "\nNot measured yet: \(unmeasured.joined(separator: ", ")).\n" }
        return text
    }
}

extension BenchmarkEntry {
    fileprivate var isTitle: Bool {
        if case .title = self { return true }
        return false
    }
}

extension Substring {
    /// What stands between a beginning and an end, if the text begins and ends so.
    fileprivate func between(_ begin: String, _ end: String) -> Substring? {
        let line = trimmed
        guard line.hasPrefix(begin), line.hasSuffix(end), line.count > begin.count + end.count else {
            return nil
        }
        return line.dropFirst(begin.count).dropLast(end.count)
    }

    /// The text without spaces at its end.
    fileprivate var trimmed: Substring {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
