import Saccade
import SaccadeImaging

extension StoryboardBuilder {
    /// Returns the panels of one step: one for each image that it looked at, or one without.
    func panels(of name: StepName, seen: inout Set<Int>, isLast: Bool) -> [Panel] {
        let agent = trace.agents[name.agent]
        let step = agent.steps[name.step]
        let regions = step.regions.map { agent.regions[$0] }
        let answers = step.answers.map { agent.answers[$0] }
        var pictures: [Picture] = []
        if regions.isEmpty {
            if let picture = pictureWithoutRegions(name, step, answers, &seen, isLast) { pictures = [picture] }
        } else {
            var order: [Int] = []
            for region in regions where !order.contains(region.image) { order.append(region.image) }
            for image in order {
                seen.insert(image)
                pictures.append(picture(of: image, regions.filter { $0.image == image }, name))
            }
        }
        var panel = Panel(
            number: "\(name.step)", kind: kind(of: step, regions),
            title: title(of: step), meta: meta(of: step, agent),
            lane: name.agent,
            start: step.beginTime.map(Int64.init))
        // In lanes the column names the agent.
        if trace.agents.count > 1, !hasLanes { panel.agent = lane(of: name.agent) }
        panel.picture = pictures.first
        panel.blocks = blocks(of: step, name.agent, answers)
        panel.calls = calls(of: step, by: name.agent) + loneRegions(regions)
        panel.evidence = evidence(of: answers)
        panel.notes = notes(where: { $0.step == name.step && ($0.agent ?? 0) == name.agent })
        panel.notes += diagnostics(of: name)
        panel.notes += aggregates(of: name)
        panel.notes += scores(of: name)
        return [panel]
            + pictures.dropFirst().map { picture in
                Panel(
                    number: "\(name.step)", kind: "\(step.begin.kind.rawValue), continued", agent: panel.agent,
                    picture: picture, lane: name.agent, start: panel.start)
            }
    }

    private func kind(of step: StepState, _ regions: [Region]) -> String {
        let kind = step.begin.kind
        let hasText = step.texts.contains { !$0.text.isEmpty }
        return (kind == .look || kind == .act) && hasText ? "think + \(kind.rawValue)" : kind.rawValue
    }

    /// What the recorder called the step, unless that says no more than its kind.
    private func title(of step: StepState) -> String {
        let title = RichText(reading: (step.begin.title ?? "").cut(to: 160)).text
        return title.comparable == step.begin.kind.rawValue ? "" : title
    }

    /// What the step cost: tokens of its generation, for the first step of it, and time.
    private func meta(of step: StepState, _ agent: AgentState) -> String {
        var parts: [String] = []
        if let n = step.begin.generation, agent.generations.indices.contains(n),
            agent.steps.first(where: { $0.begin.generation == n })?.begin.n == step.begin.n,
            let usage = agent.generations[n].end?.usage
        {
            var tokens = "\(usage.input.map(grouped) ?? "?") → \(usage.output.map(grouped) ?? "?") tok"
            if let image = usage.image, !hasLanes { tokens += " (\(grouped(image)) image)" }
            parts.append(tokens)
        }
        if !hasLanes || parts.isEmpty, let begin = step.beginTime, let end = step.endTime, end > begin {
            parts.append(duration(end - begin))
        }
        return parts.joined(separator: " · ")
    }

    // MARK: Pictures

    /// The number of a region as the page shows it: its ordinal, with its agent where there are several.
    func number(of region: Region) -> String {
        trace.agents.count > 1 ? "\(region.agent):\(region.n)" : "\(region.n)"
    }

    /// The index of a region's colour.
    func color(of region: Region) -> Int { coloring.index(of: region) }

    func drawn(_ region: Region, shape: Shape? = nil, time: PictureRegion.Time) -> PictureRegion {
        let shape = shape ?? pixels(of: region)
        var result = PictureRegion(
            shape, number: time == .current ? number(of: region) : "", color: color(of: region), time: time,
            isSpaceGuessed: region.spaceSource == .standard || region.spaceSource == .unresolved)
        if case .mask = shape { result.style = options.maskStyle }
        guard time == .current else { return result }
        if case .mark(let id, _) = shape { result.label = "mark \(id.cut(to: 24))" }
        if options.hasLabels, let label = region.label, !label.isEmpty { result.label = label.cut(to: 60) }
        return result
    }

    /// The shape of a region in pixels of its image.
    func pixels(of region: Region) -> Shape {
        if let pixels = region.pixels { return images.whole(pixels) }
        if region.spaceSource == .unresolved { return .invalid(reason: "the coordinate space is not known") }
        let shape = images.whole(region.shape)
        guard let size = trace.image(region.image)?.declaration.size else {
            // Numbers of another space are no pixels.
            return region.space == .pixels ? shape : .invalid(reason: "the size of the picture is not known")
        }
        return (try? shape.resolved(in: region.space, of: size)) ?? shape
    }

    func picture(of image: Int, _ current: [Region], _ name: StepName) -> Picture {
        guard let state = trace.image(image) else {
            return Picture(.absent(size: nil, reason: "image \(image) has not been declared"))
        }
        let agent = trace.agents[name.agent]
        let past = agent.regions.filter { region in
            guard region.image == image, let step = region.step, step < name.step else { return false }
            return isInside(pixels(of: region), image)
        }
        var picture = Picture(images.content(of: state), caption: caption(of: state, seenBy: name))
        let hidden = past.count - StoryboardBuilder.mostPastRegions
        if hidden > 0 { picture.caption += picture.caption.isEmpty ? "" : " · " }
        if hidden > 0 { picture.caption += "\(grouped(hidden)) earlier looks not drawn" }
        picture.regions =
            past.suffix(StoryboardBuilder.mostPastRegions).map { drawn($0, time: .past) }
            + current.map { drawn($0, time: .current) }
        if let last = past.last, let from = pixels(of: last).gaze(atEnd: true),
            let to = current.first.flatMap({ pixels(of: $0).gaze(atEnd: false) }),
            state.declaration.size.map({ $0.box.holds(from) && $0.box.holds(to) }) ?? true
        {
            picture.gazePath = [from, to]
        }
        picture.insets = insets(of: current)
        return picture
    }

    /// Whether an earlier region lies on its image, as far as that is known: what lies outside was said on the card of its
    /// own step.
    private func isInside(_ shape: Shape, _ image: Int) -> Bool {
        guard let bounds = shape.bounds, let size = trace.image(image)?.declaration.size else { return true }
        return !bounds.intersection(size.box).isEmpty || bounds.area == 0
    }

    /// The most earlier regions that a picture shows; more would be a thicket.
    static let mostPastRegions = 24

    /// The images that came back for some regions.
    private func insets(of regions: [Region]) -> [Inset] {
        regions.compactMap { region in
            guard let made = products.image(ofRegion: region.n, by: region.agent).flatMap({ trace.image($0) }),
                case .image(let source) = images.content(of: made)
            else { return nil }
            var caption = "\(source.size.width)×\(source.size.height)"
            if let executed = made.derivation?.executed, executed.width > 0 {
                caption += " · ×\(decimal(Double(source.size.width) / executed.width))"
            }
            var inset = Inset(source, region: number(of: region), caption: caption)
            inset.source = executed(for: region)
            return inset
        }
    }

    /// The place that was cut for a region, in pixels of its image, where it is not the region.
    func executed(for region: Region) -> Box? {
        guard let made = products.image(ofRegion: region.n, by: region.agent).flatMap({ trace.image($0) }),
            let executed = made.derivation?.executed, executed.area > 0, made.derivation?.parents.count == 1,
            made.derivation?.parents.first?.image == region.image, let bounds = pixels(of: region).bounds
        else { return nil }
        let edges = [
            executed.x0 - bounds.x0, executed.y0 - bounds.y0, executed.x1 - bounds.x1, executed.y1 - bounds.y1,
        ]
        // Rounding moves an edge by less than two pixels.
        return edges.contains { abs($0) >= 2 } ? executed : nil
    }

    /// What a step without regions shows: the evidence of its answer, or an image that has not been shown.
    private func pictureWithoutRegions(
        _ name: StepName, _ step: StepState, _ answers: [Answer], _ seen: inout Set<Int>, _ isLast: Bool
    ) -> Picture? {
        let agent = trace.agents[name.agent]
        if let picture = evidencePicture(answers, name) { return picture }
        let returned = step.calls.flatMap { agent.calls[$0].parts.compactMap(\.image) }
        // What came with this call of the model, not what it had seen before and no card has shown.
        let received = step.begin.generation.flatMap { n in
            agent.generations.indices.contains(n) ? agent.generations[n].added : nil
        }
        let made = trace.images.filter { image in
            guard let call = image.declaration.origin.call else { return false }
            return (image.declaration.origin.agent ?? 0) == name.agent && step.calls.contains(call)
        }.map(\.declaration.n)
        let candidates = returned + made + (received ?? [])
        guard let image = candidates.first(where: { !seen.contains($0) }), let state = trace.image(image) else {
            return nil
        }
        seen.insert(image)
        return Picture(images.content(of: state), caption: caption(of: state, seenBy: name), emphasis: .overview)
    }

    /// The regions that answers rest on, on the image that most of them go back to; what else the agent looked at there
    /// is an earlier look.
    private func evidencePicture(_ answers: [Answer], _ name: StepName) -> Picture? {
        let evidence = answers.flatMap(\.regions)
        let groups = byRoot(evidence.compactMap { trace.region($0) })
        guard let best = groups.max(by: { ($0.regions.count, -$0.root) < ($1.regions.count, -$1.root) }) else {
            return nil
        }
        let others = trace.agents[name.agent].regions.filter { region in
            (region.step ?? .max) < name.step && !evidence.contains(ScopedOrdinal(agent: name.agent, n: region.n))
        }
        let past = byRoot(others).first { $0.root == best.root }?.regions.filter { isInside($0.shape, best.root) } ?? []
        return overview(
            best.root,
            past.suffix(Self.mostPastRegions).map { drawn($0.region, shape: $0.shape, time: .past) }
                + best.regions.map { drawn($0.region, shape: $0.shape, time: .current) })
    }

    /// Returns an image with some regions on it, all equally bright.
    func overview(_ image: Int, _ regions: [PictureRegion]) -> Picture {
        guard let state = trace.image(image) else {
            return Picture(.absent(size: nil, reason: "image \(image) has not been declared"))
        }
        return Picture(images.content(of: state), regions: regions, caption: caption(of: state), emphasis: .overview)
    }

    /// Regions that go back to one image, each in its pixels.
    struct RootGroup {
        var root: Int
        var regions: [(region: Region, shape: Shape)]
    }

    /// Returns regions by the image at the root of theirs, in the order in which the roots occur; those that have no
    /// place on a root are left out.
    func byRoot(_ regions: [Region]) -> [RootGroup] {
        var groups: [RootGroup] = []
        for region in regions {
            guard let image = trace.image(region.image) else { continue }
            var shape = pixels(of: region)
            if image.root != region.image {
                guard let map = image.mapToRoot, let mapped = shape.mapped(by: map) else { continue }
                shape = mapped
            }
            if let index = groups.firstIndex(where: { $0.root == image.root }) {
                groups[index].regions.append((region, shape))
            } else {
                groups.append(RootGroup(root: image.root, regions: [(region, shape)]))
            }
        }
        return groups
    }

    /// What an image is, and as what the model of a step saw it.
    func caption(of image: ImageState, seenBy name: StepName? = nil) -> String {
        var parts: [String] = []
        let seen = name.flatMap { seenAs(image.declaration.n, by: $0) }
        if trace.images.count > 1 || seen != nil {
            parts.append("image \(image.declaration.n)")
            if let size = image.declaration.size { parts.append("\(size.width)×\(size.height)") }
        }
        if let origin = origin(of: image) { parts.append(origin) }
        if let seen { parts.append(seen) }
        return parts.joined(separator: " · ")
    }

    /// Where an image comes from that was no input and was not made from another, and whether a model ever saw it.
    private func origin(of image: ImageState) -> String? {
        let origin = image.declaration.origin
        guard origin.kind == .tool, image.derivation == nil else { return nil }
        let calls = trace.agent(origin.agent ?? 0)?.calls
        let call = origin.call.flatMap { n in calls.flatMap { $0.indices.contains(n) ? $0[n].request.name : nil } }
        let from = "from \(call?.cut(to: 40) ?? "a tool")"
        // That nothing received it can only be said where it is known what was received.
        guard inputs.areKnown, !inputs.contain(image.declaration.n) else { return from }
        return "\(from), never shown to the model"
    }

    /// As what the model of a step received an image, in words; `nil` where that was not recorded.
    ///
    /// On small cards it would hide too much of the image.
    private func seenAs(_ image: Int, by name: StepName) -> String? {
        if hasLanes && trace.agents.count > 1 || layout == .strip { return nil }
        guard let generation = trace.agents[name.agent].steps[name.step].begin.generation else { return nil }
        return inputs.preprocessing(of: image, agent: name.agent, generation: generation)?.words
    }
}

extension Shape {
    /// Where the gaze is when it begins or ends with a shape: in its middle, or at an end of a line.
    fileprivate func gaze(atEnd isEnd: Bool) -> Point? {
        switch self {
        case .polyline(let points): isEnd ? points.last : points.first
        case .arrow(let tail, let tip): isEnd ? tip : tail
        default: bounds?.center
        }
    }
}

extension PixelSize {
    /// The box of an image of this size.
    fileprivate var box: Box { Box(x0: 0, y0: 0, x1: Double(width), y1: Double(height)) }
}

extension Box {
    /// Returns whether a point lies in the box, edges included.
    func holds(_ point: Point) -> Bool {
        point.x >= x0 && point.x <= x1 && point.y >= y0 && point.y <= y1
    }
}
