import Saccade

extension SpaceInference {
    /// The readings in which candidates for places are drawn: those under which most of them lie inside, at most three.
    ///
    /// Readings that lead to the places of an earlier one are left out.
    func readings(of evidence: [SpaceEvidence], alike: (SpaceRule, SpaceRule) -> Bool) -> [SpaceRule] {
        let most = evidence.map(\.inside).max() ?? 0
        guard most > 0 else { return [] }
        var rules: [SpaceRule] = []
        for entry in evidence where entry.inside == most && rules.count < 3 {
            if !rules.contains(where: { alike($0, entry.rule) }) { rules.append(entry.rule) }
        }
        return rules
    }

    /// Draws candidates of one group in every reading that fits: the places themselves in the first, copies in the others.
    func spread(_ rules: [SpaceRule], over places: [PlannedPlace]) -> [PlannedPlace] {
        var result: [PlannedPlace] = []
        for place in places {
            for rule in rules {
                var written = place.place
                if rules.count > 1 {
                    written.label = [written.label, "as \(rule.words)?"].compactMap { $0 }.joined(separator: " ")
                }
                let reading = SpaceReading(rule: rule, source: .standard)
                result.append(PlannedPlace(written, image: place.image, reading: reading))
            }
        }
        return result
    }

    /// Sets the readings of the candidates of a plan that nothing proved.
    func spreadCandidates(in plan: inout RecordPlan) {
        for a in plan.agents.indices {
            var groups: [String] = []
            for round in plan.agents[a].rounds {
                for step in round.steps {
                    for place in step.places where isOpenCandidate(place) {
                        let name = place.place.group ?? ""
                        if !groups.contains(name) { groups.append(name) }
                    }
                }
            }
            for name in groups { spread(group: name, of: a, in: &plan) }
        }
    }

    private func isOpenCandidate(_ place: PlannedPlace) -> Bool {
        place.place.isCandidate && place.reading.source == .unresolved
    }

    private func spread(group name: String, of a: Int, in plan: inout RecordPlan) {
        var sightings: [Sighting] = []
        for round in plan.agents[a].rounds {
            for step in round.steps {
                for place in step.places where isOpenCandidate(place) && place.place.group == name {
                    guard let size = plan.images.size(of: place.image) else { continue }
                    sightings.append(Sighting(place: place.place.form, image: place.image, size: size))
                }
            }
        }
        let judge = SpaceJudge(sightings: sightings, candidates: SpaceInference.candidates)
        var comparison = CropComparison(budget: 0) { _ in nil }
        let evidence = judge.judge(&comparison).evidence
        let rules = readings(of: evidence) { judge.areAlike($0, $1, within: 2) }
        guard !rules.isEmpty else { return }
        for r in plan.agents[a].rounds.indices {
            for s in plan.agents[a].rounds[r].steps.indices {
                let places = plan.agents[a].rounds[r].steps[s].places
                plan.agents[a].rounds[r].steps[s].places = places.flatMap { place in
                    isOpenCandidate(place) && place.place.group == name ? spread(rules, over: [place]) : [place]
                }
            }
        }
    }
}
