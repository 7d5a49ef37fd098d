import Saccade

/// What lies beside a record of the Sketchpad kind and belongs to it: the task with its answer, the tokens used with the
/// model's name, and the pictures that were drawn.
struct FolderCompanions {
    let path: String
    let storage: any Storage
    let options: ImportOptions

    private static let largest = 4 << 20
    private static let mostPictures = 64

    /// Adds what the files beside a record say to its conversation.
    func complete(_ conversation: inout Conversation) {
        guard conversation.isSketchpad else { return }
        let folder = StoragePath.folder(of: path)
        for name in ["ex.json", "example.json"] where conversation.truth == nil {
            guard let task = value(of: StoragePath.join(folder, name)), let answer = answer(of: task) else { continue }
            conversation.truth = Truth(answer: answer.text, source: "\(name)#/\(answer.key)")
        }
        if conversation.model == nil, let usage = value(of: StoragePath.join(folder, "usage_summary.json")) {
            // One model: its name is a key beside the cost.
            let models = (usage["total"]?.object ?? []).filter { $0.value.object != nil }
            if models.count == 1 { conversation.model = models.first?.key }
        }
        let names = (try? storage.list(folder)) ?? []
        for name in names where isPicture(name) && conversation.strays.count < FolderCompanions.mostPictures {
            let stem = name.utf8.prefix { $0 != UInt8(ascii: ".") }
            let isHash = stem.count == 32 && stem.allSatisfy { UInt8($0).isHexadecimal }
            conversation.strays.append(StrayImage(name: name, isDrawing: isHash))
        }
    }

    private func value(of path: String) -> JSONValue? {
        guard let entry = (try? storage.entry(path)) ?? nil, !entry.isFolder, entry.size <= FolderCompanions.largest,
            let bytes = try? storage.contents(of: path, limit: FolderCompanions.largest)
        else { return nil }
        return try? JSONValue(parsing: bytes)
    }

    private func isPicture(_ name: String) -> Bool {
        let name = Array(name.utf8.map(\.lowercased)).text
        return [".png", ".jpg", ".jpeg", ".webp"].contains { name.hasSuffix($0) }
    }

    /// Returns the answer of a task: its text, and what a letter stands for among the choices.
    private func answer(of task: JSONValue) -> (text: String, key: String)? {
        for key in ["answer", "label"] {
            guard let value = task[key] else { continue }
            guard let text = value.string ?? value.number?.plain, !text.isEmpty else { continue }
            let letters = Array("ABCDEFGHIJ".utf8)
            if text.utf8.count == 1, let letter = text.utf8.first, let index = letters.firstIndex(of: letter),
                let choices = task["choices"]?.array, choices.indices.contains(index)
            {
                let choice = choices[index].string ?? choices[index].number?.plain ?? choices[index].canonicalText
                return ("\(text) (\(choice))", key)
            }
            return (text, key)
        }
        return nil
    }
}

extension UInt8 {
    /// Whether the byte is a hexadecimal digit in small letters.
    fileprivate var isHexadecimal: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
    }
}
