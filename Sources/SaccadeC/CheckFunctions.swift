import Saccade
import SaccadeReplay

/// Checks the traces of a file or a folder, up to the places of regions (L2); pictures made again (L3) need the command.
///
/// `options` is NULL or a JSON object: `level` (`L0`, `L1`, `L2`), `trace` (as for `saccade_reader_open`), `format` of the
/// report (`text`, `json`, `sarif`, `junit`, `github`), and what `.saccade.json` may have: `strict`, `require`,
/// `minimumCoverage`, `rules`, `waivers`. `report` may be NULL; `saccade_free` takes the text back.
///
/// Returns 0 if every trace passes, 1 if one fails, 2 if one is unverified and none fails.
@c(saccade_check)
public func check(
    path: UnsafePointer<CChar>?, options: UnsafePointer<CChar>?,
    report: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int64 {
    result {
        let path = try required(path, "path")
        var choice = CheckChoice()
        try choice.read(members(options, "options"))
        let checker = Checker(choice.options)
        var reports: [Report] = []
        for file in try TraceFolder.files(at: path) {
            let report = try checker.check(path: file, selecting: choice.trace)
            // A trace that is asked for is in one of the files.
            if choice.trace == nil || !report.traces.isEmpty { reports.append(report) }
        }
        guard !reports.isEmpty else {
            throw Failure(.notFound, "expected the trace \(choice.trace?.description ?? "") in \(path), found none")
        }
        if let report { try give(reports.text(as: choice.format).utf8, to: report, "report") }
        if reports.contains(where: { $0.verdict == .fail }) { return 1 }
        return reports.allSatisfy(\.passed) ? 0 : 2
    }
}

/// What a caller wants of a check.
private struct CheckChoice {
    var options = CheckOptions()
    var format = ReportFormat.text
    var trace: TraceSelector?

    mutating func read(_ members: [JSONMember]) throws(Failure) {
        var configuration: [JSONMember] = []
        for member in members {
            let option = Option(member, in: "options")
            switch member.key {
            case "format":
                guard let format = ReportFormat(rawValue: try option.text()) else {
                    throw option.wrong("one of \(ReportFormat.allCases.map(\.rawValue).joined(separator: ", "))")
                }
                self.format = format
            case "trace":
                guard let selector = TraceSelector(try option.text()) else {
                    throw option.wrong("an id, its beginning or a number")
                }
                trace = selector
            default: configuration.append(member)
            }
        }
        let text = Array(JSONValue.object(configuration).canonicalText.utf8)
        let wanted = try reading("options") { () throws(TraceError) in try CheckConfiguration(parsing: text) }
        wanted.apply(to: &options)
        guard options.level <= .l2 else {
            throw Failure(
                .unsupported,
                "level: expected L0, L1 or L2, found \(options.level), which needs pixels: use the command `saccade check`"
            )
        }
    }
}
