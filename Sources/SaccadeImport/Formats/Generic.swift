import Saccade

extension RecordFormat {
    /// Any JSON that names an image: what no other format takes.
    public static let generic = RecordFormat(
        name: "generic",
        summary:
            "any JSON that names an image: its images, texts and groups of two or four numbers, without knowing what they are",
        notes: """
            The last resort, so that an unknown log still gives a picture. Everything that looks like an image is shown, every longer text \
            is something that was said, and every list of two or four numbers is a *candidate* for a place: it is drawn in up to three \
            readings that fit the image, all marked as guesses. The elements of a list of objects are steps. Nothing is claimed about what \
            the numbers mean unless the record proves it.
            """,
        examples: GenericExamples.all,
        detect: { record in
            // A list of records that name images themselves is many records.
            if let list = record.value.array, list.allSatisfy({ GenericReader.holdsImage($0) }) { return false }
            return GenericReader.holdsImage(record.value)
        },
        read: { record in
            var reader = GenericReader()
            return reader.conversation(record)
        })
}

/// Finds images, texts and groups of numbers in any JSON.
struct GenericReader {
    private static let questions = ["question", "prompt", "instruction", "query", "task", "goal", "problem"]
    private static let answers = ["answer", "final_answer", "prediction", "output", "result", "conclusion"]
    private static let deepest = 24
    /// The most things that are taken from a record.
    private var left = 2000

    static func holdsImage(_ value: JSONValue, depth: Int = 0) -> Bool {
        guard depth < deepest else { return false }
        switch value {
        case .string(let text): return isImage(text)
        case .array(let elements): return elements.contains { holdsImage($0, depth: depth + 1) }
        case .object(let members): return members.contains { holdsImage($0.value, depth: depth + 1) }
        default: return false
        }
    }

    private static func isImage(_ text: String) -> Bool {
        if text.hasPrefix("data:image/") { return true }
        if text.utf8.count >= 64, text.hasPrefix("iVBORw0KGgo") || text.hasPrefix("/9j/") { return true }
        return text.utf8.count <= 512 && RecordFolder.isPicture(text) && !text.utf8.contains(UInt8(ascii: "\n"))
    }

    /// Whether a value holds something that was said, and not only names and paths.
    private static func holdsWords(_ value: JSONValue, depth: Int = 0) -> Bool {
        switch value {
        case .string(let text): isSaying(text) && !isImage(text)
        case .array(let elements): depth < 3 && elements.contains { holdsWords($0, depth: depth + 1) }
        case .object(let members): depth < 3 && members.contains { holdsWords($0.value, depth: depth + 1) }
        default: false
        }
    }

    private static func isSaying(_ text: String) -> Bool {
        text.utf8.count > 12 && text.utf8.contains(UInt8(ascii: " "))
    }

    /// The names of numbers that are no coordinates.
    private static let measures: Set<String> = [
        "w", "h", "width", "height", "id", "idx", "index", "n", "t", "time", "step", "turn", "score", "conf",
        "confidence",
        "prob", "reward", "page", "frame", "count", "pic", "seed", "depth", "angle", "scale", "factor", "label",
        "class",
    ]

    /// Returns the two or four numbers of an object that may be a place, with their keys, whatever these are.
    static func looseEdges(of value: JSONValue) -> (keys: [String], numbers: [Double])? {
        if ArgumentScanner.edges(of: value) != nil { return nil }
        let found = (value.object ?? []).filter { member in
            member.value.number != nil && !measures.contains(Array(member.key.utf8.map(\.lowercased)).text)
        }
        guard found.count == 2 || found.count == 4 else { return nil }
        return (found.map(\.key), found.compactMap(\.value.number))
    }

    mutating func conversation(_ record: SourceRecord) -> Conversation {
        var conversation = Conversation()
        var before = Message(role: .user, pointer: record.pointer)
        var said = Message(role: .assistant, pointer: record.pointer)
        let steps = steps(in: record.value, at: record.pointer, depth: 0)
        for member in record.value.object ?? [] {
            let key = Array(member.key.utf8.map(\.lowercased)).text
            if let text = member.value.string, Self.questions.contains(key) {
                before.add(.text(text), at: "\(record.pointer)/\(member.key)")
                if conversation.task == nil { conversation.task = text }
            }
        }
        collect(record.value, at: record.pointer, key: "", skipping: steps?.pointer, into: &before, &said, depth: 0)
        conversation.messages.append(before)
        var answer: [MessagePart] = []
        said.parts.removeAll { part in
            guard case .answer = part.content else { return false }
            answer.append(part)
            return true
        }
        if !said.parts.isEmpty { conversation.messages.append(said) }
        for (index, step) in (steps?.elements ?? []).enumerated() {
            let pointer = "\(steps?.pointer ?? "")/\(index)"
            var shown = Message(role: .user, pointer: pointer)
            var model = Message(role: .assistant, pointer: pointer)
            model.isCall = true
            model.title = "\(StoragePath.name(of: steps?.pointer ?? "")) \(index)"
            collect(step, at: pointer, key: "", skipping: nil, into: &shown, &model, depth: 0)
            if !shown.parts.isEmpty { conversation.messages.append(shown) }
            if !model.parts.isEmpty { conversation.messages.append(model) }
        }
        if !answer.isEmpty {
            var last = Message(role: .assistant, pointer: record.pointer)
            last.isCall = true
            last.parts = answer
            conversation.messages.append(last)
        }
        conversation.remarks.append(
            Remark(
                .warning, "generic-record", "the record is of no known format: what its fields mean is a guess",
                at: record.pointer))
        return conversation
    }

    /// Finds the first list of two or more objects that hold texts or numbers: what happened one after another.
    func steps(in value: JSONValue, at pointer: String, depth: Int) -> (elements: [JSONValue], pointer: String)? {
        guard depth < 4 else { return nil }
        if let elements = value.array, elements.count >= 2, elements.allSatisfy({ $0.object != nil }),
            elements.contains(where: { Self.holdsWords($0) })
        {
            return (elements, pointer)
        }
        for member in value.object ?? [] {
            if let found = steps(in: member.value, at: "\(pointer)/\(member.key)", depth: depth + 1) { return found }
        }
        return nil
    }

    private mutating func collect(
        _ value: JSONValue, at pointer: String, key: String, skipping skipped: String?, into shown: inout Message,
        _ said: inout Message, label: String? = nil, depth: Int
    ) {
        guard depth < Self.deepest, left > 0, pointer != skipped else { return }
        let name = Array(key.utf8.map(\.lowercased)).text
        switch value {
        case .string(let text):
            if Self.isImage(text) {
                left -= 1
                shown.add(.image(text), at: pointer)
            } else if Self.questions.contains(name) {
                // It stands before everything else already.
            } else if let numbers = NumberList.all(in: Array(text.utf8)[...]), numbers.count == 4 || numbers.count == 2
            {
                add(text, numbers, key: key, label: label, at: pointer, to: &said)
            } else if Self.answers.contains(name), depth <= 1, !text.isEmpty {
                said.add(.answer(text), at: pointer)
            } else if Self.isSaying(text) {
                left -= 1
                said.add(.text(text), at: pointer)
            }
        case .array(let elements):
            let numbers = elements.compactMap(\.number)
            if numbers.count == elements.count, numbers.count == 2 || numbers.count == 4 {
                return add(value.canonicalText, numbers, key: key, label: label, at: pointer, to: &said)
            }
            for (index, element) in elements.enumerated() {
                collect(
                    element, at: "\(pointer)/\(index)", key: key, skipping: skipped, into: &shown, &said, label: label,
                    depth: depth + 1)
            }
        case .object(let members):
            let own = ArgumentScanner.label(of: value) ?? label
            if let edges = ArgumentScanner.edges(of: value) ?? Self.looseEdges(of: value)?.numbers {
                add(value.canonicalText, edges, key: key, label: own, at: pointer, to: &said)
            }
            for member in members {
                collect(
                    member.value, at: "\(pointer)/\(member.key)", key: member.key, skipping: skipped, into: &shown,
                    &said,
                    label: own, depth: depth + 1)
            }
        default: break
        }
    }

    private mutating func add(
        _ written: String, _ numbers: [Double], key: String, label: String?, at pointer: String,
        to message: inout Message
    ) {
        left -= 1
        var place = WrittenPlace(written: written, numbers: numbers)
        place.isCandidate = true
        place.image = .latest
        place.role = RegionRole(rawValue: "candidate")
        place.label = label
        place.group = key.isEmpty ? "numbers" : key
        place.pointer = pointer
        message.add(.place(place), at: pointer)
    }
}
