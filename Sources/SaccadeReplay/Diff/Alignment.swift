import Saccade

/// Aligns two lists.
enum Alignment {
    /// The longest lists that are aligned by the longest common subsequence; longer ones are paired in order.
    private static let longest = 20_000

    /// Returns the pairs of a longest common subsequence, as indices, in order.
    static func pairs<Key: Hashable>(_ a: [Key], _ b: [Key]) -> [(Int, Int)] {
        guard max(a.count, b.count) <= longest else {
            return (0..<min(a.count, b.count)).filter { a[$0] == b[$0] }.map { ($0, $0) }
        }
        let difference = b.difference(from: a)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        return Array(zip(a.indices.filter { !removed.contains($0) }, b.indices.filter { !inserted.contains($0) }))
    }

    /// Aligns steps: those with the same text first, then between them those of the same kind and tools, then what is left
    /// between two of those, in order.
    static func steps(_ a: [StepKey], _ b: [StepKey]) -> [(Int, Int)] {
        let anchors = pairs(a, b)
        return between(anchors, a.count, b.count) { x, y in
            let akin = pairs(a[x].map(\.kind), b[y].map(\.kind)).map { ($0.0 + x.lowerBound, $0.1 + y.lowerBound) }
            return akin
        }
    }

    /// Adds pairs in the stretches between pairs.
    private static func between(
        _ anchors: [(Int, Int)], _ first: Int, _ second: Int, _ align: (Range<Int>, Range<Int>) -> [(Int, Int)]
    ) -> [(Int, Int)] {
        var result: [(Int, Int)] = []
        var (i, j) = (0, 0)
        for (x, y) in anchors + [(first, second)] {
            if i < x, j < y { result += align(i..<x, j..<y) }
            if x < first, y < second { result.append((x, y)) }
            (i, j) = (x + 1, y + 1)
        }
        return result
    }
}

/// What makes two steps the same step.
struct StepKey: Hashable {
    /// What the step is for, and the tools that it calls.
    let kind: String
    private let text: String

    init(_ step: StepState, of agent: AgentState) {
        let tools = step.calls.map { agent.calls[$0].request.name }.joined(separator: " ")
        kind = "\(step.begin.kind) \(tools)"
        text = step.texts.map(\.text).joined(separator: "\u{0}")
    }
}

/// What makes two images the same image.
struct ImageKey: Hashable {
    private let digest: Digest?
    private let origin: OriginKind
    private let size: PixelSize?
    private let executed: Box?
    private let operation: Operation?

    init(_ image: ImageState) {
        digest = image.pixels?.digest ?? image.declaration.digest
        origin = image.declaration.origin.kind
        size = image.declaration.size
        executed = image.derivation?.executed
        operation = image.derivation?.operation
    }

    /// Whether two images came to be in the same way.
    func isAkin(_ other: ImageKey) -> Bool { origin == other.origin && operation == other.operation }
}

/// The agents of a trace by their spawn path: `root/2/0` is the first that the third spawned by the root spawned.
struct AgentPaths {
    private(set) var agents: [String: Int] = [:]
    private(set) var order: [String] = []
    private let trace: TraceState

    init(_ trace: TraceState) {
        self.trace = trace
        var paths: [String] = []
        var children: [Int: Int] = [:]
        for (n, agent) in trace.agents.enumerated() {
            guard n > 0 else {
                paths.append("root")
                continue
            }
            let parent = agent.spawn?.parent ?? 0
            let child = children[parent, default: 0]
            children[parent] = child + 1
            paths.append("\(paths.indices.contains(parent) ? paths[parent] : "root")/\(child)")
        }
        for (n, path) in paths.enumerated() where agents[path] == nil {
            agents[path] = n
            order.append(path)
        }
    }

    /// Where an agent begins in the story.
    func position(_ n: Int) -> Int { trace.agents[n].steps.first?.index ?? .max }
}

/// Where a region lies on the root image.
struct RootPlace {
    /// The root image.
    let root: Int
    /// The box around it on the root image; `nil` if it has no place.
    let box: Box?
    let label: String?

    init(_ region: Region, _ trace: TraceState) {
        let image = trace.image(region.image)
        root = image?.root ?? region.image
        label = region.label
        let size = image?.declaration.size
        let pixels =
            region.spaceSource == .unresolved
            ? nil
            : region.space.unit == .pixel
                ? region.shape : size.flatMap { try? region.shape.resolved(in: region.space, of: $0) } ?? region.pixels
        var bounds = pixels?.bounds
        if bounds == nil, case .heatmap = pixels { bounds = size.map(PlacedRegion.frame) }
        box = bounds.flatMap { image?.mapToRoot?.apply($0) }
    }

    /// The place in words.
    var words: String { "\(box.map { place($0) } ?? "no place")\(label.map { " \"\($0)\"" } ?? "")" }
}

/// Pairs regions by where they lie.
enum RegionMatching {
    /// Returns pairs of indices: the most overlapping ones first, then those of one label, then what is left in order.
    static func pairs(_ a: [RootPlace], _ b: [RootPlace], isSameImage: (Int, Int) -> Bool) -> [(Int, Int)] {
        var candidates: [(overlap: Double, i: Int, j: Int)] = []
        if a.count * b.count <= 250_000 {
            for i in a.indices {
                for j in b.indices {
                    guard let p = a[i].box, let q = b[j].box, isSameImage(a[i].root, b[j].root) else { continue }
                    let bonus = a[i].label == b[j].label ? 0.001 : 0
                    let overlap = p == q ? 1 : p.overlap(with: q)
                    if overlap > 0 { candidates.append((overlap + bonus, i, j)) }
                }
            }
        }
        candidates.sort { ($1.overlap, $0.i, $0.j) < ($0.overlap, $1.i, $1.j) }
        var (usedA, usedB): (Set<Int>, Set<Int>) = ([], [])
        var result: [(Int, Int)] = []
        func pair(_ i: Int, _ j: Int) {
            usedA.insert(i)
            usedB.insert(j)
            result.append((i, j))
        }
        for (_, i, j) in candidates where !usedA.contains(i) && !usedB.contains(j) { pair(i, j) }
        for i in a.indices where !usedA.contains(i) && a[i].label != nil {
            if let j = b.indices.first(where: { !usedB.contains($0) && b[$0].label == a[i].label }) { pair(i, j) }
        }
        let (left, right) = (a.indices.filter { !usedA.contains($0) }, b.indices.filter { !usedB.contains($0) })
        if left.count == right.count { for (i, j) in zip(left, right) { pair(i, j) } }
        return result.sorted { $0 < $1 }
    }
}

extension Box {
    /// The area that two boxes share, over the area that they cover together: 0 to 1.
    func overlap(with other: Box) -> Double {
        let shared = intersection(other).area
        let whole = area + other.area - shared
        return whole > 0 ? shared / whole : self == other ? 1 : 0
    }
}
