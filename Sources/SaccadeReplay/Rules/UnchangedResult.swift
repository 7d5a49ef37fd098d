import Saccade

extension Rule {
    /// `unchanged-result`, with its page in `Docs/Rules`.
    public static let unchangedResult = Rule(
        "unchanged-result", code: "DER-08", severity: .warning, level: .l2, since: "0.1",
        reads: [.image, .imageDerive],
        summary: "An operation that changes a picture gives another picture.",
        rationale: """
            A zoom that returns the picture that it was given shows nothing new: the tool failed without saying so, or \
            the wrong file was stored.
            """,
        hint: "check what the tool returned",
        good: [
            Example(
                "Other bytes",
                #"""
                {"t":"image","n":1,"width":640,"height":480,"digest":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","origin":{"kind":"input"}}
                {"t":"image","n":2,"width":640,"height":480,"digest":"60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752","origin":{"kind":"tool"}}
                {"t":"image.derive","image":2,"parents":[{"image":1,"map":{"rows":[[-1,0,640],[0,1,0]],"over":1}}],"operation":"flip-horizontal"}
                """#)
        ],
        bad: [
            Example(
                "The same bytes",
                #"""
                {"t":"image","n":1,"width":640,"height":480,"digest":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","origin":{"kind":"input"}}
                {"t":"image","n":2,"width":640,"height":480,"digest":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","origin":{"kind":"tool"}}
                ✗ {"t":"image.derive","image":2,"parents":[{"image":1,"map":{"rows":[[-1,0,640],[0,1,0]],"over":1}}],"operation":"flip-horizontal"}
                """#)
        ],
        scratch: { RecentImages<Digest>() },
        check: { entry, state, digests, report in
            switch entry.event.body {
            case .image(let image): if let digest = image.digest { digests.keep(digest, of: image.n) }
            case .imageDerive(let derivation):
                guard let parent = derivation.parents.first, derivation.parents.count == 1,
                    let digest = digests[derivation.image], digests[parent.image] == digest,
                    changes(derivation, state.derivation)
                else { return }
                report.add(
                    "\(derivation.operation) of image \(parent.image) gave image \(derivation.image) the same bytes",
                    at: entry,
                    field: "operation")
            default: break
            }
        })
}

/// Whether an operation with these parameters cannot give what it was given.
private func changes(_ derivation: ImageDerivation, _ placed: PlacedDerivation?) -> Bool {
    switch derivation.operation {
    case .flipHorizontal, .flipVertical, .draw: return true
    case .turn: return (derivation.parameters?["quarters"]?.integer ?? 0) % 4 != 0
    case .crop, .zoom:
        guard let executed = derivation.executed, let parent = placed?.parent else { return false }
        return executed != PlacedRegion.frame(parent)
    case .resize: return placed?.parent != placed?.child
    default: return false
    }
}
