import Saccade

/// Finds out which of several ways to read coordinates a record proves.
///
/// The evidence is weighed in this order: a picture that came back for a place, whose size and pixels follow from the
/// right box by the tool's recipe; the overlap with reference boxes; whether the places lie inside their images. Each
/// decides only if one reading stands out. Two that score alike and lead to different places decide nothing.
struct SpaceJudge {
    /// Everything that is known of the coordinates that are read alike.
    var sightings: [Sighting]
    var references: [ReferenceBox] = []
    /// The ways to read them, the usual one first.
    var candidates: [SpaceRule]
    /// The recipes that may have made the crops, the usual one first.
    var recipes: [ZoomRecipe] = ZoomRecipe.all

    /// What was found out.
    struct Judgement {
        /// The evidence for each candidate, in order.
        var evidence: [SpaceEvidence]
        /// The candidate that is proved, if one is.
        var choice: Int?
        /// Why it is, or why none is, in words.
        var reason: String
    }

    /// Weighs the evidence.
    func judge(_ comparison: inout CropComparison) -> Judgement {
        var evidence = candidates.map(counted)
        let crops = sightings.filter { $0.crop != nil }
        if !crops.isEmpty {
            compare(crops, &evidence, &comparison)
            let whole = evidence.indices.filter { evidence[$0].recipe != nil }
            if let choice = decide(among: whole, evidence) {
                return Judgement(evidence: evidence, choice: choice, reason: words(evidence, choice))
            }
            if whole.count > 1 {
                let names = whole.map { evidence[$0].rule.words }.joined(separator: " and ")
                return Judgement(
                    evidence: evidence, choice: nil,
                    reason: "\(names) explain the crops alike; \(words(evidence, nil))")
            }
        }
        if !references.isEmpty {
            for index in evidence.indices {
                evidence[index].overlap = overlap(candidates[index])
                evidence[index].isOfPoints = isOfPoints
            }
            let ranked = evidence.indices.sorted { (evidence[$0].overlap ?? 0) > (evidence[$1].overlap ?? 0) }
            if let best = ranked.first, let top = evidence[best].overlap, top >= 0.5 {
                let rivals = evidence.indices.filter { top - (evidence[$0].overlap ?? 0) < 0.15 }
                if rivals.allSatisfy({ areAlike(candidates[$0], candidates[best]) }) {
                    let choice = rivals.min() ?? best
                    return Judgement(evidence: evidence, choice: choice, reason: words(evidence, choice))
                }
            }
        }
        if let choice = choiceByPlace(evidence) {
            return Judgement(evidence: evidence, choice: choice, reason: words(evidence, choice))
        }
        if sightings.isEmpty {
            return Judgement(evidence: evidence, choice: nil, reason: "the sizes of the images are not known")
        }
        let lack = crops.isEmpty ? "no picture that came back is stored; " : "no recipe explains the stored crops; "
        return Judgement(evidence: evidence, choice: nil, reason: lack + words(evidence, nil))
    }

    private var isOfPoints: Bool { sightings.allSatisfy { $0.place.numbers.count == 2 } }

    // MARK: Crops

    private func compare(_ crops: [Sighting], _ evidence: inout [SpaceEvidence], _ comparison: inout CropComparison) {
        // The smallest picture costs least to compute.
        let smallest = crops.min { $0.area < $1.area }
        var known: [(crop: Int, box: Box, resampler: Resampler, difference: Double)] = []
        for index in evidence.indices {
            let rule = candidates[index]
            evidence[index].crops = crops.count
            var best: (recipe: ZoomRecipe, difference: Double?)?
            for recipe in recipes {
                let executions = crops.map { execution(rule, recipe, $0) }
                let fitting = crops.indices.filter { executions[$0]?.size == crops[$0].crop?.size }
                evidence[index].sizes = max(evidence[index].sizes, fitting.count)
                guard isProof(fitting.count, of: crops.count),
                    let place = fitting.min(by: { crops[$0].area < crops[$1].area }), let crop = crops[place].crop,
                    let box = executions[place]?.executed
                else { continue }
                let smallest = crops[place]
                // What was cropped from a resized image cannot be computed from the image.
                let isWhole = rule.frame(of: smallest.size, for: recipe) == nil
                var difference = known.first {
                    $0.crop == crop.image && $0.box == box && $0.resampler == recipe.resampler
                }?.difference
                if !isWhole { difference = nil }
                if difference == nil, isWhole {
                    difference = comparison.difference(box, of: smallest.image, from: crop, resampler: recipe.resampler)
                    if let difference { known.append((crop.image, box, recipe.resampler, difference)) }
                }
                if let difference, difference > CropComparison.tolerance {
                    evidence[index].difference = min(evidence[index].difference ?? .infinity, difference)
                    evidence[index].compared = 1
                    continue
                }
                if let difference {
                    if best == nil || best?.difference == nil || difference < best?.difference ?? 0 {
                        best = (recipe, difference)
                    }
                } else if best == nil {
                    best = (recipe, nil)
                }
            }
            if let best {
                evidence[index].recipe = best.recipe
                evidence[index].difference = best.difference
                evidence[index].compared = best.difference == nil ? 0 : 1
            }
        }
        confirm(crops, &evidence, &comparison)
        explainLosers(smallest, &evidence, &comparison)
    }

    /// Whether so many pictures of the right size speak for a reading: all of a few, and nine of ten of many, since a long
    /// record has calls that went wrong.
    private func isProof(_ fits: Int, of count: Int) -> Bool { fits > 0 && fits >= count - count / 10 }

    /// Compares further crops while several readings stand.
    private func confirm(_ crops: [Sighting], _ evidence: inout [SpaceEvidence], _ comparison: inout CropComparison) {
        var standing = evidence.indices.filter { evidence[$0].recipe != nil }
        for sighting in crops.sorted(by: { $0.area < $1.area }).dropFirst() {
            guard standing.count > 1, let crop = sighting.crop else { return }
            let executions = standing.map { index in
                evidence[index].recipe.flatMap { execution(candidates[index], $0, sighting) }
            }
            // One of many that no reading gives the size of says nothing for or against one.
            if !executions.contains(where: { $0?.size == crop.size }) { continue }
            let boxes = executions.map { $0?.executed }
            if Set(boxes).count == 1 { continue }
            for index in standing {
                guard let recipe = evidence[index].recipe,
                    candidates[index].frame(of: sighting.size, for: recipe) == nil,
                    let box = execution(candidates[index], recipe, sighting)?.executed,
                    let difference = comparison.difference(
                        box, of: sighting.image, from: crop, resampler: recipe.resampler)
                else { continue }
                let before = evidence[index].difference ?? 0
                let count = Double(evidence[index].compared)
                evidence[index].difference = (before * count + difference) / (count + 1)
                evidence[index].compared += 1
                if difference > CropComparison.tolerance { evidence[index].recipe = nil }
            }
            standing = standing.filter { evidence[$0].recipe != nil }
        }
    }

    /// Says how far off the readings are that a person would think of, even where their sizes are wrong.
    private func explainLosers(
        _ smallest: Sighting?, _ evidence: inout [SpaceEvidence], _ comparison: inout CropComparison
    ) {
        guard let smallest, let crop = smallest.crop, evidence.contains(where: { $0.recipe != nil }) else { return }
        var left = 2
        for index in evidence.indices where left > 0 && evidence[index].difference == nil {
            guard let space = candidates[index].space(for: smallest.size),
                let box = smallest.place.pixelBox(in: space, of: smallest.size), !box.isEmpty,
                let plain = ZoomRecipe.plainCrop.execute(box, in: smallest.size)
            else { continue }
            evidence[index].difference = comparison.difference(
                plain.executed, of: smallest.image, from: crop, resampler: .bicubic)
            left -= 1
        }
    }

    private func execution(_ rule: SpaceRule, _ recipe: ZoomRecipe, _ sighting: Sighting) -> ZoomRecipe.Execution? {
        if let frame = rule.frame(of: sighting.size, for: recipe) {
            return sighting.place.pixelBox(in: .pixels, of: frame).flatMap { recipe.execute($0, in: frame) }
        }
        return rule.space(for: sighting.size).flatMap { sighting.place.pixelBox(in: $0, of: sighting.size) }
            .flatMap { recipe.execute($0, in: sighting.size) }
    }

    /// Returns the one that the crops prove, or the first of several that lead to the same places.
    private func decide(among whole: [Int], _ evidence: [SpaceEvidence]) -> Int? {
        guard !whole.isEmpty else { return nil }
        var standing = whole
        if let best = whole.compactMap({ evidence[$0].difference }).min() {
            // Equal pixels prove a reading against all that give others; a lossy picture only against clearly worse ones.
            let limit = best == 0 ? 0 : 2 * best + 2
            standing = whole.filter { (evidence[$0].difference ?? .infinity) <= limit }
        }
        guard let first = standing.first, standing.allSatisfy({ areAlike(candidates[$0], candidates[first]) }) else {
            return nil
        }
        return first
    }

    // MARK: Places

    private func counted(_ rule: SpaceRule) -> SpaceEvidence {
        var evidence = SpaceEvidence(rule: rule, places: sightings.count)
        var reader = PlaceReader(rule)
        evidence.inside = sightings.count { sighting in
            guard let box = reader.pixelBox(of: sighting) else { return false }
            let whole = Box(
                x0: -0.5, y0: -0.5, x1: Double(sighting.size.width) + 0.5, y1: Double(sighting.size.height) + 0.5)
            let isPoint = sighting.place.numbers.count == 2
            return whole.contains(box) && (isPoint || (box.width >= 1 && box.height >= 1))
        }
        return evidence
    }

    private func overlap(_ rule: SpaceRule) -> Double {
        var reader = PlaceReader(rule)
        let boxes: [(image: Int, box: Box)] = sightings.compactMap { sighting in
            reader.pixelBox(of: sighting).map { (sighting.image, $0) }
        }
        // A point has no area to share: it lies in a box or it does not.
        let best = references.map { reference in
            boxes.filter { $0.image == reference.image }
                .map { isOfPoints ? (reference.box.contains($0.box) ? 1 : 0) : $0.box.overlap(with: reference.box) }
                .max() ?? 0
        }
        return best.isEmpty ? 0 : best.reduce(0, +) / Double(best.count)
    }

    /// The one reading under which all places lie inside, if under every other at most half do; at least three places.
    private func choiceByPlace(_ evidence: [SpaceEvidence]) -> Int? {
        guard sightings.count >= 3 else { return nil }
        let whole = evidence.indices.filter { evidence[$0].inside == sightings.count }
        guard let choice = whole.first, whole.allSatisfy({ areAlike(candidates[$0], candidates[choice]) }) else {
            return nil
        }
        let others = evidence.indices.filter { !whole.contains($0) }
        return others.allSatisfy { evidence[$0].inside * 2 <= sightings.count } ? choice : nil
    }

    /// Whether two readings lead to the same places, to a pixel or as many as are said.
    func areAlike(_ a: SpaceRule, _ b: SpaceRule, within distance: Double = 1) -> Bool {
        if a == b { return true }
        var (first, second) = (PlaceReader(a), PlaceReader(b))
        func isNear(_ x: Double, _ y: Double) -> Bool { (x - y).magnitude < distance }
        return sightings.allSatisfy { sighting in
            guard let one = first.pixelBox(of: sighting), let other = second.pixelBox(of: sighting) else {
                return false
            }
            return isNear(one.x0, other.x0) && isNear(one.y0, other.y0) && isNear(one.x1, other.x1)
                && isNear(one.y1, other.y1)
        }
    }

    /// The evidence in words: the chosen one first, then those that a person would think of.
    private func words(_ evidence: [SpaceEvidence], _ choice: Int?) -> String {
        var shown = choice.map { [$0] } ?? []
        let told = evidence.indices.filter {
            $0 != choice && (evidence[$0].difference != nil || evidence[$0].recipe != nil)
        }
        shown += told.prefix(3)
        shown += evidence.indices.filter { !shown.contains($0) }.prefix(max(0, (choice == nil ? 3 : 2) - shown.count))
        return shown.map { evidence[$0].words }.joined(separator: "; ")
    }
}

extension PixelSize {
    /// The number of pixels, or the largest number if it does not fit.
    var area: Int {
        let (area, overflow) = width.multipliedReportingOverflow(by: height)
        return overflow ? .max : area
    }
}

extension Sighting {
    /// The number of pixels of the picture that came back; 0 without one.
    fileprivate var area: Int { crop?.size.area ?? 0 }
}
