public import Saccade

extension Report {
    /// The report as JSON of a stable form: fields may be added, never changed.
    public var json: JSONValue {
        .members(
            ("schema", .string("saccade-report/1")), ("path", path.map(JSONValue.string)),
            ("level", .string("\(level)")), ("verdict", .string(verdict.rawValue)), ("passed", .bool(passed)),
            ("counts", counts.json), ("traces", .array(traces.map(\.json))))
    }
}

extension TraceReport {
    /// The report of one trace as JSON.
    public var json: JSONValue {
        .members(
            ("id", id.map(JSONValue.string)), ("verdict", .string(verdict.rawValue)),
            ("reasons", .array(reasons.map(JSONValue.string))), ("counts", counts.json), ("coverage", coverage.json),
            (
                "rules",
                .array(
                    groups.map { group in
                        .members(
                            ("rule", .string(group.ruleID)), ("counts", group.counts.json),
                            ("kept", .count(group.findings.count)))
                    })
            ), ("findings", .array(findings.map(\.json))),
            (
                "waived",
                waived.isEmpty
                    ? nil
                    : .array(
                        waived.map {
                            .members(("reason", .string($0.waiver.reason)), ("finding", $0.finding.json))
                        })
            ))
    }
}

extension Finding {
    /// The finding as JSON.
    public var json: JSONValue {
        .members(
            ("rule", .string(ruleID)), ("code", .string(code)), ("severity", .string(severity.rawValue)),
            ("file", location.file.map(JSONValue.string)), ("line", .count(location.line)),
            ("column", .count(location.column)), ("event", event.map(JSONValue.count)),
            ("agent", agent.map(JSONValue.count)), ("step", step.map(JSONValue.count)),
            ("image", image.map(JSONValue.count)),
            ("region", region.map { .array([.count($0.agent), .count($0.n)]) }), ("message", .string(message)),
            ("expected", expected.map(JSONValue.string)), ("found", found.map(JSONValue.string)),
            ("hint", hint.map(JSONValue.string)), ("fingerprint", .string(fingerprint)))
    }
}

extension SeverityCounts {
    /// The counts as JSON.
    var json: JSONValue {
        .members(("errors", .count(errors)), ("warnings", .count(warnings)), ("others", .count(others)))
    }
}

extension Coverage {
    /// The coverage as JSON.
    var json: JSONValue {
        .members(
            ("events", .count(events)), ("unknownEvents", .count(unknownEvents)),
            ("unreadableLines", .count(unreadableLines)), ("gaps", .count(gaps)), ("explained", .count(explained)),
            ("agents", .count(agents)), ("generations", .count(generations)), ("steps", .count(steps)),
            ("calls", .count(calls)), ("finishedCalls", .count(finishedCalls)), ("images", .count(images)),
            ("derivedImages", .count(derivedImages)), ("mappedImages", .count(mappedImages)),
            ("regions", .count(regions)), ("mappedRegions", .count(mappedRegions)), ("answers", .count(answers)),
            ("pixels", pixels == PixelCoverage() ? nil : pixels.json),
            (
                "tools",
                tools.repeated == 0
                    ? nil
                    : .members(
                        ("recorded", .count(tools.recorded)), ("repeated", .count(tools.repeated)),
                        ("different", .count(tools.different)), ("failed", .count(tools.failed)))
            ))
    }
}

extension PixelCoverage {
    /// The coverage as JSON.
    var json: JSONValue {
        .members(
            ("verified", .count(verified)), ("absent", .count(absent)), ("exact", .count(exact)),
            ("tolerated", .count(tolerated)), ("lossy", .count(lossy)), ("mismatched", .count(mismatched)),
            ("impossible", .count(impossible)),
            ("orphans", .count(orphans)), ("firstAbsence", firstAbsence.map(JSONValue.string)),
            ("firstReason", firstReason.map(JSONValue.string)))
    }
}

extension JSONValue {
    /// An object of the members that have a value, in order.
    static func members(_ members: (String, JSONValue?)...) -> JSONValue {
        .object(members.compactMap { name, value in value.map { JSONMember(name, $0) } })
    }

    /// A whole number.
    static func count(_ value: Int) -> JSONValue { .integer(Int64(value)) }
}
