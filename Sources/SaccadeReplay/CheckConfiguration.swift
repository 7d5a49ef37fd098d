public import Saccade

/// What a project's `.saccade.json` says about checks.
///
///     {
///       "level": "L2",
///       "strict": false,
///       "require": ["answer"],
///       "minimumCoverage": 0.9,
///       "rules": {"unresolved-space": "error", "claimed-call": "off", "orphan-image": "warning"},
///       "waivers": [{"rule": "region-leaves-image", "step": 3, "reason": "the tool pads, see issue 12"}]
///     }
///
/// A rule that is named with a severity runs, on by default or not.
public struct CheckConfiguration: Sendable {
    /// The level, if it is stated.
    public var level: Level?
    /// Whether warnings fail, if it is stated.
    public var isStrict: Bool?
    /// What traces must have.
    public var requirements: Set<Requirement> = []
    /// The share that must be verified, if it is stated.
    public var minimumCoverage: Double?
    /// Severities by rule id; `nil` turns a rule off.
    public var severities: [(rule: Rule, severity: Severity?)] = []
    /// The findings that the project lives with.
    public var waivers: [Waiver] = []

    /// Creates a configuration that changes nothing.
    public init() {}

    /// Reads a configuration.
    ///
    /// - Throws: ``/Saccade/TraceError`` with what was expected and what was found; a key that is not known is an error, because
    ///   a misspelt one would silently do nothing.
    public init(parsing bytes: [UInt8]) throws(TraceError) {
        let root = try JSONValue(parsing: bytes)
        guard let members = root.object else { throw Self.error("expected an object, found \(root.kindName)") }
        for member in members {
            switch member.key {
            case "level":
                guard let level = member.value.string.flatMap(Level.init(name:)) else {
                    throw Self.error("\"level\": expected L0 to \(Level.highest), found \(member.value.canonicalText)")
                }
                self.level = level
            case "strict": isStrict = try Self.truth(member)
            case "require":
                for name in member.value.array ?? [.null] {
                    guard let requirement = name.string.flatMap(Requirement.init(rawValue:)) else {
                        throw Self.error(
                            "\"require\": expected a list of \(Requirement.names), found \(name.canonicalText)")
                    }
                    requirements.insert(requirement)
                }
            case "minimumCoverage":
                guard let share = member.value.number, (0...1).contains(share) else {
                    throw Self.error(
                        "\"minimumCoverage\": expected a number from 0 to 1, found \(member.value.canonicalText)")
                }
                minimumCoverage = share
            case "rules":
                guard let rules = member.value.object else {
                    throw Self.error("\"rules\": expected an object, found \(member.value.kindName)")
                }
                for rule in rules { severities.append(try Self.severity(rule)) }
            case "waivers":
                guard let list = member.value.array else {
                    throw Self.error("\"waivers\": expected a list, found \(member.value.kindName)")
                }
                for (index, value) in list.enumerated() { waivers.append(try Self.waiver(value, index)) }
            default:
                throw Self.error(
                    "expected level, strict, require, minimumCoverage, rules or waivers, found \"\(member.key)\"")
            }
        }
    }

    /// Changes options as the configuration says.
    public func apply(to options: inout CheckOptions) {
        if let level { options.level = level }
        if let isStrict { options.isStrict = isStrict }
        if let minimumCoverage { options.minimumCoverage = minimumCoverage }
        options.requirements.formUnion(requirements)
        options.waivers += waivers
        for (rule, severity) in severities {
            guard let severity else {
                options.allowed.insert(rule.id)
                continue
            }
            options.severities[rule.id] = severity
            if !options.rules.contains(where: { $0.id == rule.id }) { options.rules.append(rule) }
        }
    }

    // MARK: Parts

    private static func error(_ message: String) -> TraceError { TraceError(.invalidField, message) }

    private static func truth(_ member: JSONMember) throws(TraceError) -> Bool {
        guard let value = member.value.bool else {
            throw error("\"\(member.key)\": expected true or false, found \(member.value.canonicalText)")
        }
        return value
    }

    private static func rule(_ name: String) throws(TraceError) -> Rule {
        guard let rule = Rule.named(name) else {
            throw error("expected a rule that `saccade explain` lists, found \"\(name)\"")
        }
        return rule
    }

    private static func severity(_ member: JSONMember) throws(TraceError) -> (rule: Rule, severity: Severity?) {
        let rule = try rule(member.key)
        guard let name = member.value.string, name == "off" || Severity(rawValue: name).isKnown else {
            throw error(
                "\"\(member.key)\": expected off, info, warning or error, found \(member.value.canonicalText)")
        }
        return (rule, name == "off" ? nil : Severity(rawValue: name))
    }

    private static func waiver(_ value: JSONValue, _ index: Int) throws(TraceError) -> Waiver {
        guard let name = value["rule"]?.string else { throw error("waiver \(index): expected a \"rule\"") }
        guard let reason = value["reason"]?.string, reason.contains(where: { !$0.isWhitespace }) else {
            throw error("waiver \(index) of \(name): expected a \"reason\"")
        }
        var waiver = Waiver(rule: try rule(name).id, reason: reason)
        for member in value.object ?? [] {
            switch member.key {
            case "rule", "reason": break
            case "fingerprint", "trace":
                guard let text = member.value.string else {
                    throw error("waiver \(index) of \(name): expected a text for \"\(member.key)\"")
                }
                if member.key == "trace" { waiver.trace = text } else { waiver.fingerprint = text }
            case "agent", "step", "image":
                guard let n = member.value.integer, n >= 0 else {
                    throw error("waiver \(index) of \(name): expected an ordinal for \"\(member.key)\"")
                }
                switch member.key {
                case "agent": waiver.agent = n
                case "step": waiver.step = n
                default: waiver.image = n
                }
            default:
                throw error(
                    "waiver \(index) of \(name): expected rule, reason, fingerprint, trace, agent, step or image, found \"\(member.key)\""
                )
            }
        }
        return waiver
    }
}

extension Requirement {
    /// The names of all, for messages.
    public static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension Level {
    /// The highest level.
    public static let highest = allCases.last ?? .l2
}
