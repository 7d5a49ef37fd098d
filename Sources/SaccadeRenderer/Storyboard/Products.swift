import Saccade

/// Which images came of which regions and calls.
struct Products: Sendable {
    private var byRegion: [ScopedOrdinal: Int] = [:]
    private var byCall: [ScopedOrdinal: [Int]] = [:]

    init(_ trace: TraceState) {
        for image in trace.images {
            guard let derivation = image.derivation else { continue }
            let (agent, n) = (derivation.agent ?? 0, image.declaration.n)
            if let region = derivation.region {
                let name = ScopedOrdinal(agent: agent, n: region)
                if byRegion[name] == nil { byRegion[name] = n }
            }
            if let call = derivation.call { byCall[ScopedOrdinal(agent: agent, n: call), default: []].append(n) }
        }
    }

    /// Returns the first image that came of a region.
    func image(ofRegion region: Int, by agent: Int) -> Int? { byRegion[ScopedOrdinal(agent: agent, n: region)] }

    /// Returns the images that came of a call, in order.
    func images(ofCall call: Int, by agent: Int) -> [Int] { byCall[ScopedOrdinal(agent: agent, n: call)] ?? [] }
}
