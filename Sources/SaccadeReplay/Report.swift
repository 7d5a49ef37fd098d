import Saccade

/// What one rule found in a trace: the first findings and how many there are in all.
public struct FindingGroup: Sendable {
    /// The rule's id.
    public var ruleID: String
    /// The findings that were kept, in the order of the log.
    public var findings: [Finding]
    /// How many there are, kept or not.
    public var counts: SeverityCounts
}

/// What a check found in one trace.
public struct TraceReport: Sendable {
    /// The trace's id, or that of the base for a layer; `nil` if the header could not be read.
    public let id: String?
    /// The verdict at the level that was asked for.
    public let verdict: Verdict
    /// The level that was asked for.
    public let level: Level
    /// Why the verdict is unverified; empty for other verdicts.
    public let reasons: [String]
    /// How much was covered.
    public let coverage: Coverage
    /// The findings by rule, the rules in the order of their first finding.
    public let groups: [FindingGroup]
    /// What came of making each derived image again, by the image's ordinal; empty below L3.
    public let reexecutions: [Int: Reexecution]

    /// The findings that waivers cover, in the order of the log.
    public let waived: [WaivedFinding]
    /// How many findings waivers cover, kept or not.
    public let waivedCount: Int

    /// Whether the trace passes at the level that was asked for.
    public var passed: Bool { verdict == .pass }

    /// The findings that were kept, in the order of the log.
    public var findings: [Finding] { TraceReport.sorted(groups.flatMap(\.findings)) }

    /// How many findings there are.
    public var counts: SeverityCounts { groups.reduce(SeverityCounts()) { $0 + $1.counts } }

    init(
        id: String?, isLayer: Bool, hasEnd: Bool, options: CheckOptions, coverage: Coverage, reports: [RuleReport],
        reexecutions: [Int: Reexecution]
    ) {
        self.id = id
        self.level = options.level
        self.coverage = coverage
        self.reexecutions = reexecutions
        let found = reports.filter { $0.counts.total > 0 }.map {
            FindingGroup(ruleID: $0.rule.id, findings: TraceReport.sorted($0.findings), counts: $0.counts)
        }
        groups = found.enumerated().sorted { a, b in
            let first = (a.element.findings.first?.location.line ?? .max, a.offset)
            return first < (b.element.findings.first?.location.line ?? .max, b.offset)
        }.map(\.element)
        waived = reports.flatMap(\.waived).sorted { $0.finding.location.line < $1.finding.location.line }
        waivedCount = reports.reduce(0) { $0 + $1.waivedCount }
        let counts = found.reduce(SeverityCounts()) { $0 + $1.counts }
        let fails = counts.errors > 0 || (options.isStrict && counts.warnings > 0)
        let doubts = TraceReport.doubts(coverage, options: options, isLayer: isLayer, hasEnd: hasEnd)
        verdict = fails ? .fail : doubts.isEmpty ? .pass : .unverified
        reasons = fails ? [] : doubts
    }

    /// Returns why a trace without errors is not verified at a level.
    private static func doubts(
        _ coverage: Coverage, options: CheckOptions, isLayer: Bool, hasEnd: Bool
    ) -> [String] {
        let level = options.level
        var doubts: [String] = []
        if coverage.unreadableLines > 0 {
            doubts.append(count(coverage.unreadableLines, "line cannot", "lines cannot") + " be read")
        }
        if isLayer {
            if level > .l0 { doubts.append("a layer is checked only together with its base") }
            return doubts
        }
        if coverage.steps == 0 { doubts.append("there are no steps") }
        if level >= .l1 {
            if !hasEnd { doubts.append("the log stops without trace.end") }
            if coverage.gaps > 0 {
                doubts.append(count(coverage.gaps, "gap", "gaps") + ": what it swallowed is unknown")
            }
            if coverage.unknownEvents > 0 {
                doubts.append(
                    count(coverage.unknownEvents, "event is", "events are")
                        + " of a kind that this version does not know")
            }
        }
        if level >= .l2 {
            if coverage.images == 0 { doubts.append("there are no images") }
            let unmapped = coverage.regions - coverage.mappedRegions
            if unmapped > 0, !isEnough(coverage.mappedRegions, of: coverage.regions, options) {
                doubts.append(
                    "\(unmapped) of \(count(coverage.regions, "region has", "regions have")) no place on a root image")
            }
        }
        if level >= .l3 { doubts += pixelDoubts(coverage, options) }
        if level >= .l4 {
            let open = coverage.calls - coverage.finishedCalls
            if open > 0 { doubts.append(count(open, "call has", "calls have") + " no recorded outcome") }
            let wrong = coverage.tools.different + coverage.tools.failed
            if wrong > 0 {
                doubts.append(
                    "\(wrong) of \(count(coverage.tools.repeated, "repeated call", "repeated calls")) gave something else"
                )
            }
        }
        return doubts
    }

    private static func pixelDoubts(_ coverage: Coverage, _ options: CheckOptions) -> [String] {
        guard options.pixels != nil else { return ["nothing is there to decode pixels with"] }
        let pixels = coverage.pixels
        var doubts: [String] = []
        if !isEnough(pixels.verified, of: pixels.verified + pixels.absent, options) {
            let reason = pixels.firstAbsence.map { " (\($0))" } ?? ""
            doubts.append(
                "\(pixels.absent) of \(count(pixels.verified + pixels.absent, "image has", "images have")) no pixels"
                    + reason)
        }
        let derived = pixels.reexecuted + pixels.mismatched + pixels.impossible
        if !isEnough(pixels.reexecuted, of: derived, options) {
            let reason = pixels.firstReason.map { " (\($0))" } ?? ""
            doubts.append(
                "\(pixels.impossible) of \(count(derived, "derived image", "derived images")) cannot be made again"
                    + reason)
        }
        if pixels.orphans > 0, !isEnough(derived, of: derived + pixels.orphans, options) {
            doubts.append(
                "nothing says how \(count(pixels.orphans, "image of a tool was", "images of tools were")) made")
        }
        return doubts
    }

    /// Whether the share that was verified is what the caller asks for.
    private static func isEnough(_ part: Int, of whole: Int, _ options: CheckOptions) -> Bool {
        Double(part) >= options.minimumCoverage * Double(whole)
    }

    private static func sorted(_ findings: [Finding]) -> [Finding] {
        findings.enumerated().sorted { a, b in
            (a.element.location.line, a.element.location.column, a.offset)
                < (b.element.location.line, b.element.location.column, b.offset)
        }.map(\.element)
    }

    static func count(_ n: Int, _ one: String, _ many: String) -> String { "\(n) \(n == 1 ? one : many)" }
}

/// What a check found in a file, which may hold several traces.
public struct Report: Sendable {
    /// The file, as the user named it; `nil` for bytes in memory.
    public let path: String?
    /// The level that was asked for.
    public let level: Level
    /// The traces, in the order of the file.
    public let traces: [TraceReport]

    /// The worst verdict of the traces; a file without a trace is unverified.
    public var verdict: Verdict {
        traces.isEmpty ? .unverified : traces.reduce(.pass) { $0.worse($1.verdict) }
    }

    /// Whether every trace passes at the level that was asked for, and there is at least one.
    public var passed: Bool { verdict == .pass }

    /// The findings that were kept, in the order of the file.
    public var findings: [Finding] { traces.flatMap(\.findings) }

    /// How many findings there are.
    public var counts: SeverityCounts { traces.reduce(SeverityCounts()) { $0 + $1.counts } }
}
