public import Saccade
public import SaccadeImaging

/// What the coordinates of a trace could mean: for each region the text as written, and where each way to read it leads.
///
/// It answers the question why boxes are shifted. The trace's own reading stands first; the others are weighed by the same
/// evidence as in an import: the crops that the trace holds, its reference boxes, and whether places lie inside.
public struct CoordinateReport: Sendable {
    /// One region.
    public struct Entry: Sendable {
        /// The region, with its own reading.
        public var region: Region
        /// The size of its image, where it is known.
        public var size: PixelSize?
        /// The group whose coordinates are read alike: an index into ``CoordinateReport/groups``.
        public var group: Int
        /// Where each reading leads, in the order of the group's readings.
        public var places: [Place]
    }

    /// Where a reading leads.
    public struct Place: Sendable, Hashable {
        /// The place in pixels of the image; `invalid` with the reason if there is none.
        public var shape: Shape
        /// Whether it lies inside the image.
        public var isInside: Bool
        /// Whether an earlier reading leads to the same place, to a pixel.
        public var isRepeated: Bool
    }

    /// Coordinates that are read alike.
    public struct Group: Sendable {
        /// What they are called: the name of a tool, or `texts`.
        public var name: String
        /// The readings, the trace's own first.
        public var evidence: [SpaceEvidence]
        /// The reading that the trace has.
        public var own: Int?
        /// The reading that the evidence proves, if it proves one.
        public var proved: Int?
        /// Why, in words.
        public var reason: String
    }

    /// The groups, in the order of their first regions.
    public private(set) var groups: [Group] = []
    /// The regions, agent by agent, in the order of the trace.
    public private(set) var entries: [Entry] = []

    /// Reads the coordinates of a trace in every way.
    ///
    /// - Parameters:
    ///   - trace: The trace.
    ///   - comparisons: How many crops may be computed and compared for each group.
    ///   - pixels: Returns the pixels of an image by its ordinal, or `nil`.
    public init(_ trace: TraceState, comparisons: Int = 16, pixels: @escaping (Int) -> PixelImage?) {
        var names: [String] = []
        var members: [[(agent: Int, region: Region)]] = []
        for (n, agent) in trace.agents.enumerated() {
            for region in agent.regions {
                let call = region.call.flatMap { agent.calls.indices.contains($0) ? agent.calls[$0] : nil }
                let isFound = region.by != .model
                let name = isFound ? "\(region.by)" : call?.request.name ?? "texts"
                if let index = names.firstIndex(of: name) {
                    members[index].append((n, region))
                } else {
                    names.append(name)
                    members.append([(n, region)])
                }
            }
        }
        let references = trace.truths.flatMap(\.regions).compactMap { truth in
            truth.pixels.bounds.flatMap { $0.isEmpty ? nil : ReferenceBox(image: truth.image, box: $0) }
        }
        for (index, name) in names.enumerated() {
            let regions = members[index]
            var sightings: [Sighting] = []
            for (_, region) in regions {
                guard let size = trace.image(region.image)?.declaration.size else { continue }
                sightings.append(
                    Sighting(
                        place: CoordinateReport.place(of: region).form, image: region.image, size: size,
                        crop: CoordinateReport.crop(of: region, in: trace)))
            }
            let own = regions.first { $0.region.spaceSource != .unresolved }.map {
                CoordinateReport.rule(of: $0.region)
            }
            var candidates = SpaceInference.candidates
            if let own {
                candidates.removeAll { $0 == own }
                candidates.insert(own, at: 0)
            }
            let judge = SpaceJudge(sightings: sightings, references: references, candidates: candidates)
            var comparison = CropComparison(budget: comparisons, pixels: pixels)
            let judgement = judge.judge(&comparison)
            groups.append(
                Group(
                    name: name, evidence: judgement.evidence, own: own == nil ? nil : 0, proved: judgement.choice,
                    reason: judgement.reason))
            for (_, region) in regions {
                let size = trace.image(region.image)?.declaration.size
                entries.append(
                    Entry(
                        region: region, size: size, group: index,
                        places: CoordinateReport.places(of: region, candidates, size)))
            }
        }
        entries.sort { ($0.region.agent, $0.region.n) < ($1.region.agent, $1.region.n) }
    }

    // MARK: Regions as written

    /// Returns a region's numbers in the order in which they were written.
    private static func place(of region: Region) -> WrittenPlace {
        let written = region.written ?? ""
        if case .invalid(let reason) = region.shape, NumberList.all(in: Array(written.utf8)[...]) == nil {
            return WrittenPlace(written: written, form: .none(reason))
        }
        switch region.shape {
        case .polygon(let rings):
            return WrittenPlace(written: written, form: .polygon((rings.first ?? []).flatMap { [$0.x, $0.y] }))
        case .arrow(let from, let to):
            return WrittenPlace(written: written, form: .arrow([from.x, from.y, to.x, to.y]))
        case .mark(let id, _): return WrittenPlace(written: written, form: .mark(id))
        case .mask, .heatmap, .ellipse, .rotatedBox, .polyline:
            return WrittenPlace(written: written, form: .none("the shape is no box and no point"))
        default: break
        }
        if let numbers = NumberList.all(in: Array(written.utf8)[...]), numbers.count == 2 || numbers.count == 4 {
            return WrittenPlace(written: written, numbers: numbers)
        }
        // The text holds more than numbers: the shape has them in the order of a box.
        switch (region.shape, region.space.order) {
        case (.box(let box), .xywh):
            return WrittenPlace(written: written, numbers: [box.x0, box.y0, box.width, box.height])
        case (.box(let box), .cxcywh):
            return WrittenPlace(written: written, numbers: [box.center.x, box.center.y, box.width, box.height])
        case (.box(let box), .yxyx):
            return WrittenPlace(written: written, numbers: [box.y0, box.x0, box.y1, box.x1])
        case (.box(let box), _): return WrittenPlace(written: written, numbers: [box.x0, box.y0, box.x1, box.y1])
        case (.point(let point), .yxyx): return WrittenPlace(written: written, numbers: [point.y, point.x])
        case (.point(let point), _): return WrittenPlace(written: written, numbers: [point.x, point.y])
        default: return WrittenPlace(written: written, form: .none("the region has no numbers"))
        }
    }

    /// Returns the rule of a region's space: a processor's resize where its limits explain the size.
    private static func rule(of region: Region) -> SpaceRule {
        if region.space.unit == .resized, region.space.recipe == SpaceRule.qwen25.space.recipe { return .qwen25 }
        return SpaceRule(region.space)
    }

    private static func crop(of region: Region, in trace: TraceState) -> (image: Int, size: PixelSize)? {
        for image in trace.images {
            guard let derivation = image.derivation, derivation.region == region.n,
                (derivation.agent ?? 0) == region.agent, derivation.parents.first?.image == region.image,
                derivation.parents.count == 1, let size = image.declaration.size
            else { continue }
            return (image.declaration.n, size)
        }
        return nil
    }

    private static func places(of region: Region, _ candidates: [SpaceRule], _ size: PixelSize?) -> [Place] {
        let place = place(of: region)
        var places: [Place] = []
        for rule in candidates {
            guard let size, let space = rule.space(for: size) else {
                places.append(
                    Place(
                        shape: .invalid(reason: "the size of the image is not known"), isInside: false,
                        isRepeated: false))
                continue
            }
            let written = place.shape(in: space)
            let shape = (try? written.resolved(in: space, of: size)) ?? written
            let whole = Box(x0: 0, y0: 0, x1: Double(size.width), y1: Double(size.height))
            let isRepeated = places.contains { isAlike($0.shape, shape) }
            places.append(
                Place(shape: shape, isInside: shape.bounds.map(whole.contains) ?? false, isRepeated: isRepeated))
        }
        return places
    }

    private static func isAlike(_ a: Shape, _ b: Shape) -> Bool {
        guard let a = a.bounds, let b = b.bounds else { return a == b }
        return [(a.x0, b.x0), (a.y0, b.y0), (a.x1, b.x1), (a.y1, b.y1)].allSatisfy { ($0 - $1).magnitude < 1 }
    }
}
