import Saccade

extension Rule {
    /// `ambiguous-name`, with its page in `Docs/Rules`.
    public static let ambiguousName = Rule(
        "ambiguous-name", code: "STR-04", severity: .warning, level: .l1, since: "0.1", isDefault: false,
        reads: [.image],
        summary: "A name of the record means one image.",
        rationale: """
            Where two different images go by one name, a text that uses the name may mean either. Tools that write \
            every result to the same file make such records, so this rule runs only when it is asked for.
            """,
        hint: "give each picture a name of its own",
        good: [
            Example(
                "Two names",
                #"""
                {"t":"image","n":1,"width":100,"height":50,"names":["a.png"],"origin":{"kind":"tool"},"missing":"an example"}
                {"t":"image","n":2,"width":200,"height":50,"names":["b.png"],"origin":{"kind":"tool"},"missing":"an example"}
                """#)
        ],
        bad: [
            Example(
                "One name for two sizes",
                #"""
                {"t":"image","n":1,"width":100,"height":50,"names":["tmp.png"],"origin":{"kind":"tool"},"missing":"an example"}
                ✗ {"t":"image","n":2,"width":200,"height":50,"names":["tmp.png"],"origin":{"kind":"tool"},"missing":"an example"}
                """#)
        ],
        scratch: { [String: ImageDeclaration]() },
        check: { entry, _, named, report in
            guard case .image(let image) = entry.event.body, named.count < 65_536 else { return }
            for name in image.names {
                guard let before = named.updateValue(image, forKey: name) else { continue }
                let isOther =
                    before.digest.map { digest in image.digest.map { $0 != digest } ?? false } ?? false
                    || before.size.map { size in image.size.map { $0 != size } ?? false } ?? false
                guard isOther else { continue }
                report.add(
                    "the name \"\(name)\" means image \(before.n) and image \(image.n)", at: entry, field: "names")
            }
        })
}
