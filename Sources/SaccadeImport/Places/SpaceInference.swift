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

    /// A place of a plan and what it belongs to.
    private struct Slot {
        enum Owner {
            /// It is what a call asks for.
            case call(PlannedCall)
            /// It is what a tool found.
            case found(PlannedCall)
            case step(PlannedStep)
            case truth
        }

        var place: PlannedPlace
        var owner: Owner

        /// The call that it belongs to, if it does.
        var call: PlannedCall? {
            switch owner {
            case .call(let call), .found(let call): call
            case .step, .truth: nil
            }
        }
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
            let settled: SpaceRule?
            if let declared = options.space {
                settled = declared
            } else if case .declared(let rule) = slot.place.place.reading {
                settled = rule
            } else {
                settled = nil
            }
            let hasCrop: Bool
            if case .call = slot.owner { hasCrop = true } else { hasCrop = false }
            if let settled, !hasCrop {
                slot.place.reading = SpaceReading(rule: settled, source: .declared)
                continue
            }
            let name = slot.place.place.group ?? "places"
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
        let place = first.place.place
        let profile = first.call.flatMap { ToolProfile.of($0.call, in: plan.conversation) }
        var usual = profile?.rule
        if case .usual(let rule) = place.reading { usual = rule }
        var caution = ""
        if group.name == PlaceGrammar.jsonBoxes2D.name, case .usual = place.reading {
            switch BoxOrder.of(plan.conversation) {
            case .gemini: break
            case .glmV: usual = .permille
            case .unsaid:
                caution =
                    "; the record does not name its model, and GLM-V writes x first behind the same key: "
                    + "--family glm-v reads them so"
            }
        }
        var declared = options.space
        if declared == nil, case .declared(let rule) = place.reading { declared = rule }
        var candidates = SpaceInference.candidates
        if let front = declared ?? usual {
            candidates.removeAll { $0 == front }
            candidates.insert(front, at: 0)
        }
        let sightings = group.slots.compactMap { sighting(at: $0, images: plan.images) }
        var recipes: [ZoomRecipe] = []
        if sightings.contains(where: { $0.crop != nil }) {
            // Of recipes that explain the crops alike the tool's own counts; of a tool that is not known, the plainest.
            let front = profile?.recipe ?? .plainCrop
            recipes = [front] + ZoomRecipe.all.filter { $0 != front }
        }
        // What is declared is not put to the vote; only what the tool did with it is found out.
        let judge = SpaceJudge(
            sightings: sightings, references: declared == nil ? references : [],
            candidates: declared.map { [$0] } ?? candidates, recipes: recipes)
        let images = plan.images
        var comparison = CropComparison(budget: options.comparisons) { index in
            images[index].file.flatMap { try? PixelImage.decode($0.bytes) }
        }
        let judgement = judge.judge(&comparison)
        let reading: SpaceReading
        var remark: Remark?
        let pointer = place.pointer
        if let declared {
            reading = SpaceReading(
                rule: declared, source: .declared, recipe: judgement.evidence.first?.recipe ?? profile?.recipe)
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
                    + judgement.reason + caution, at: pointer)
        } else {
            reading = SpaceReading()
            remark = Remark(
                .warning, "coordinates-unresolved",
                "the space of the coordinates of \(group.name) is not known: \(judgement.reason)", at: pointer)
        }
        for slot in group.slots { slot.place.reading = reading }
        if var remark, !sightings.isEmpty || options.space != nil || place.numbers.count > 0 {
            remark.excerpt = place.written
            note(remark, at: first, in: &plan)
        }
    }

    // MARK: Slots

    private func slots(of plan: RecordPlan) -> [Slot] {
        var slots = plan.truth.map { Slot(place: $0, owner: .truth) }
        for agent in plan.agents {
            for call in agent.calls {
                for place in call.places { slots.append(Slot(place: place, owner: .call(call))) }
                for place in call.found { slots.append(Slot(place: place, owner: .found(call))) }
            }
            for round in agent.rounds {
                for step in round.steps {
                    for words in step.words {
                        for place in words.places { slots.append(Slot(place: place, owner: .step(step))) }
                    }
                    for place in step.places { slots.append(Slot(place: place, owner: .step(step))) }
                }
            }
        }
        return slots
    }

    private func note(_ remark: Remark, at slot: Slot, in plan: inout RecordPlan) {
        switch slot.owner {
        case .call(let call), .found(let call): call.remarks.append(remark)
        case .step(let step): step.remarks.append(remark)
        case .truth: plan.conversation.remarks.append(remark)
        }
    }

    private func sighting(at slot: Slot, images: ImageTable) -> Sighting? {
        let planned = slot.place
        guard !planned.place.numbers.isEmpty, let size = images.size(of: planned.image) else { return nil }
        var crop: (image: Int, size: PixelSize)?
        if case .call(let call) = slot.owner, call.places.count == 1, !call.call.isAction {
            let returned = call.resultImages
            if returned.count == 1, let child = returned.first, child != planned.image,
                let stored = images.size(of: child)
            {
                crop = (child, stored)
            }
        }
        return Sighting(place: planned.place.form, image: planned.image, size: size, crop: crop)
    }

    private func references(of plan: RecordPlan) -> [ReferenceBox] {
        plan.truth.compactMap { planned in
            guard case .declared(let rule) = planned.place.reading, let size = plan.images.size(of: planned.image),
                let space = rule.space(for: size), let box = planned.place.pixelBox(in: space, of: size), !box.isEmpty
            else { return nil }
            return ReferenceBox(image: planned.image, box: box)
        }
    }
}
