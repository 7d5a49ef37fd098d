import Saccade
import SaccadeImaging

/// Finds out what the coordinates of each tool mean.
///
/// A picture that a tool returned is evidence: read in the right space, with the recipe of the tool, the box gives a
/// picture of exactly that size, and with those pixels. A space that is proved so is *inferred*; one that is only usual for
/// the tool is *default*; else it stays *unresolved*. Nothing is guessed from the numbers alone.
struct SpaceInference {
    let options: ImportOptions

    /// A space and what the tool did.
    struct Candidate: Sendable, Hashable {
        var space: CoordinateSpace
        var recipe: ZoomRecipe
    }

    /// A box and the picture that came back for it.
    struct Observation {
        var region: WrittenRegion
        var parent: Int
        var child: Int
        var parentSize: PixelSize
        var childSize: PixelSize
    }

    static let spaces: [CoordinateSpace] = [
        .pixels, CoordinateSpace(unit: .permille), CoordinateSpace(unit: .permille999), CoordinateSpace(unit: .unit),
        CoordinateSpace(unit: .percent), CoordinateSpace(order: .xywh), CoordinateSpace(unit: .unit, order: .xywh),
        CoordinateSpace(unit: .unitSquare), CoordinateSpace(unit: .permille, order: .yxyx),
    ]
    static let candidates: [Candidate] = spaces.flatMap { space in
        ZoomRecipe.all.map { Candidate(space: space, recipe: $0) }
    }

    /// Sets the reading of every call that names a place.
    func resolve(_ plan: inout RecordPlan) {
        var groups: [(key: String, calls: [Int])] = []
        for (ordinal, call) in plan.calls.enumerated() where !call.regions.isEmpty {
            if let index = groups.firstIndex(where: { $0.key == call.call.name }) {
                groups[index].calls.append(ordinal)
            } else {
                groups.append((call.call.name, [ordinal]))
            }
        }
        for group in groups { resolve(group.calls, of: group.key, in: &plan) }
    }

    private func resolve(_ calls: [Int], of name: String, in plan: inout RecordPlan) {
        guard let first = calls.first else { return }
        let observations = calls.compactMap { observation(of: plan.calls[$0], in: plan) }
        let profile = calls.compactMap { ToolProfile.of(plan.calls[$0].call) }.first
        var reading = SpaceReading()
        var remark: Remark
        let pointer = plan.calls[first].call.pointer
        let verdict = verdict(on: observations, in: plan, usual: profile?.space)
        if let declared = options.space {
            reading = SpaceReading(space: declared, source: .declared, recipe: verdict.candidate?.recipe)
            if verdict.candidate?.space != declared {
                reading.recipe = recipe(in: declared, for: observations) ?? profile?.recipe
            }
            remark = Remark(.info, "coordinates-declared", "the coordinates of \(name) were declared", at: pointer)
        } else if let candidate = verdict.candidate {
            reading = SpaceReading(space: candidate.space, source: .inferred, recipe: candidate.recipe)
            remark = Remark(
                .info, "coordinates-inferred",
                "the coordinates of \(name) are \(SpaceInference.words(candidate.space)): \(verdict.evidence)",
                at: pointer)
        } else if let profile {
            reading = SpaceReading(space: profile.space, source: .standard, recipe: profile.recipe)
            remark = Remark(
                .warning, "coordinates-by-default",
                "the coordinates of \(name) were taken for \(SpaceInference.words(profile.space)), as is usual for "
                    + "this tool: \(verdict.evidence)", at: pointer)
        } else {
            remark = Remark(
                .warning, "coordinates-unresolved",
                "the space of the coordinates of \(name) is not known: \(verdict.evidence)", at: pointer)
        }
        for call in calls { plan.calls[call].reading = reading }
        remark.excerpt = plan.calls[first].regions.first?.written
        plan.calls[first].remarks.append(remark)
    }

    private func observation(of call: PlannedCall, in plan: RecordPlan) -> Observation? {
        guard call.regions.count == 1, let region = call.regions.first, call.resultImages.count == 1,
            let child = call.resultImages.first, child != region.image,
            let parentSize = plan.images[region.image].size, let childSize = plan.images[child].size
        else { return nil }
        return Observation(
            region: region, parent: region.image, child: child, parentSize: parentSize, childSize: childSize)
    }

    private func recipe(in space: CoordinateSpace, for observations: [Observation]) -> ZoomRecipe? {
        guard !observations.isEmpty else { return nil }
        return ZoomRecipe.all.first { recipe in
            observations.allSatisfy { explains(Candidate(space: space, recipe: recipe), $0) }
        }
    }

    /// Returns what a candidate makes of an observation's box.
    static func execution(_ candidate: Candidate, _ observation: Observation) -> ZoomRecipe.Execution? {
        observation.region.pixelBox(in: candidate.space, of: observation.parentSize).flatMap {
            candidate.recipe.execute($0, in: observation.parentSize)
        }
    }

    private func explains(_ candidate: Candidate, _ observation: Observation) -> Bool {
        SpaceInference.execution(candidate, observation)?.size == observation.childSize
    }

    /// The candidate that the evidence proves, if there is one, and the evidence in words.
    private func verdict(
        on observations: [Observation], in plan: RecordPlan, usual: CoordinateSpace?
    ) -> (candidate: Candidate?, evidence: String) {
        guard !observations.isEmpty else { return (nil, "no picture that it returned is stored") }
        let count = observations.count == 1 ? "the one stored picture" : "all \(observations.count) stored pictures"
        var survivors = SpaceInference.candidates.filter { candidate in
            observations.allSatisfy { explains(candidate, $0) }
        }
        guard !survivors.isEmpty else {
            return (
                nil, "none of \(SpaceInference.candidates.count) readings gives \(count) the size that is stored"
            )
        }
        let sizes =
            "of \(SpaceInference.candidates.count) readings, \(survivors.count) "
            + "\(survivors.count == 1 ? "gives" : "give") \(count) the size that is stored"
        var comparison = PixelComparison(plan: plan, budget: options.comparisons)
        var compared = ""
        let ordered = observations.sorted {
            $0.childSize.width * $0.childSize.height < $1.childSize.width * $1.childSize.height
        }
        for observation in ordered {
            guard let result = comparison.compare(survivors, on: observation) else { break }
            guard result.best <= PixelComparison.tolerance else {
                return (nil, "\(sizes), but its pixels differ by \(result.best.rounded(to: 1)) on average")
            }
            survivors = result.survivors
            compared =
                result.best == 0
                ? "; its pixels are those of the stored picture"
                : "; its pixels differ by \(result.best.rounded(to: 2)) on average"
            if survivors.count == 1 { break }
        }
        let boxes = Set(
            survivors.map { candidate in
                observations.map { SpaceInference.execution(candidate, $0)?.executed }
            })
        let choice = survivors.first { $0.space == usual } ?? survivors.first
        guard survivors.count == 1 || boxes.count == 1 else {
            let names = survivors.map { SpaceInference.words($0.space) }.joined(separator: ", ")
            return (nil, "\(sizes): \(names)")
        }
        return (choice, sizes + compared)
    }

    static func words(_ space: CoordinateSpace) -> String {
        let order = space.order == .xyxy ? "" : " \(space.order.rawValue)"
        switch space.unit {
        case .pixel: return "pixels\(order)"
        case .unit: return "0–1\(order)"
        case .unitSquare: return "0–1 of the padded square\(order)"
        case .percent: return "0–100\(order)"
        case .permille: return "0–1000\(order)"
        case .permille999: return "0–999\(order)"
        default: return space.unit.rawValue + order
        }
    }
}

extension Double {
    /// The number with a few digits after the point.
    func rounded(to digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { value, _ in value * 10 }
        return ((self * scale).rounded() / scale).plain
    }
}
