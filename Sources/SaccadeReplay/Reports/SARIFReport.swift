public import Saccade

extension [Report] {
    /// The reports as one SARIF 2.1.0 log with one run.
    ///
    /// Rules that found nothing are left out. Waived findings are there as suppressed results, with their reasons.
    public var sarif: JSONValue {
        let found = flatMap(\.traces).flatMap { $0.findings + $0.waived.map(\.finding) }
        var ids: [String] = []
        for finding in found where !ids.contains(finding.ruleID) { ids.append(finding.ruleID) }
        let index = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
        let results = flatMap(\.traces).flatMap { trace in
            trace.findings.map { $0.sarif(rule: index[$0.ruleID] ?? 0, waiver: nil) }
                + trace.waived.map { $0.finding.sarif(rule: index[$0.finding.ruleID] ?? 0, waiver: $0.waiver) }
        }
        let driver = JSONValue.members(
            ("name", .string("saccade")), ("semanticVersion", .string(SaccadeReplayVersion.current)),
            ("rules", .array(ids.compactMap(Rule.named).map(\.sarif))))
        let notifications = flatMap(\.traces).filter { $0.verdict == .unverified }.map { trace in
            JSONValue.members(
                ("level", .string("warning")),
                ("message", .members(("text", .string("\(trace.id ?? "a trace"): \(trace.summary)")))))
        }
        let invocation = JSONValue.members(
            ("executionSuccessful", .bool(true)),
            ("toolExecutionNotifications", notifications.isEmpty ? nil : .array(notifications)))
        let run = JSONValue.members(
            ("tool", .members(("driver", driver))), ("invocations", .array([invocation])),
            ("columnKind", .string("unicodeCodePoints")), ("results", .array(results)))
        return .members(
            ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")), ("version", .string("2.1.0")),
            ("runs", .array([run])))
    }
}

/// The version that reports name as their tool's.
enum SaccadeReplayVersion {
    static let current = "0.1.0"
}

extension Rule {
    /// The rule as a `reportingDescriptor`.
    fileprivate var sarif: JSONValue {
        .members(
            ("id", .string(id)), ("name", .string(pascalName)),
            ("shortDescription", .members(("text", .string(summary)))),
            ("fullDescription", .members(("text", .string(rationale)))),
            ("help", .members(("text", .string("To fix it: \(hint).")))),
            ("defaultConfiguration", .members(("level", .string(severity.sarifLevel)))),
            ("properties", .members(("catalogue", .string(code)), ("level", .string("\(level)")))))
    }

    /// The id in Pascal case, as SARIF wants names.
    private var pascalName: String {
        id.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}

extension Severity {
    /// The severity as SARIF's `level`.
    fileprivate var sarifLevel: String {
        switch self {
        case .error: "error"
        case .warning: "warning"
        default: "note"
        }
    }
}

extension Finding {
    fileprivate func sarif(rule: Int, waiver: Waiver?) -> JSONValue {
        // A path may hold what a URI must not.
        let region = JSONValue.members(
            ("startLine", .count(max(1, location.line))), ("startColumn", .count(max(1, location.column))))
        let physical = JSONValue.members(
            ("artifactLocation", .members(("uri", .string(Finding.uri(location.file ?? "<input>"))))),
            ("region", region))
        let logical = [agent.map { "agent \($0)" }, step.map { "step \($0)" }, image.map { "image \($0)" }]
            .compactMap { $0 }.joined(separator: ", ")
        let place = JSONValue.members(
            ("physicalLocation", physical),
            (
                "logicalLocations",
                logical.isEmpty ? nil : .array([.members(("fullyQualifiedName", .string(logical)))])
            ))
        let text = [
            message, expected.map { "expected \($0)" }, found.map { "found \($0)" }, hint.map { "to fix it: \($0)" },
        ]
        .compactMap { $0 }.joined(separator: "; ")
        let suppression = waiver.map {
            JSONValue.array([
                .members(
                    ("kind", .string("external")), ("status", .string("accepted")),
                    ("justification", .string($0.reason)))
            ])
        }
        return .members(
            ("ruleId", .string(ruleID)), ("ruleIndex", .count(rule)), ("level", .string(severity.sarifLevel)),
            ("message", .members(("text", .string(text)))), ("locations", .array([place])),
            ("partialFingerprints", .members(("saccade/v1", .string(fingerprint)))), ("suppressions", suppression))
    }

    /// A path as a URI reference: everything but unreserved characters and slashes is percent-encoded.
    static func uri(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            let isPlain =
                (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
                || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || "-._~/".utf8.contains(byte)
            if isPlain {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
