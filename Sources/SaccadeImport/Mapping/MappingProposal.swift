import Saccade

/// Writes a mapping for a record of a layout of its own, by what the generic path finds in it.
///
/// It is meant to be edited: it imports to the same picture as the generic path, and says of every list of numbers which
/// spaces fit.
struct MappingProposal {
    /// How the record stands in its file.
    enum Setting {
        case whole
        /// An element of the list that the file is.
        case element
        /// All lines of the file.
        case lines
    }

    private let record: SourceRecord
    private let setting: Setting
    private let fits: [String: [String]]
    private let scopes: Scopes

    private static let thoughts = [
        "think", "thought", "thoughts", "reasoning", "rationale", "reflection", "cot", "idea",
    ]
    private static let questions = ["ask", "asked", "q", "wish", "caption", "goal", "user", "request"]
    private static let answers = [
        "end", "final", "reply", "verdict", "outcome", "summary", "ans", "response", "solution",
    ]
    private static let truths = ["gold", "gt", "truth", "ground_truth", "groundtruth", "reference", "annotation"]
    private static let speakers = ["role", "from", "speaker", "who", "actor", "author", "sender"]
    private static let people = ["user", "human", "question", "asker", "client", "person"]
    private static let tools = ["tool", "env", "environment", "observation", "function"]

    /// - Parameter fits: The spaces under which the numbers of a group lie inside their images, by the group's name.
    init(_ record: SourceRecord, _ setting: Setting, fits: [String: [String]]) {
        self.record = record
        self.setting = setting
        self.fits = fits
        scopes = Scopes(record)
    }

    /// Returns the mapping as JSON with a line for each key.
    func text() -> String {
        var reader = GenericReader()
        let found = reader.finds(in: record)
        func finds(_ scope: Scopes.Scope) -> [GenericFind] { found.filter { scopes.scope(of: $0.pointer) == scope } }
        var members = [JSONMember("saccade-map", .integer(RecordMapping.version)), JSONMember("notes", notes)]
        switch setting {
        case .whole: break
        case .element: members.append(JSONMember("records", .string("/*")))
        case .lines: members.append(JSONMember("joinLines", .bool(true)))
        }
        let whole = finds(.record)
        members += turn(whole.filter { !isTruth($0) }, isWhole: true)
        let truth = turn(whole.filter(isTruth), isWhole: true).filter { ["boxes", "answer"].contains($0.key) }
        if !truth.isEmpty { members.append(JSONMember("truth", .object(truth))) }
        let steps = steps(finds(.step)).map { [JSONMember("steps", $0)] } ?? []
        if let agents = scopes.agents {
            let at = [
                JSONMember("at", .string(scopes.path(agents.pointer) + "/*")), JSONMember("kind", .string("sample")),
            ]
            members.append(JSONMember("agents", .object(at + turn(finds(.agent), isWhole: true) + steps)))
        } else {
            members += steps
        }
        return JSONValue.object(members).prettyText
    }

    private var notes: JSONValue {
        .array(
            [
                "Edit this and import by it: saccade import LOG --map THIS -o trace.jsonl",
                "Paths: /a/b from the record, a/b from the step; * is every element; ? at the end: may be missing.",
                "space: \(MappingFields.findOut), or one of \(SpaceRule.syntax).",
            ].map { .string($0) })
    }

    private func steps(_ found: [GenericFind]) -> JSONValue? {
        guard let steps = scopes.steps else { return nil }
        var members = [JSONMember("at", .string(scopes.stepPath == "/" ? "/*" : scopes.stepPath + "/*"))]
        let key = Self.speakers.first { key in steps.elements.allSatisfy { $0[key]?.string != nil } }
        if let key { members.append(JSONMember("speaker", speaker(key, steps.elements))) }
        return .object(members + turn(found, isWhole: false))
    }

    private func speaker(_ key: String, _ steps: [JSONValue]) -> JSONValue {
        var known: [String] = []
        for name in steps.compactMap({ $0[key]?.string }) where !known.contains(name) { known.append(name) }
        func those(_ words: [String]) -> [String] { known.filter { words.contains($0.loweredASCII) } }
        var users = those(Self.people)
        let tools = those(Self.tools)
        // Whoever speaks first asks.
        if users.isEmpty, known.count > 1 { users = Array(known.prefix(1)) }
        let models = known.filter { !users.contains($0) && !tools.contains($0) }
        var members = [JSONMember("at", .string(MapPath.escaped(key)))]
        for (role, names) in [("model", models), ("user", users), ("tool", tools)] where !names.isEmpty {
            members.append(JSONMember(role, .array(names.map { .string($0) })))
        }
        return .object(members)
    }

    /// Returns the keys of what came in and what was said.
    ///
    /// - Parameter isWhole: Whether it is that of a record or an agent, which have a question and an answer.
    private func turn(_ found: [GenericFind], isWhole: Bool) -> [JSONMember] {
        var members: [JSONMember] = []
        func add(_ key: String, _ paths: [String]) {
            var unique: [String] = []
            for path in paths where !unique.contains(path) { unique.append(path) }
            guard let first = unique.first else { return }
            members.append(JSONMember(key, unique.count == 1 ? .string(first) : .array(unique.map { .string($0) })))
        }
        func paths(_ kind: GenericFind.Kind) -> [String] {
            found.filter { $0.kind == kind }.map { scopes.path($0.pointer) }
        }
        var texts = found.filter { $0.kind == .text }
        func take(_ isWanted: (GenericFind) -> Bool) -> [String] {
            let taken = texts.filter(isWanted)
            texts.removeAll(where: isWanted)
            return taken.map { scopes.path($0.pointer) }
        }
        let asked = isWhole ? take { isNamed(Self.questions, $0) || $0.asks } : []
        let answered = paths(.answer) + (isWhole ? take { isNamed(Self.answers, $0) } : [])
        add("images", paths(.image))
        add("question", paths(.question) + asked)
        add("thought", take { isNamed(Self.thoughts, $0) })
        add("text", texts.map { scopes.path($0.pointer) })
        let boxes = self.boxes(found)
        if !boxes.isEmpty { members.append(JSONMember("boxes", .array(boxes))) }
        add("answer", Array(answered.prefix(1)))
        return members
    }

    private func isNamed(_ names: [String], _ find: GenericFind) -> Bool {
        let keys = scopes.path(find.pointer).split(separator: "/")
        return keys.last { $0 != "*" }.map { names.contains(String($0).loweredASCII) } ?? false
    }

    private func isTruth(_ find: GenericFind) -> Bool {
        scopes.path(find.pointer).split(separator: "/").contains { Self.truths.contains(String($0).loweredASCII) }
    }

    // MARK: Boxes

    private func boxes(_ found: [GenericFind]) -> [JSONValue] {
        var seen: [String] = []
        var boxes: [JSONValue] = []
        for find in found where find.kind == .place {
            let at = scopes.path(find.pointer)
            guard !seen.contains(at) else { continue }
            seen.append(at)
            let fitting = fits[find.group].map { "; fits \($0.joined(separator: ", "))" } ?? ""
            boxes.append(
                .object(
                    place(find, at: at) + [
                        JSONMember("space", .string(MappingFields.findOut)),
                        JSONMember("notes", .string("as \(find.excerpt)\(fitting)")),
                    ]))
        }
        return boxes
    }

    /// Returns where a place and its name stand.
    private func place(_ find: GenericFind, at path: String) -> [JSONMember] {
        func member(_ key: String, _ text: String) -> JSONMember { JSONMember(key, .string(text)) }
        var members = [member("at", path)]
        if !find.keys.isEmpty {
            members.append(JSONMember("numbers", .array(find.keys.map { .string(MapPath.escaped($0)) })))
        }
        if let label = find.ownLabel { return members + [member("label", MapPath.escaped(label) + "?")] }
        guard find.keys.isEmpty, let label = labelKey(beside: find.pointer) else { return members }
        // A name beside the numbers: a key of the step, or of the object that holds both.
        guard let cut = path.lastIndex(of: "/") else {
            return members + [member("label", MapPath.escaped(label) + "?")]
        }
        let key = String(path[path.index(after: cut)...])
        guard key != "*", cut > path.startIndex else { return members }
        return [
            member("at", String(path[..<cut])), member("numbers", key), member("label", MapPath.escaped(label) + "?"),
        ]
    }

    /// Returns the key of the name that stands beside a value.
    private func labelKey(beside pointer: String) -> String? {
        guard let cut = pointer.lastIndex(of: "/") else { return nil }
        let parent = GenericReader.value(at: String(pointer[..<cut]), in: record)
        return parent.flatMap { ArgumentScanner.labelKey(of: $0) }
    }
}

/// The parts of a record in which paths begin: the record, its agents, their steps.
private struct Scopes {
    enum Scope { case record, agent, step }

    private let record: SourceRecord
    let agents: (elements: [JSONValue], pointer: String)?
    /// The steps; of several agents those of the first.
    let steps: (elements: [JSONValue], pointer: String)?

    init(_ record: SourceRecord) {
        self.record = record
        let agents = GenericReader.agents(in: record.value, at: record.pointer)
        let reader = GenericReader()
        if let agents, let first = agents.elements.first {
            steps = reader.steps(in: first, at: "\(agents.pointer)/0", depth: 0)
        } else {
            steps = reader.steps(in: record.value, at: record.pointer, depth: 0)
        }
        self.agents = agents
    }

    func scope(of pointer: String) -> Scope { split(pointer).scope }

    /// Returns a pointer as a path from where its scope begins, with `*` for every index.
    func path(_ pointer: String) -> String {
        let (scope, rest) = split(pointer)
        return (scope == .record ? "/" : "") + rest.map(Scopes.component).joined(separator: "/")
    }

    /// The path of the steps from the record or from their agent.
    var stepPath: String {
        guard let steps else { return "" }
        let from = agents.map { Scopes.parts($0.pointer).count + 1 } ?? Scopes.parts(record.pointer).count
        return (agents == nil ? "/" : "")
            + Scopes.parts(steps.pointer).dropFirst(from).map(Scopes.component).joined(separator: "/")
    }

    private func split(_ pointer: String) -> (scope: Scope, rest: ArraySlice<Substring>) {
        let parts = Scopes.parts(pointer)
        var scope = Scope.record
        var rest = parts.dropFirst(Scopes.parts(record.pointer).count)
        func enter(_ list: [Substring], _ inner: Scope) -> Bool {
            guard rest.count > list.count, rest.starts(with: list) else { return false }
            rest = rest.dropFirst(list.count + 1)
            scope = inner
            return true
        }
        let stepParts = steps.map { Scopes.parts($0.pointer) } ?? []
        if let agents {
            let list = Scopes.parts(agents.pointer)
            guard enter(Array(list.dropFirst(parts.count - rest.count)), .agent) else { return (scope, rest) }
            if steps != nil { _ = enter(Array(stepParts.dropFirst(list.count + 1)), .step) }
        } else if steps != nil {
            _ = enter(Array(stepParts.dropFirst(parts.count - rest.count)), .step)
        }
        return (scope, rest)
    }

    private static func parts(_ pointer: String) -> [Substring] { pointer.split(separator: "/") }

    private static func component(_ part: Substring) -> String {
        part.utf8.allSatisfy(\.isDigit) ? "*" : MapPath.escaped(String(part))
    }
}

extension String {
    /// The text with capital letters of ASCII made small.
    fileprivate var loweredASCII: String { Array(utf8.map(\.lowercased)).text }
}
