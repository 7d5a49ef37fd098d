public import Saccade
import SaccadeDigest

/// Folds the events of one trace and lets the rules look at each.
///
/// Every event is taken once, in the order of the log; a rule sees only the kinds that it reads. Memory grows with what
/// is open and with images, not with events.
public final class ReplayEngine {
    /// What the rules see.
    public let state: ReplayState
    let options: CheckOptions
    let path: String?
    private var runs: [RuleRun] = []
    /// The runs that read a kind, by its slot; `runs` keeps them alive, so that an event counts no references to them.
    private var dispatch: [[Unmanaged<RuleRun>]]
    private var reports: [RuleReport] = []
    private var builtIn: [String: RuleReport] = [:]
    // These change with every event, and no rule comes back here meanwhile (Docs/Decisions/0072).
    @exclusivity(unchecked) private var coverage = Coverage()
    @exclusivity(unchecked) private var lastLine = 0
    private let checksGeometry: Bool
    private let checksStructure: Bool
    private let pictures: PictureTable?
    private var reexecutions: [Int: Reexecution] = [:]
    private var hasher = SHA256Hasher()
    /// What is not hashed yet: many events at once cost less than each alone.
    @exclusivity(unchecked) private var unhashed: [UInt8] = []

    /// Creates an engine for one trace; `path` is what findings call its file, and `file` is where its images lie.
    public init(options: CheckOptions = CheckOptions(), path: String? = nil, file: TraceFile? = nil) {
        self.options = options
        state = ReplayState(options)
        if options.level >= .l3, let kit = options.pixels {
            pictures = PictureTable(
                kit: kit, file: file ?? TraceFile(path: path ?? "trace.jsonl", storage: MemoryStorage()))
        } else {
            pictures = nil
        }
        state.pictures = pictures
        self.path = path
        checksStructure = options.level >= .l1
        checksGeometry = options.level >= .l2
        dispatch = Array(repeating: [], count: EventKind.slotCount)
        for rule in options.rules where rule.level <= options.level && !options.allowed.contains(rule.id) {
            let report = RuleReport(
                rule: rule, path: path, options: options, gaps: state.gaps,
                trace: { [state] in state.structure.header?.id ?? state.structure.layer?.trace })
            reports.append(report)
            guard let makeRun = rule.makeRun else {
                builtIn[rule.id] = report
                continue
            }
            let run = makeRun(report)
            for kind in rule.reads { dispatch[kind.slot].append(.passUnretained(run)) }
            if rule.readsUnknown { dispatch[EventKind.unknownSlot].append(.passUnretained(run)) }
            runs.append(run)
        }
    }

    /// Takes the next event of the trace.
    public func apply(_ entry: LogEntry) {
        coverage.events += 1
        lastLine = entry.line
        guard checksStructure else { return take(entry) }
        if case .traceEnd = entry.event.body {
            hasher.update(unhashed)
            unhashed = []
            state.digest = hasher.finalize()
        }
        unhashed.append(contentsOf: entry.source)
        unhashed.append(UInt8(ascii: "\n"))
        if unhashed.count >= 1 << 14 {
            hasher.update(unhashed)
            unhashed.removeAll(keepingCapacity: true)
        }
        if let misfit = state.misfit(of: entry), !fits(entry, despite: misfit) { return }
        if checksGeometry {
            switch entry.event.body {
            case .region: place(entry.event.body)
            case .imageDerive(let derivation): state.derivation = PlacedDerivation(derivation, in: state.structure)
            default: break
            }
            if let pictures { look(entry.event.body, pictures) }
        }
        for run in dispatch[entry.event.body.kind?.slot ?? EventKind.unknownSlot] {
            run._withUnsafeGuaranteedRef { $0.event(entry, state) }
        }
        take(entry)
    }

    /// Takes a line that could not be read, or damage beside the events, which is no line's.
    func fail(_ error: TraceError, isOfEvents: Bool = true) {
        coverage.unreadableLines += 1
        state.hasUnreadableLines = true
        state.texts.removeAll()
        state.gaps.addUnreadableLine()
        // Damage of a container has a byte and no line: the events stop after the last that was read.
        let line = error.location?.line ?? (isOfEvents ? lastLine + 1 : 1)
        builtIn[Rule.unreadable(error.code)]?.add(error, line: line, column: error.location?.column ?? 1)
    }

    /// Ends the trace and says what was found.
    public func finish() -> TraceReport {
        if coverage.events > 0 { state.lastPlace = Place(line: lastLine, event: coverage.events - 1) }
        if checksStructure { for run in runs { run.finish(state) } }
        let structure = state.structure
        coverage.agents = structure.counts.agents
        coverage.generations = structure.counts.generations
        coverage.steps = structure.counts.steps
        coverage.calls = structure.counts.calls
        coverage.answers = structure.counts.answers
        coverage.images = structure.images.count
        coverage.finishedCalls = coverage.calls - structure.agents.reduce(0) { $0 + $1.openCalls.count }
        coverage.tools = state.toolCoverage
        coverage.tools.recorded = coverage.finishedCalls
        coverage.derivedImages = structure.images.count { $0.isDerived }
        coverage.mappedImages = structure.images.count { $0.isDerived && $0.depth > 0 && $0.mapToRoot != nil }
        coverage.explained = reports.reduce(0) { $0 + $1.explained }
        if pictures != nil {
            coverage.pixels.orphans = structure.images.count { $0.origin == .tool && !$0.isDerived }
        }
        return TraceReport(
            id: structure.header?.id ?? structure.layer?.trace, isLayer: structure.layer != nil,
            hasEnd: structure.isEnded, options: options, coverage: coverage, reports: reports,
            reexecutions: reexecutions)
    }

    // MARK: Structure

    /// Reports why an event does not fit; returns whether it is to be taken in all the same.
    private func fits(_ entry: LogEntry, despite misfit: Misfit) -> Bool {
        if misfit.kind != .ordinal, state.gaps.explains(entry.event.body) {
            builtIn[misfit.kind.rawValue]?.explain()
            return true
        }
        if misfit.kind == .ordinal, let jump = OrdinalJump(entry.event.body, state.structure) {
            guard jump.isForward else {
                report(misfit, entry)
                return false
            }
            if jump.missing <= coverage.unreadableLines {
                builtIn[misfit.kind.rawValue]?.explain()
            } else {
                report(misfit, entry)
            }
            // What lies between is unknown; going on from here keeps one lost event from a flood of findings.
            state.structure.apply(Event(.gap(jump.gap)))
            if let agent = jump.agent {
                state.gaps.mark(agent, state.structure)
                state.texts.forget(agent: agent)
            }
            return true
        }
        if misfit.kind == .reference, misfit.undeclared <= coverage.unreadableLines {
            // What could not be read may have been the declaration, and has been reported itself.
            builtIn[misfit.kind.rawValue]?.explain()
            take(entry)
            return false
        }
        report(misfit, entry)
        switch misfit.kind {
        case .afterEnd, .header, .ordinal, .derivation: return false
        case .reference, .closedStep, .closedCall, .closedGeneration, .endedAgent:
            take(entry)
            return false
        }
    }

    private func report(_ misfit: Misfit, _ entry: LogEntry) {
        builtIn[misfit.kind.rawValue]?.add(misfit.message, at: entry, field: misfit.field)
    }

    // MARK: Folding

    /// Reads and makes again what an event says about pictures.
    private func look(_ body: EventBody, _ pictures: PictureTable) {
        switch body {
        case .image(let image):
            pictures.declare(image)
            let content = pictures.content(image.n)
            state.picture = content
            if let loaded = content.loaded, image.digest.map({ $0 == loaded.digest }) ?? true {
                coverage.pixels.verified += 1
            } else {
                coverage.pixels.absent += 1
                coverage.pixels.firstAbsence =
                    coverage.pixels.firstAbsence ?? "image \(image.n): \(content.absence ?? "its bytes are others")"
            }
        case .imagePixels(let pixels): state.picture = pictures.content(pixels.image)
        case .region(let region): pictures.name(region)
        case .imageDerive(let derivation):
            pictures.derive(derivation)
            let executor = Reexecutor(table: pictures, structure: state.structure)
            let result = executor.reexecute(derivation)
            state.reexecution = result
            state.strayMarks = executor.strayMarks(derivation)
            reexecutions[derivation.image] = result
            switch result {
            case .exact: coverage.pixels.exact += 1
            case .tolerated(let tolerance, _):
                coverage.pixels.tolerated += 1
                if tolerance == .lossy { coverage.pixels.lossy += 1 }
            case .mismatch: coverage.pixels.mismatched += 1
            case .impossible(let reason):
                coverage.pixels.impossible += 1
                coverage.pixels.firstReason = coverage.pixels.firstReason ?? "image \(derivation.image): \(reason)"
            }
        default: break
        }
    }

    private func place(_ body: EventBody) {
        state.place(body)
        coverage.regions += 1
        if let placed = state.region, placed.isMapped { coverage.mappedRegions += 1 }
    }

    /// Moves the state on over an event.
    private func take(_ entry: LogEntry) {
        state.structure.apply(entry.event)
        switch entry.event.body {
        case .stepBegin(let begin): state.texts.begin(agent: begin.agent, step: begin.n)
        case .stepText(let text): state.texts.append(text)
        case .stepEnd(let end): state.texts.end(agent: end.agent, step: end.step)
        case .agentEnd(let end): state.texts.forget(agent: end.agent)
        case .gap(let gap):
            coverage.gaps += 1
            state.gaps.add(gap, state.structure)
            for scope in gap.scopes { state.texts.forget(agent: scope.agent) }
        case .unknown: coverage.unknownEvents += 1
        default: break
        }
    }
}
