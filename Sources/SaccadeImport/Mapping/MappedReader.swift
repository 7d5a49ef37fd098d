import Saccade

/// Reads records by a mapping.
struct MappedReader {
    let mapping: RecordMapping
    let record: SourceRecord
    private let start: MapPath.Found
    /// How often each path of the mapping led to something, by its place there, and where it first did not.
    private var paths: [String: Trial] = [:]
    private var order: [String] = []
    private var conversation = Conversation()
    /// The image that was shown last.
    private(set) var shown = ImageMention.lastShown

    private struct Trial {
        var path: MapPath
        var isFound = false
        var miss: MapPath.Miss?
        /// Where the path began when it led to nothing.
        var pointer: String
    }

    init(_ mapping: RecordMapping, _ record: SourceRecord) {
        self.mapping = mapping
        self.record = record
        start = MapPath.Found(value: record.value, pointer: record.pointer)
    }

    /// Returns what a record says; what the mapping names and the record has not is a remark of severity error.
    mutating func read() -> Conversation {
        conversation.session = text(mapping.session, in: start)
        conversation.statesAnswers = mapping.hasAnswers
        conversation.model = text(mapping.root.model, in: start)
        conversation.messages = messages(of: mapping.root, in: start)
        conversation.scores = scores(of: mapping.root, in: start)
        for agent in mapping.agents {
            for found in find(agent.at, in: start) { conversation.threads.append(thread(agent, found)) }
        }
        if let truth = mapping.truth {
            var places: [WrittenPlace] = []
            for boxes in truth.boxes { places += self.places(boxes, in: start) }
            conversation.truth = WrittenTruth(
                answer: text(truth.answer, in: start), places: places,
                source: record.pointer.isEmpty ? nil : record.pointer)
        }
        conversation.remarks += misses
        return conversation
    }

    /// Returns why the mapping does not fit a record at all: a list of steps or agents is not there.
    static func misfit(_ mapping: RecordMapping, _ record: SourceRecord) -> TraceError? {
        let start = MapPath.Found(value: record.value, pointer: record.pointer)
        for path in [mapping.root.steps?.at] + mapping.agents.map(\.at) {
            guard let path, !path.isOptional else { continue }
            let (found, miss) = path.find(from: start)
            if found.isEmpty, let miss { return TraceError(.mappingMismatch, words(path, miss)) }
        }
        return nil
    }

    /// Whether any path of a mapping that begins at the record leads to something.
    static func touches(_ mapping: RecordMapping, _ record: SourceRecord) -> Bool {
        let start = MapPath.Found(value: record.value, pointer: record.pointer)
        var paths = [mapping.root.steps?.at] + mapping.agents.map(\.at) + mapping.root.turn.images.map(\.at)
        paths += (mapping.root.turn.question + mapping.root.turn.text).map { text in
            if case .path(let path) = text { path } else { nil }
        }
        return paths.contains { $0.map { !$0.find(from: start).found.isEmpty } ?? false }
    }

    // MARK: Agents and steps

    private mutating func thread(_ agent: MappedAgent, _ found: MapPath.Found) -> AgentThread {
        var thread = AgentThread(kind: agent.kind)
        thread.role = text(agent.role, in: found)
        thread.model = text(agent.model, in: found)
        thread.messages = messages(of: agent, in: found)
        thread.scores = scores(of: agent, in: found)
        return thread
    }

    private mutating func messages(of agent: MappedAgent, in found: MapPath.Found) -> [Message] {
        var messages: [Message] = []
        if let system = text(agent.system, in: found) {
            var message = Message(role: .system, pointer: found.pointer)
            message.add(.text(system))
            messages.append(message)
        }
        messages += self.messages(of: agent.turn, in: found, hasAnswer: false)
        if agent.at == nil { conversation.task = firstText(of: messages) }
        if let steps = agent.steps {
            for (index, step) in find(steps.at, in: found).enumerated() {
                let title = text(steps.title, in: step) ?? "\(RecordMapping.name(of: steps.at)) \(index)"
                messages += self.messages(of: steps.turn, in: step, speaker: steps.speaker, title: title)
            }
        }
        if let answer = agent.turn.answer, let text = text(answer, in: found) {
            var last = Message(role: .assistant, pointer: found.pointer)
            last.isCall = true
            last.add(.answer(text))
            messages.append(last)
        }
        return messages
    }

    private func firstText(of messages: [Message]) -> String? {
        for message in messages where message.role == .user {
            for part in message.parts { if case .text(let text) = part.content { return text } }
        }
        return nil
    }

    private mutating func scores(of agent: MappedAgent, in found: MapPath.Found) -> [Score] {
        var scores: [Score] = []
        for (name, path) in agent.scores {
            guard let value = find(path, in: found).first else { continue }
            if let number = value.value.number {
                scores.append(Score(name: name, value: number, source: "record"))
            } else {
                remark("expected a number for the score \(name), found \(value.value.kindName)", value)
            }
        }
        return scores
    }

    /// Returns the messages of a turn: what came in, what the model did, what its tool returned.
    private mutating func messages(
        of turn: MappedTurn, in found: MapPath.Found, speaker: MappedSpeaker? = nil, title: String? = nil,
        hasAnswer: Bool = true
    ) -> [Message] {
        let role = speaker.map { self.role(of: $0, in: found) } ?? .assistant
        var shown = Message(role: role == .assistant ? .user : role, pointer: found.pointer)
        for images in turn.images { add(images, in: found, to: &shown) }
        for text in turn.question { add(text, in: found, to: &shown) { .text($0) } }
        var said = Message(role: .assistant, pointer: found.pointer)
        if role != .assistant {
            // Nobody but a model thinks, calls and answers.
            for text in turn.text { add(text, in: found, to: &shown) { .text($0) } }
            return shown.parts.isEmpty ? [] : [shown]
        }
        said.isCall = true
        said.title = title
        for text in turn.thought { add(text, in: found, to: &said) { .reasoning($0) } }
        for text in turn.text { add(text, in: found, to: &said) { .text($0) } }
        var places: [WrittenPlace] = []
        for boxes in turn.boxes { places += self.places(boxes, in: found) }
        var result: Message?
        if let tool = turn.tool, let call = call(tool, places, in: found) {
            said.add(.call(call), at: call.pointer)
            result = self.result(of: tool, in: found)
        } else {
            for place in places { said.add(.place(place), at: place.pointer) }
        }
        if hasAnswer, let answer = turn.answer { add(answer, in: found, to: &said) { .answer($0) } }
        shown.imageKind = .input
        return [shown, said].filter { !$0.parts.isEmpty } + (result.map { [$0] } ?? [])
    }

    private mutating func role(of speaker: MappedSpeaker, in found: MapPath.Found) -> Message.Role {
        guard let value = find(speaker.at, in: found).first else { return .assistant }
        let name = value.value.string ?? value.value.number?.plain ?? ""
        if let known = speaker.names.first(where: { $0.name == name }) { return known.role }
        if !speaker.isModelByDefault {
            let names = speaker.names.map { "\"\($0.name)\"" }.joined(separator: ", ")
            remark(
                "expected one of the speakers \(names), found \(value.value.excerpt); it was taken for a user", value)
            return .user
        }
        return .assistant
    }

    // MARK: Images and texts

    private mutating func add(_ images: MappedImages, in found: MapPath.Found, to message: inout Message) {
        for entry in find(images.at, in: found) {
            let alias = images.name.flatMap { find($0, in: entry).first?.value }.flatMap {
                $0.string ?? $0.number?.plain
            }
            let file = images.file.map { find($0, in: entry) } ?? [entry]
            for value in file.flatMap({ elements(of: $0) }) {
                if let name = value.value.string {
                    message.add(.image(name, alias: alias), at: value.pointer)
                    // The bytes themselves are no name to call an image by.
                    if message.role != .tool { shown = name.utf8.count <= 512 ? .named(name) : .lastShown }
                } else if value.value != .null {
                    remark("expected the name of an image, found \(value.value.kindName)", value)
                }
            }
        }
    }

    private func elements(of found: MapPath.Found) -> [MapPath.Found] {
        guard let elements = found.value.array else { return [found] }
        return elements.enumerated().map { MapPath.Found(value: $1, pointer: "\(found.pointer)/\($0)") }
    }

    private mutating func add(
        _ text: MappedText, in found: MapPath.Found, to message: inout Message,
        as content: (String) -> MessagePart.Content
    ) {
        guard case .path(let path) = text else {
            if case .constant(let words) = text { message.add(content(words)) }
            return
        }
        for value in find(path, in: found).flatMap({ elements(of: $0) }) {
            if let words = words(of: value), !words.isEmpty { message.add(content(words), at: value.pointer) }
        }
    }

    private mutating func text(_ text: MappedText?, in found: MapPath.Found) -> String? {
        switch text {
        case nil: return nil
        case .constant(let words): return words
        case .path(let path): return find(path, in: found).first.flatMap { words(of: $0) }
        }
    }

    private mutating func words(of found: MapPath.Found) -> String? {
        switch found.value {
        case .string(let text): return text
        case .integer, .double, .bool: return found.value.number?.plain ?? found.value.canonicalText
        case .null: return nil
        case .array, .object:
            remark("expected a text, found \(found.value.kindName)", found)
            return nil
        }
    }

    // MARK: Calls

    private mutating func call(_ tool: MappedTool, _ places: [WrittenPlace], in found: MapPath.Found) -> WrittenCall? {
        guard let name = text(tool.name, in: found), !name.isEmpty else { return nil }
        let arguments = tool.arguments.flatMap { find($0, in: found).first }
        var call = WrittenCall(
            name: name, arguments: arguments?.value, id: nil, pointer: arguments?.pointer ?? found.pointer)
        call.places = places
        call.isCode = call.arguments == nil
        call.isDone = tool.result == nil && tool.images.isEmpty && tool.error == nil
        return call
    }

    private mutating func result(of tool: MappedTool, in found: MapPath.Found) -> Message? {
        var result = Message(role: .tool, pointer: found.pointer)
        switch tool.result {
        case nil: break
        case .constant(let words): result.add(.text(words))
        case .path(let path):
            for value in find(path, in: found) where value.value != .null {
                result.add(.text(value.value.string ?? value.value.canonicalText), at: value.pointer)
            }
        }
        for images in tool.images { add(images, in: found, to: &result) }
        for value in tool.error.map({ find($0, in: found) }) ?? [] {
            switch value.value {
            case .null, .bool(false), .integer(0), .string(""): continue
            case .string(let message): if result.parts.isEmpty { result.add(.text(message), at: value.pointer) }
            default: break
            }
            result.isError = true
        }
        return result.parts.isEmpty && !result.isError ? nil : result
    }

    // MARK: Paths

    /// Returns what a path leads to, from the record or from a step or an agent of it.
    mutating func find(_ path: MapPath?, in found: MapPath.Found) -> [MapPath.Found] {
        guard let path else { return [] }
        let result = path.find(from: path.isAbsolute ? start : found)
        if paths[path.place] == nil {
            paths[path.place] = Trial(path: path, pointer: found.pointer)
            order.append(path.place)
        }
        if result.found.isEmpty {
            if paths[path.place]?.miss == nil { paths[path.place]?.miss = result.miss }
        } else {
            paths[path.place]?.isFound = true
        }
        return result.found
    }

    /// The paths that led to nothing anywhere in the record.
    private var misses: [Remark] {
        order.compactMap { place in
            guard let trial = paths[place], !trial.isFound, !trial.path.isOptional, let miss = trial.miss else {
                return nil
            }
            return Remark(.error, "mapping-mismatch", MappedReader.words(trial.path, miss), at: miss.pointer)
        }
    }

    private static func words(_ path: MapPath, _ miss: MapPath.Miss) -> String {
        "\(path.place) of the mapping is \"\(path.written)\": \(miss.words)"
    }

    /// Keeps that something in the record is not what the mapping says.
    mutating func remark(_ message: String, _ found: MapPath.Found) {
        conversation.remarks.append(
            Remark(.error, "mapping-mismatch", message, at: found.pointer, excerpt: found.value.excerpt))
    }
}

extension RecordMapping {
    /// Whether it says where answers stand.
    var hasAnswers: Bool {
        ([root] + agents).contains { agent in agent.turn.answer != nil || agent.steps?.turn.answer != nil }
    }

    /// Returns the last name of a path that is a key, for titles and groups.
    static func name(of path: MapPath) -> String {
        let keys = path.written.split(separator: "/").map { $0.last == "?" ? $0.dropLast() : $0 }
        return keys.last { $0 != "*" && !$0.utf8.allSatisfy(\.isDigit) }.map(String.init) ?? "step"
    }
}
