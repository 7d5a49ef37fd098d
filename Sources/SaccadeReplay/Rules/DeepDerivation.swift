import Saccade

extension Rule {
    /// `deep-derivation`, with its page in `Docs/Rules`.
    public static let deepDerivation = Rule(
        "deep-derivation", code: "FRM-03", severity: .error, level: .l2, since: "0.1", reads: [.image, .imageDerive],
        summary: "An image is at most 64 operations away from its inputs, by at most 65,536 ways.",
        rationale: """
            Following such a graph costs more than any picture is worth: each way back is another region to map and \
            another picture to make. A tool that works on its own last result without end makes such graphs.
            """,
        hint: "derive from the original where that is possible, or look for a loop in the tool",
        good: [
            Example(
                "A crop of a crop",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,100],[0,1,50]],"over":1}}],"operation":"crop","executed":[100,50,300,150]}
                {"t":"image","n":2,"width":100,"height":50,"origin":{"kind":"tool"},"missing":"an example"}
                {"t":"image.derive","image":2,"parents":[{"image":1,"map":{"rows":[[1,0,10],[0,1,20]],"over":1}}],"operation":"crop","executed":[10,20,110,70]}
                """#)
        ],
        bad: [
            Example(
                "Eighteen doublings: 2^18 ways back", DeepDerivation.doublings(18))
        ],
        scratch: { DeepDerivation() },
        check: { entry, _, graph, report in
            switch entry.event.body {
            case .image(let image): graph.declare(image.n)
            case .imageDerive(let derivation):
                let (depth, ways) = graph.derive(derivation)
                if depth == DeepDerivation.deepest + 1 {
                    report.add(
                        "image \(derivation.image) is more than \(DeepDerivation.deepest) operations away from its inputs",
                        at: entry, field: "parents", expected: "at most \(DeepDerivation.deepest)", found: "\(depth)")
                } else if ways > DeepDerivation.mostWays, depth <= DeepDerivation.deepest {
                    report.add(
                        "image \(derivation.image) leads back to its inputs by more than \(DeepDerivation.mostWays) ways",
                        at: entry, field: "parents")
                }
            default: break
            }
        })
}

/// How far each image is from its inputs, and by how many ways; 8 bytes an image.
private struct DeepDerivation {
    static let deepest = 64
    static let mostWays = 65_536

    private var depths: [UInt32] = []
    private var ways: [UInt32] = []

    mutating func declare(_ image: Int) {
        guard image >= 0, image <= depths.count + LogStructure.largestGapOfImages else { return }
        while depths.count <= image {
            depths.append(0)
            ways.append(1)
        }
    }

    mutating func derive(_ derivation: ImageDerivation) -> (depth: Int, ways: Int) {
        guard depths.indices.contains(derivation.image) else { return (0, 0) }
        var depth: UInt32 = 0
        var sum: UInt32 = 0
        for parent in derivation.parents where depths.indices.contains(parent.image) {
            depth = max(depth, depths[parent.image] + 1)
            sum = min(sum + ways[parent.image], UInt32(DeepDerivation.mostWays) * 2)
        }
        depths[derivation.image] = depth
        ways[derivation.image] = max(1, sum)
        return (Int(depth), Int(sum))
    }

    /// Returns the lines of pictures that are each made from the one before twice; the first too much is marked.
    static func doublings(_ count: Int) -> String {
        (1...count).flatMap { n in
            let mark = 1 << n > mostWays ? "✗ " : ""
            let parent = #"{"image":\#(n - 1),"unmapped":"an example"}"#
            return [
                #"{"t":"image","n":\#(n),"width":640,"height":480,"origin":{"kind":"tool"},"missing":"an example"}"#,
                mark
                    + #"{"t":"image.derive","image":\#(n),"parents":[\#(parent),\#(parent)],"operation":"composite"}"#,
            ]
        }.joined(separator: "\n")
    }
}

extension LogStructure {
    /// The most images that a gap may skip at once.
    fileprivate static let largestGapOfImages = 1 << 20
}
