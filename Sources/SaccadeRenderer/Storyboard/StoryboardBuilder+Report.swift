public import Saccade
public import SaccadeReplay

extension StoryboardBuilder {
    /// Creates a builder that shows what a check found: each finding on the card of its step, the verdict at the head.
    public init(
        trace: TraceState, images: ImageLibrary, report: TraceReport, options: Options = Options()
    ) {
        self.init(
            trace: trace, images: images, findings: report.groups.flatMap(StoryboardFinding.shown),
            badges: Badge.verdicts(of: report), verdicts: Self.verdicts(of: report, trace), options: options)
    }
}

extension StoryboardBuilder {
    /// Returns the verdicts on the images that a check at L3 made again.
    private static func verdicts(of report: TraceReport, _ trace: TraceState) -> [Int: Badge] {
        var verdicts: [Int: Badge] = [:]
        for (image, result) in report.reexecutions {
            let operation = trace.image(image)?.derivation?.operation
            verdicts[image] = Badge(result, of: operation?.shownName ?? "image")
        }
        return verdicts
    }
}

extension Operation {
    /// What the operation makes, in words.
    fileprivate var shownName: String {
        self == .zoom || self == .crop ? "crop" : rawValue.split(separator: "-").joined(separator: " ")
    }
}

extension StoryboardFinding {
    /// The most findings of one rule that a page shows.
    private static let mostOfARule = 4

    /// Returns what a page shows of the findings of one rule: the first ones, then how many more there are.
    fileprivate static func shown(_ group: FindingGroup) -> [StoryboardFinding] {
        var shown = group.findings.prefix(mostOfARule).map { finding in
            StoryboardFinding(
                tone: finding.severity.tone, rule: finding.ruleID, text: finding.message, agent: finding.agent,
                step: finding.step, image: finding.image)
        }
        let rest = group.counts.total - shown.count
        if rest > 0, let first = shown.first {
            shown.append(StoryboardFinding(tone: first.tone, rule: group.ruleID, text: "and \(rest) more like these"))
        }
        return shown
    }
}

extension Severity {
    fileprivate var tone: Tone {
        switch self {
        case .error: .failure
        case .warning: .warning
        default: .neutral
        }
    }
}

extension Badge {
    /// Returns the verdict and what stands beside it, for the head of a page.
    fileprivate static func verdicts(of report: TraceReport) -> [Badge] {
        let counts = report.counts
        var badges: [Badge] = []
        switch report.verdict {
        case .pass: badges.append(Badge("consistent at \(report.level)", tone: .pass))
        case .fail: badges.append(Badge(counted(counts.errors, "error"), tone: .failure))
        case .unverified: badges.append(Badge("unverified at \(report.level)", tone: .neutral))
        }
        let coverage = report.coverage
        let pixels = coverage.pixels
        let derived = pixels.reexecuted + pixels.mismatched + pixels.impossible
        if derived > 0 {
            let tone: Tone = pixels.mismatched > 0 ? .failure : pixels.impossible > 0 ? .neutral : .pass
            let word = pixels.tolerated > 0 ? "made again" : "exact"
            badges.append(Badge("crops \(word) \(pixels.reexecuted) of \(derived)", tone: tone))
        } else if coverage.derivedImages > 0 {
            let all = coverage.mappedImages == coverage.derivedImages
            badges.append(
                Badge(
                    "crops mapped \(coverage.mappedImages) of \(coverage.derivedImages)", tone: all ? .pass : .neutral))
        }
        if counts.warnings > 0 { badges.append(Badge(counted(counts.warnings, "warning"), tone: .warning)) }
        return badges
    }
}

extension Badge {
    /// The verdict on an image that was made again.
    fileprivate init(_ result: Reexecution, of name: String) {
        switch result {
        case .exact: self.init("\(name) exact", tone: .pass)
        case .tolerated: self.init("\(name) within tolerance", tone: .pass)
        case .mismatch: self.init("\(name) differs", tone: .failure)
        case .impossible: self.init("\(name) not made again", tone: .neutral)
        }
    }
}
