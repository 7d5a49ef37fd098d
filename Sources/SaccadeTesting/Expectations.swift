import Saccade
public import SaccadeReplay
public import Testing

extension Report: CustomTestStringConvertible {
    /// The report as text, so that `#expect(try check("trace.jsonl").passed)` prints what is wrong and where.
    public var testDescription: String { "\n" + text() }
}

/// Expects that a trace holds together.
///
/// A failure prints what was found, where, and how to mend it. If the trace is a file and `saccade` is on the path, the
/// drawn trace is attached to the test.
///
/// - Parameters:
///   - trace: A path, the bytes of a log, or a ``TraceBuilder``.
///   - level: How deeply to check.
///   - allowing: Rules whose findings do not matter here.
///   - allowsUnverified: Whether it is enough that nothing wrong was found.
///   - pixels: What decodes and computes pixels at L3, as `ImagingKit()` of `SaccadePixels`.
///   - sourceLocation: Where a failure is reported.
/// - Returns: The report, or `nil` if the trace could not be read, which is recorded as an issue.
@discardableResult
public func expectConsistent(
    _ trace: some CheckableTrace, level: Level = .l2, allowing: [Rule] = [], allowsUnverified: Bool = false,
    pixels: (any PixelKit)? = nil, sourceLocation: SourceLocation = #_sourceLocation
) -> Report? {
    let options = CheckOptions(level: level, allowed: Set(allowing.map(\.id)), pixels: pixels)
    do {
        let report = try trace.report(options)
        if report.passed || (allowsUnverified && report.verdict == .unverified) { return report }
        Issue.record(Comment(rawValue: report.text()), sourceLocation: sourceLocation)
        attachDrawing(of: trace, at: report.findings.first, sourceLocation: sourceLocation)
        return report
    } catch {
        Issue.record(Comment(rawValue: "the trace cannot be read: \(error)"), sourceLocation: sourceLocation)
        return nil
    }
}

/// Expects that a rule finds something in a trace.
///
/// - Parameters:
///   - rule: The rule, on by default or not.
///   - trace: A path, the bytes of a log, or a ``TraceBuilder``.
///   - step: The step at which it must find something; `nil` for any.
///   - agent: The agent; `nil` for any.
///   - message: Words that the finding's message must hold.
///   - requirements: What the check requires.
///   - pixels: What decodes and computes pixels, for rules of L3.
///   - sourceLocation: Where a failure is reported.
/// - Returns: The first such finding, or `nil` if there is none, which is recorded as an issue with what was found
///   instead.
@discardableResult
public func expectFinding(
    _ rule: Rule, in trace: some CheckableTrace, atStep step: Int? = nil, agent: Int? = nil,
    saying message: String? = nil,
    requiring requirements: Set<Requirement> = [], pixels: (any PixelKit)? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) -> Finding? {
    let rules = Rule.standard.contains { $0.id == rule.id } ? Rule.standard : Rule.standard + [rule]
    let options = CheckOptions(
        level: max(rule.level, .l2), rules: rules, requirements: requirements, findingsPerRule: 1000, pixels: pixels)
    do {
        let report = try trace.report(options)
        let found = report.findings.first { finding in
            finding.ruleID == rule.id && (step == nil || finding.step == step)
                && (agent == nil || finding.agent == agent)
                && (message.map { finding.message.contains($0) } ?? true)
        }
        if let found { return found }
        let place = [agent.map { "agent \($0)" }, step.map { "step \($0)" }].compactMap { $0 }.joined(separator: ", ")
        let wanted = "expected a finding of \(rule.id)" + (place.isEmpty ? "" : " at \(place)")
        Issue.record(Comment(rawValue: "\(wanted); the check says:\n\(report.text())"), sourceLocation: sourceLocation)
        attachDrawing(of: trace, at: report.findings.first, sourceLocation: sourceLocation)
        return nil
    } catch {
        Issue.record(Comment(rawValue: "the trace cannot be read: \(error)"), sourceLocation: sourceLocation)
        return nil
    }
}

/// Expects that a trace says the same as a golden one in a file.
///
/// With `UPDATE_GOLDEN=1` in the environment the file is written instead. Ids, clocks and hosts never count; regions may
/// differ by a pixel and texts by white space.
///
/// - Parameters:
///   - trace: A path, the bytes of a log, or a ``TraceBuilder``.
///   - golden: The golden trace, in the text encoding; relative to the test's own file.
///   - ignoring: What may differ.
///   - sourceLocation: Where a failure is reported.
///   - testFile: The file of the test, for the golden trace's path.
/// - Returns: The difference, or `nil` if the golden trace was written or something could not be read.
@discardableResult
public func expectGolden(
    _ trace: some CheckableTrace, matches golden: String, ignoring: Set<TraceDiff.Category> = [.tokens],
    sourceLocation: SourceLocation = #_sourceLocation, testFile: String = #filePath
) -> TraceDiff? {
    let path = golden.hasPrefix("/") ? golden : StoragePath.join(StoragePath.folder(of: testFile), golden)
    do {
        if TestEnvironment.isUpdatingGoldens {
            try FileStorage().createFolder(StoragePath.folder(of: path))
            try FileStorage().write(try log(of: trace), to: path)
            return nil
        }
        let expected = try path.state()
        let diff = TraceDiff(expected, try trace.state(), ignoring: ignoring)
        guard !diff.isEmpty else { return diff }
        let text = "the trace is not \(golden); run with UPDATE_GOLDEN=1 if it is right:\n\(diff.text(maximum: 20))"
        Issue.record(Comment(rawValue: text), sourceLocation: sourceLocation)
        return diff
    } catch {
        Issue.record(Comment(rawValue: "\(error)"), sourceLocation: sourceLocation)
        return nil
    }
}

/// Returns a trace as a log in the text encoding, as it is compared: a builder's with its end.
func log(of trace: some CheckableTrace) throws(TraceError) -> [UInt8] {
    if let bytes = trace as? [UInt8] { return bytes }
    if let builder = trace as? TraceBuilder { return builder.finished.log }
    guard let path = trace.path else { throw TraceError(.fileSystem, "expected a trace with a file or bytes") }
    return try FileStorage().contents(of: path)
}
