import Saccade

/// Something that the generic path finds in a record.
struct GenericFind {
    enum Kind { case image, question, text, place, answer }
    var kind: Kind
    /// Its JSON pointer.
    var pointer: String
    /// What stands there, cut short.
    var excerpt: String
    /// Whether it is a text that asks something.
    var asks = false
    /// The name of the numbers that are read alike.
    var group = ""
    /// The key of the name in an object that is a place itself.
    var ownLabel: String?
    /// The keys of the numbers in an object whose names say nothing.
    var keys: [String] = []

    init(_ kind: Kind, at pointer: String, _ text: String) {
        self.kind = kind
        self.pointer = pointer
        excerpt = text.cut(to: 60)
        asks = text.trimmed.utf8.last == UInt8(ascii: "?")
    }
}

extension GenericReader {
    /// Returns everything that is found in a record, in the order in which it stands there.
    mutating func finds(in record: SourceRecord) -> [GenericFind] {
        var finds: [GenericFind] = []
        for message in conversation(record).messages {
            for part in message.parts {
                switch part.content {
                case .image(let name, _): finds.append(GenericFind(.image, at: part.pointer, name))
                case .text(let text):
                    finds.append(GenericFind(message.role == .user ? .question : .text, at: part.pointer, text))
                case .answer(let text): finds.append(GenericFind(.answer, at: part.pointer, text))
                case .place(let place): finds.append(find(place, at: part.pointer, in: record))
                default: break
                }
            }
        }
        return finds
    }

    private func find(_ place: WrittenPlace, at pointer: String, in record: SourceRecord) -> GenericFind {
        var find = GenericFind(.place, at: pointer, place.written)
        find.group = place.group ?? ""
        if let value = GenericReader.value(at: pointer, in: record), value.object != nil {
            find.ownLabel = ArgumentScanner.labelKey(of: value)
            find.keys = GenericReader.looseEdges(of: value)?.keys ?? []
        }
        return find
    }

    /// Returns the value at a pointer of a record.
    static func value(at pointer: String, in record: SourceRecord) -> JSONValue? {
        guard pointer.hasPrefix(record.pointer) else { return nil }
        var value: JSONValue? = record.value
        for part in pointer.dropFirst(record.pointer.count).split(separator: "/") {
            value = value?.array == nil ? value?[String(part)] : Int(part).flatMap { value?[$0] }
        }
        return value
    }

    /// Finds a list of objects that each hold a list of steps: several tries at one thing.
    static func agents(
        in value: JSONValue, at pointer: String, depth: Int = 0
    ) -> (elements: [JSONValue], pointer: String)? {
        guard depth < 4 else { return nil }
        let reader = GenericReader()
        if let elements = value.array, elements.count >= 2,
            elements.allSatisfy({ $0.object != nil && reader.steps(in: $0, at: "", depth: 1) != nil })
        {
            return (elements, pointer)
        }
        for member in value.object ?? [] {
            if let found = agents(in: member.value, at: "\(pointer)/\(member.key)", depth: depth + 1) { return found }
        }
        return nil
    }
}
