import Saccade

extension Rule {
    /// `unknown-event`, with its page in `Docs/Rules`.
    public static let unknownEvent = Rule(
        "unknown-event", code: "STR-02", severity: .warning, level: .l1, since: "0.1", reads: [], readsUnknown: true,
        summary: "Every event is of a kind that this version knows.",
        rationale: """
            An event of an unknown kind is kept and not understood: it comes from a newer version, or its kind is \
            misspelt. What it touches cannot be verified.
            """,
        hint: "check the spelling of \"t\", or use a version that knows the kind",
        good: [
            Example(
                "A known kind",
                #"{"t":"step.text","agent":0,"step":0,"channel":"output","text":"B"}"#)
        ],
        bad: [
            Example(
                "A misspelt kind",
                #"✗ {"t":"step.txet","agent":0,"step":0,"channel":"output","text":"B"}"#)
        ]
    ) { entry, _, report in
        guard case .unknown(let name) = entry.event.body else { return }
        let near = EventKind.allCases.first { isNear(name, $0.rawValue) }?.rawValue
        report.add(
            "this version does not know events of the kind \"\(name)\""
                + (near.map { "; perhaps \"\($0)\" is meant" } ?? ""),
            at: entry, field: "t", expected: near, found: name)
    }
}

/// Whether two names have the same letters but for a few: other case or punctuation, one letter more or less or another
/// one, or two that changed places.
private func isNear(_ name: String, _ kind: String) -> Bool {
    let (a, b) = (letters(name), letters(kind))
    guard a.count <= 32, !a.isEmpty else { return false }
    if a.sorted() == b.sorted() { return true }
    let start = zip(a, b).prefix { $0 == $1 }.count
    let end = zip(a.dropFirst(start).reversed(), b.dropFirst(start).reversed()).prefix { $0 == $1 }.count
    return a.count - start - end <= 1 && b.count - start - end <= 1
}

/// Returns the letters of a name in lower case.
private func letters(_ name: String) -> [UInt8] {
    name.utf8.map { $0 | 0x20 }.filter { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
}
