public import Saccade

extension RecordMapping {
    /// Reads a mapping file.
    ///
    /// - Parameters:
    ///   - bytes: The JSON of the file.
    ///   - file: The file's name, for the errors.
    /// - Throws: ``/Saccade/TraceError`` with the line if it is no JSON, or with code `invalid-mapping` and the place in the
    ///   file: an unknown key with the nearest known one, a path or a space that is none.
    public init(parsing bytes: [UInt8], file: String? = nil) throws(TraceError) {
        do throws(TraceError) {
            try self.init(JSONValue(parsing: bytes))
        } catch {
            if error.code == .invalidMapping {
                throw file.map { TraceError(error.code, "\($0)#\(error.message)") } ?? error
            }
            throw RecordReader.located(error, in: bytes, path: file ?? "the mapping")
        }
    }

    private init(_ value: JSONValue) throws(TraceError) {
        let fields = try MappingFields(value, at: "", keys: MappingKeys.top)
        guard let version = fields.value["saccade-map"] else {
            throw .mapping("expected \"saccade-map\": 1 in a mapping, found none", at: "")
        }
        guard version.integer == Int(RecordMapping.version) else {
            throw .mapping("expected version 1, found \(version.excerpt)", at: "/saccade-map")
        }
        name = try fields.string("name")
        records = try fields.path("records")
        if let value = fields.value["joinLines"] {
            guard let joins = value.bool else {
                throw .mapping("expected true or false, found \(value.kindName)", at: "/joinLines")
            }
            joinsLines = joins
        }
        session = try fields.text("session")
        let space = try fields.space("space", default: .findOut)
        root = try fields.agent(space)
        for entry in try fields.list("agents") {
            let inner = try MappingFields(entry.value, at: entry.pointer, keys: MappingKeys.agent)
            var agent = try inner.agent(space)
            agent.at = try inner.required("at")
            if let kind = try inner.string("kind") { agent.kind = AgentKind(rawValue: kind) }
            agents.append(agent)
        }
        if let inner = try fields.object("truth", keys: MappingKeys.truth) {
            truth = MappedTruth(answer: try inner.text("answer"), boxes: try inner.boxes(space))
        }
    }
}

/// The keys of the objects of a mapping.
enum MappingKeys {
    static let turn = ["question", "images", "thought", "text", "boxes", "tool", "answer", "notes"]
    static let top = ["saccade-map", "name", "records", "joinLines", "session", "space", "agents", "truth"] + common
    static let agent = ["at", "kind"] + common
    static let steps = ["at", "title", "speaker"] + turn
    static let tool = ["name", "arguments", "result", "images", "error", "notes"]
    static let boxes = ["at", "numbers", "form", "label", "score", "image", "space", "role", "by", "notes"]
    static let speaker = ["at", "model", "user", "tool", "system", "notes"]
    static let images = ["at", "file", "name", "notes"]
    static let truth = ["answer", "boxes", "notes"]
    static let all = top + agent + steps + tool + boxes + speaker + images + truth
    private static let common = ["model", "role", "scores", "system", "steps"] + turn
}

/// The fields of one object of a mapping, each read with an error that names its place.
struct MappingFields {
    let value: JSONValue
    let pointer: String

    /// Takes an object that has no keys but these.
    init(_ value: JSONValue, at pointer: String, keys: [String]) throws(TraceError) {
        guard let members = value.object else {
            throw .mapping("expected an object, found \(value.kindName)", at: pointer)
        }
        if let unknown = members.first(where: { !keys.contains($0.key) })?.key {
            let near = NearestName.of(unknown, among: keys).map { "did you mean \"\($0)\"?" }
            let known = keys.map { "\"\($0)\"" }.joined(separator: ", ")
            throw .mapping("unknown key \"\(unknown)\"; \(near ?? "known ones are \(known)")", at: pointer)
        }
        self.value = value
        self.pointer = pointer
    }

    private func place(_ key: String) -> String { "\(pointer)/\(key)" }

    func string(_ key: String) throws(TraceError) -> String? {
        guard let found = value[key] else { return nil }
        guard let text = found.string else {
            throw .mapping("expected a text, found \(found.kindName)", at: place(key))
        }
        return text
    }

    func object(_ key: String, keys: [String]) throws(TraceError) -> MappingFields? {
        guard let found = value[key] else { return nil }
        return try MappingFields(found, at: place(key), keys: keys)
    }

    /// Returns the elements of a list; a single value counts as a list of one.
    func list(_ key: String) throws(TraceError) -> [(value: JSONValue, pointer: String)] {
        guard let found = value[key] else { return [] }
        guard let elements = found.array else { return [(found, place(key))] }
        return elements.enumerated().map { ($1, "\(place(key))/\($0)") }
    }

    // MARK: Paths and texts

    func path(_ key: String) throws(TraceError) -> MapPath? {
        try value[key].map { (found) throws(TraceError) in try path(found, at: place(key)) }
    }

    func required(_ key: String) throws(TraceError) -> MapPath {
        guard let path = try path(key) else { throw .mapping("expected \"\(key)\", a path, found none", at: pointer) }
        return path
    }

    private func path(_ value: JSONValue, at place: String) throws(TraceError) -> MapPath {
        guard let text = value.string else {
            throw .mapping("expected a path like \"/steps/*/box\", found \(value.kindName)", at: place)
        }
        return try MapPath(parsing: text, at: place)
    }

    func text(_ key: String) throws(TraceError) -> MappedText? {
        try value[key].map { (found) throws(TraceError) in try text(found, at: place(key)) }
    }

    private func text(_ value: JSONValue, at place: String) throws(TraceError) -> MappedText {
        guard value.object != nil else { return .path(try path(value, at: place)) }
        let inner = try MappingFields(value, at: place, keys: ["is"])
        guard let constant = inner.value["is"]?.string ?? inner.value["is"]?.number?.plain else {
            throw .mapping("expected a path, or {\"is\": \"the text itself\"}, found \(value.excerpt)", at: place)
        }
        return .constant(constant)
    }

    private func texts(_ key: String) throws(TraceError) -> [MappedText] {
        try list(key).map { (entry) throws(TraceError) in try text(entry.value, at: entry.pointer) }
    }

    // MARK: Parts

    func agent(_ space: MappedSpace) throws(TraceError) -> MappedAgent {
        var agent = MappedAgent()
        agent.role = try text("role")
        agent.model = try text("model")
        agent.system = try text("system")
        agent.turn = try turn(space)
        if let scores = value["scores"] {
            guard let members = scores.object else {
                throw .mapping("expected an object of names and paths, found \(scores.kindName)", at: place("scores"))
            }
            for member in members {
                agent.scores.append((member.key, try path(member.value, at: "\(place("scores"))/\(member.key)")))
            }
        }
        if let inner = try object("steps", keys: MappingKeys.steps) {
            var steps = MappedSteps(at: try inner.required("at"))
            steps.title = try inner.text("title")
            steps.speaker = try inner.speaker()
            steps.turn = try inner.turn(space)
            agent.steps = steps
        }
        return agent
    }

    func turn(_ space: MappedSpace) throws(TraceError) -> MappedTurn {
        var turn = MappedTurn()
        turn.question = try texts("question")
        turn.images = try images("images")
        turn.thought = try texts("thought")
        turn.text = try texts("text")
        turn.boxes = try boxes(space)
        turn.answer = try text("answer")
        if let inner = try object("tool", keys: MappingKeys.tool) {
            var tool = MappedTool(name: try inner.text("name") ?? .constant("tool"))
            tool.arguments = try inner.path("arguments")
            tool.result = try inner.text("result")
            tool.images = try inner.images("images")
            tool.error = try inner.path("error")
            turn.tool = tool
        }
        return turn
    }

    private func images(_ key: String) throws(TraceError) -> [MappedImages] {
        try list(key).map { (entry) throws(TraceError) in
            if entry.value.object == nil { return MappedImages(at: try path(entry.value, at: entry.pointer)) }
            let inner = try MappingFields(entry.value, at: entry.pointer, keys: MappingKeys.images)
            return MappedImages(
                at: try inner.required("at"), file: try inner.path("file"), name: try inner.path("name"))
        }
    }

    private func speaker() throws(TraceError) -> MappedSpeaker? {
        guard let inner = try object("speaker", keys: MappingKeys.speaker) else { return nil }
        var speaker = MappedSpeaker(at: try inner.required("at"))
        let roles: [(String, Message.Role)] = [
            ("model", .assistant), ("user", .user), ("tool", .tool), ("system", .system),
        ]
        for (key, role) in roles {
            for entry in try inner.list(key) {
                guard let name = entry.value.string else {
                    throw .mapping(
                        "expected what the record calls the \(key), found \(entry.value.kindName)", at: entry.pointer)
                }
                speaker.names.append((name, role))
            }
        }
        speaker.isModelByDefault = !speaker.names.contains { $0.role == .assistant }
        return speaker
    }

    func boxes(_ space: MappedSpace) throws(TraceError) -> [MappedBoxes] {
        try list("boxes").map { (entry) throws(TraceError) in
            if entry.value.object == nil {
                var boxes = MappedBoxes(at: try path(entry.value, at: entry.pointer))
                boxes.space = space
                return boxes
            }
            let inner = try MappingFields(entry.value, at: entry.pointer, keys: MappingKeys.boxes)
            var boxes = MappedBoxes(at: try inner.required("at"))
            boxes.numbers = try inner.list("numbers").map { (entry) throws(TraceError) in
                try path(entry.value, at: entry.pointer)
            }
            if let form = try inner.string("form") {
                guard let known = MappedBoxes.Form(rawValue: form) else {
                    let names = MappedBoxes.Form.allCases.map(\.rawValue).joined(separator: ", ")
                    throw .mapping("expected one of \(names), found \"\(form)\"", at: inner.place("form"))
                }
                boxes.form = known
            }
            boxes.label = try inner.text("label")
            boxes.score = try inner.path("score")
            boxes.image = try inner.imageReference()
            boxes.space = try inner.space("space", default: space)
            if let role = try inner.string("role") { boxes.role = RegionRole(rawValue: role) }
            if let author = try inner.string("by") { boxes.author = RegionAuthor(rawValue: author) }
            return boxes
        }
    }

    private func imageReference() throws(TraceError) -> MappedImageReference? {
        guard let found = value["image"] else { return nil }
        guard found["at"] != nil else { return try text("image").map { MappedImageReference(text: $0) } }
        let inner = try MappingFields(found, at: place("image"), keys: ["at", "first"])
        var reference = MappedImageReference(text: .path(try inner.required("at")))
        if let first = inner.value["first"] {
            guard let number = first.integer, number == 0 || number == 1 else {
                throw .mapping("expected 0 or 1, found \(first.excerpt)", at: inner.place("first"))
            }
            reference.first = number
        }
        return reference
    }

    // MARK: Spaces

    /// What the space of numbers is called that is to be found out.
    static let findOut = "find-out"

    func space(_ key: String, default inherited: MappedSpace) throws(TraceError) -> MappedSpace {
        guard let found = value[key] else { return inherited }
        let place = place(key)
        if let text = found.string {
            return text == MappingFields.findOut ? .findOut : .rule(try rule(text, at: place))
        }
        if found["at"] != nil {
            let inner = try MappingFields(found, at: place, keys: ["at", "words"])
            var words: [(String, SpaceRule)] = []
            for member in inner.value["words"]?.object ?? [] {
                guard let text = member.value.string else {
                    throw .mapping(
                        "expected a space, found \(member.value.kindName)", at: "\(place)/words/\(member.key)")
                }
                words.append((member.key, try rule(text, at: "\(place)/words/\(member.key)")))
            }
            return .read(try inner.required("at"), words: words)
        }
        if found["width"] != nil || found["height"] != nil {
            let inner = try MappingFields(found, at: place, keys: ["width", "height", "order"])
            var order = CoordinateOrder.xyxy
            if let text = try inner.string("order") {
                order = CoordinateOrder(rawValue: text)
                guard CoordinateOrder.known.contains(order) else {
                    let known = CoordinateOrder.known.map(\.rawValue).joined(separator: ", ")
                    throw .mapping("expected one of \(known), found \"\(text)\"", at: inner.place("order"))
                }
            }
            return .resized(width: try inner.required("width"), height: try inner.required("height"), order)
        }
        throw .mapping(
            "expected \"\(MappingFields.findOut)\", a space, {\"at\": …, \"words\": …} or {\"width\": …, \"height\": …}, "
                + "found \(found.excerpt)", at: place)
    }

    private func rule(_ text: String, at place: String) throws(TraceError) -> SpaceRule {
        do throws(TraceError) {
            return try SpaceRule(parsing: text)
        } catch {
            throw .mapping("expected \"\(MappingFields.findOut)\" or a space: \(error.message)", at: place)
        }
    }
}
