import Saccade

/// What lies beside a record of the Sketchpad kind and belongs to it: the task with its answer, the tokens used with the
/// model's name, the boxes that ReFocus loads into variables, and the pictures that were drawn.
struct FolderCompanions {
    let folder: RecordFolder

    private static let mostPictures = 64

    /// Adds what the files beside a record say to its conversation.
    func complete(_ conversation: inout Conversation) {
        for name in ["ex.json", "example.json"] where conversation.truth == nil {
            guard let task = folder.json(name), let answer = answer(of: task) else { continue }
            conversation.truth = WrittenTruth(answer: answer.text, source: "\(name)#/\(answer.key)")
        }
        if conversation.model == nil, let usage = folder.json("usage_summary.json") {
            // One model: its name is a key beside the cost.
            let models = (usage["total"]?.object ?? []).filter { $0.value.object != nil }
            if models.count == 1 { conversation.model = models.first?.key }
        }
        for member in folder.json("bbox.json")?.object ?? [] {
            // The file of a table leaves away a part of the variables' names.
            let name = ["columns", "rows"].contains(member.key) ? member.key + "_bbox" : member.key
            conversation.variables.append(JSONMember(name, member.value))
        }
        for name in folder.names
        where RecordFolder.isPicture(name) && conversation.strays.count < FolderCompanions.mostPictures {
            let stem = name.utf8.prefix { $0 != UInt8(ascii: ".") }
            let isHash = stem.count == 32 && stem.allSatisfy { UInt8($0).isHexadecimal }
            conversation.strays.append(StrayImage(name: name, isDrawing: isHash))
        }
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
