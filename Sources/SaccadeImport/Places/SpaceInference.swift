import Saccade
import SaccadeImaging

/// Sets how the coordinates of a record are read.
///
/// What the user, the record or its syntax declares holds. Coordinates of one tool or one syntax are read alike: what the
/// record proves of them is *inferred*; what is only usual is *default*; else they stay *unresolved*.
struct SpaceInference {
    let options: ImportOptions

    /// The spaces that are tried, the commoner ones first.
    static let candidates: [SpaceRule] = [
        .pixels, .permille, .unit, .permille999, .percent, .unitSquare, .qwen25,
        SpaceRule(CoordinateSpace(order: .xywh)), SpaceRule(CoordinateSpace(unit: .unit, order: .xywh)),
        SpaceRule(CoordinateSpace(unit: .permille, order: .yxyx)),
    ]

    /// Where a place stands in a plan.
    private enum Slot {
        case call(agent: Int, call: Int, place: Int)
        case found(agent: Int, call: Int, place: Int)
        case word(agent: Int, round: Int, step: Int, words: Int, place: Int)
        case step(agent: Int, round: Int, step: Int, place: Int)
        case truth(Int)
    }

    private struct Group {
        var name: String
        var slots: [Slot]
    }

    /// Sets the reading of every place.
    func resolve(_ plan: inout RecordPlan) {
        var groups: [Group] = []
        var indexOfName: [String: Int] = [:]
        for slot in slots(of: plan) {
            let place = SpaceInference.place(at: slot, in: plan).place
            let settled: SpaceRule?
            if let declared = options.space {
                settled = declared
            } else if case .declared(let rule) = place.reading {
                settled = rule
            } else {
                settled = nil
            }
            let hasCrop: Bool
            if case .call = slot { hasCrop = true } else { hasCrop = false }
            if let settled, !hasCrop {
                set(SpaceReading(rule: settled, source: .declared), at: slot, in: &plan)
                continue
            }
            let name = place.group ?? "places"
            if let index = indexOfName[name] {
                groups[index].slots.append(slot)
            } else {
                indexOfName[name] = groups.count
                groups.append(Group(name: name, slots: [slot]))
            }
        }
        let references = self.references(of: plan)
        for group in groups { resolve(group, references, in: &plan) }
        spreadCandidates(in: &plan)
    }

    private func resolve(_ group: Group, _ references: [ReferenceBox], in plan: inout RecordPlan) {
        guard let first = group.slots.first else { return }
        let place = SpaceInference.place(at: first, in: plan).place
        let profile = self.profile(of: first, in: plan)
        var usual = profile?.rule
        if case .usual(let rule) = place.reading { usual = rule }
        var declared = options.space
        if declared == nil, case .declared(let rule) = place.reading { declared = rule }
        var candidates = SpaceInference.candidates
        if let front = declared ?? usual {
            candidates.removeAll { $0 == front }
            candidates.insert(front, at: 0)
        }
        var recipes = ZoomRecipe.all
        // Of recipes that explain the crops alike the tool's own counts, and of a tool that is not known the plainest.
        let front = profile?.recipe ?? .plainCrop
        recipes.removeAll { $0 == front }
        recipes.insert(front, at: 0)
        let sightings = group.slots.compactMap { sighting(at: $0, in: plan) }
        // What is declared is not put to the vote; only what the tool did with it is found out.
        let judge = SpaceJudge(
            sightings: sightings, references: declared == nil ? references : [],
            candidates: declared.map { [$0] } ?? candidates, recipes: recipes)
        let images = plan.images
        var comparison = CropComparison(budget: options.comparisons) { index in
            images[index].file.flatMap { try? PixelImage.decode($0.bytes) }
        }
        let judgement = judge.judge(&comparison)
        var reading = SpaceReading()
        var remark: Remark?
        let pointer = place.pointer
        if let declared {
            reading = SpaceReading(rule: declared, source: .declared)
            reading.recipe = judgement.evidence.first?.recipe ?? profile?.recipe
            if options.space != nil {
                remark = Remark(
                    .info, "coordinates-declared", "the coordinates of \(group.name) were declared", at: pointer)
            }
        } else if let choice = judgement.choice {
            let chosen = judgement.evidence[choice]
            reading = SpaceReading(rule: chosen.rule, source: .inferred, recipe: chosen.recipe ?? profile?.recipe)
            remark = Remark(
                .info, "coordinates-inferred",
                "the coordinates of \(group.name) are \(chosen.rule.words): \(judgement.reason)", at: pointer)
        } else if let usual {
            reading = SpaceReading(rule: usual, source: .standard, recipe: profile?.recipe)
            remark = Remark(
                .warning, "coordinates-by-default",
                "the coordinates of \(group.name) were taken for \(usual.words), as is usual for them: "
                    + judgement.reason, at: pointer)
        } else {
            remark = Remark(
                .warning, "coordinates-unresolved",
                "the space of the coordinates of \(group.name) is not known: \(judgement.reason)", at: pointer)
        }
        for slot in group.slots { set(reading, at: slot, in: &plan) }
        if var remark, !sightings.isEmpty || options.space != nil || place.numbers.count > 0 {
            remark.excerpt = place.written
            note(remark, at: first, in: &plan)
        }
    }

    // MARK: Slots

    private func slots(of plan: RecordPlan) -> [Slot] {
        var slots: [Slot] = plan.truth.indices.map { .truth($0) }
        // By indices: a copy of a call or a step counts references to all that it holds.
        for a in plan.agents.indices {
            for c in plan.agents[a].calls.indices {
                for p in plan.agents[a].calls[c].places.indices { slots.append(.call(agent: a, call: c, place: p)) }
                for p in plan.agents[a].calls[c].found.indices { slots.append(.found(agent: a, call: c, place: p)) }
            }
            for r in plan.agents[a].rounds.indices {
                for s in plan.agents[a].rounds[r].steps.indices {
                    for w in plan.agents[a].rounds[r].steps[s].words.indices {
                        for p in plan.agents[a].rounds[r].steps[s].words[w].places.indices {
                            slots.append(.word(agent: a, round: r, step: s, words: w, place: p))
                        }
                    }
                    for p in plan.agents[a].rounds[r].steps[s].places.indices {
                        slots.append(.step(agent: a, round: r, step: s, place: p))
                    }
                }
            }
        }
        return slots
    }

    private static func place(at slot: Slot, in plan: RecordPlan) -> PlannedPlace {
        switch slot {
        case .call(let a, let c, let p): plan.agents[a].calls[c].places[p]
        case .found(let a, let c, let p): plan.agents[a].calls[c].found[p]
        case .word(let a, let r, let s, let w, let p): plan.agents[a].rounds[r].steps[s].words[w].places[p]
        case .step(let a, let r, let s, let p): plan.agents[a].rounds[r].steps[s].places[p]
        case .truth(let index): plan.truth[index]
        }
    }

    private func set(_ reading: SpaceReading, at slot: Slot, in plan: inout RecordPlan) {
        switch slot {
        case .call(let a, let c, let p): plan.agents[a].calls[c].places[p].reading = reading
        case .found(let a, let c, let p): plan.agents[a].calls[c].found[p].reading = reading
        case .word(let a, let r, let s, let w, let p):
            plan.agents[a].rounds[r].steps[s].words[w].places[p].reading = reading
        case .step(let a, let r, let s, let p): plan.agents[a].rounds[r].steps[s].places[p].reading = reading
        case .truth(let index): plan.truth[index].reading = reading
        }
    }

    private func note(_ remark: Remark, at slot: Slot, in plan: inout RecordPlan) {
        switch slot {
        case .call(let a, let c, _), .found(let a, let c, _): plan.agents[a].calls[c].remarks.append(remark)
        case .word(let a, let r, let s, _, _), .step(let a, let r, let s, _):
            plan.agents[a].rounds[r].steps[s].remarks.append(remark)
        case .truth: plan.conversation.remarks.append(remark)
        }
    }

    private func profile(of slot: Slot, in plan: RecordPlan) -> ToolProfile? {
        switch slot {
        case .call(let a, let c, _), .found(let a, let c, _):
            ToolProfile.of(plan.agents[a].calls[c].call, in: plan.conversation)
        default: nil
        }
    }

    private func sighting(at slot: Slot, in plan: RecordPlan) -> Sighting? {
        let planned = SpaceInference.place(at: slot, in: plan)
        guard !planned.place.numbers.isEmpty, let size = plan.images[planned.image].size else { return nil }
        var sighting = Sighting(place: planned.place.form, image: planned.image, size: size)
        if case .call(let a, let c, _) = slot, plan.agents[a].calls[c].places.count == 1,
            !plan.agents[a].calls[c].call.isAction
        {
            let returned = plan.agents[a].calls[c].resultImages
            if returned.count == 1, let child = returned.first, child != planned.image,
                let stored = plan.images[child].size
            {
                sighting.crop = (child, stored)
            }
        }
        return sighting
    }

    private func references(of plan: RecordPlan) -> [ReferenceBox] {
        plan.truth.compactMap { planned in
            guard case .declared(let rule) = planned.place.reading, let size = plan.images[planned.image].size,
                let space = rule.space(for: size), let box = planned.place.pixelBox(in: space, of: size), !box.isEmpty
            else { return nil }
            return ReferenceBox(image: planned.image, box: box)
        }
    }
}
