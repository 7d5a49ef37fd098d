import Saccade

extension RecordFormat {
    /// Chains of manipulations of CogCoM.
    public static let cogCoM = RecordFormat(
        name: "cogcom",
        summary: "chains of CogCoM: a tree of manipulations under final_com, with alternatives as branches",
        notes: """
            A key is `parent level,index--own level,index`, where the parent may be every one (`*` or `~`). The first path to a `found` \
            that is true is the root agent's chain; each other end of the tree is a branch that leaves it at the step where they part. \
            Boxes are pixels of the original image.
            """,
        examples: CogCoMExamples.all,
        detect: { $0.value["final_com"]?.object != nil || $0.value["metadata"]?[0]?["final_com"]?.object != nil },
        read: { record in
            var conversation = Conversation()
            // The visualiser keeps several questions of one image under metadata.
            let items = record.value["metadata"]?.array ?? [record.value]
            let item = items.first ?? record.value
            let pointer = record.value["metadata"] == nil ? record.pointer : record.pointer + "/metadata/0"
            if items.count > 1 {
                conversation.remarks.append(
                    Remark(
                        .warning, "further-questions",
                        "the record has \(items.count) questions; the first one was taken",
                        at: record.pointer + "/metadata"))
            }
            var turn = Message(role: .user, pointer: pointer)
            if let image = (record.value["image_path"] ?? item["image_path"])?.string { turn.add(.image(image)) }
            if let question = item["question"]?.string { turn.add(.text(question), at: pointer + "/question") }
            conversation.messages.append(turn)
            if let answer = item["answer"]?.string ?? item["answer"]?.number?.plain {
                conversation.truth = WrittenTruth(answer: answer, source: pointer + "/answer")
            }
            let tree = ManipulationTree(item["final_com"], at: pointer + "/final_com")
            let chains = tree.chains()
            guard let main = chains.first else { return conversation }
            conversation.messages += main.nodes.flatMap { tree.messages($0) }
            for chain in chains.dropFirst() {
                let shared = zip(main.nodes, chain.nodes).prefix { $0 == $1 }.count
                var thread = AgentThread(kind: .branch)
                thread.step = shared > 0 ? shared - 1 : nil
                thread.role = chain.isFound ? "another way to the answer" : "a way that finds nothing"
                thread.messages = chain.nodes[shared...].flatMap { tree.messages($0) }
                conversation.threads.append(thread)
            }
            return conversation
        })
}

/// The tree of alternatives of one question.
private struct ManipulationTree {
    struct Chain {
        var nodes: [Int]
        var isFound: Bool
    }

    private struct Node {
        var key: String
        var level: Int
        var index: Int
        var parents: (level: Int, index: Int?)
        var value: JSONValue
    }

    private var nodes: [Node] = []
    private let pointer: String
    private static let mostChains = 64

    init(_ value: JSONValue?, at pointer: String) {
        self.pointer = pointer
        for member in value?.object ?? [] {
            let sides = Array(member.key.utf8).ranges(of: Array("--".utf8))
            guard let mark = sides.first else { continue }
            let bytes = Array(member.key.utf8)
            func place(_ text: ArraySlice<UInt8>) -> (level: Int, index: Int?)? {
                let parts = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(\.trimmed)
                guard parts.count == 2, let level = Int(parts[0].text) else { return nil }
                return (level, Int(parts[1].text))
            }
            guard let own = place(bytes[mark.upperBound...]), let index = own.index else { continue }
            let parents = place(bytes[..<mark.lowerBound]) ?? (own.level - 1, nil)
            nodes.append(Node(key: member.key, level: own.level, index: index, parents: parents, value: member.value))
        }
    }

    /// Returns the paths from the roots to the ends, those that find the answer first.
    func chains() -> [Chain] {
        let first = nodes.map(\.level).min() ?? 0
        var chains: [Chain] = []
        var open: [[Int]] = nodes.indices.filter { nodes[$0].level == first }.reversed().map { [$0] }
        while let path = open.popLast(), chains.count < ManipulationTree.mostChains, let last = path.last {
            let node = nodes[last]
            let children = nodes.indices.filter { index in
                let other = nodes[index]
                return other.level > node.level && other.parents.level == node.level
                    && (other.parents.index == nil || other.parents.index == node.index)
            }
            if children.isEmpty {
                chains.append(Chain(nodes: path, isFound: path.contains { nodes[$0].value["found"]?.bool == true }))
            } else {
                open += children.reversed().map { path + [$0] }
            }
        }
        return chains.filter(\.isFound) + chains.filter { !$0.isFound }
    }

    /// Returns what a node of the tree says and does.
    func messages(_ index: Int) -> [Message] {
        let node = nodes[index]
        let place = "\(pointer)/\(node.key)"
        var model = Message(role: .assistant, pointer: place)
        model.isCall = true
        model.title = "\(node.level),\(node.index)"
        if let text = node.value["desc"]?.string, !text.isEmpty { model.add(.reasoning(text), at: place + "/desc") }
        guard let function = node.value["func"]?.string, !function.isEmpty else {
            let text = node.value["return"]?.string ?? node.value["return"]?.canonicalText ?? ""
            if !text.isEmpty { model.add(.text(text), at: place + "/return") }
            return [model]
        }
        let parameters = node.value["param"]
        var call = WrittenCall(name: function, arguments: parameters, id: node.key, pointer: place)
        // A parameter is words, not JSON.
        call.arguments = parameters
        call.places = []
        call.isDone = true
        if let box = node.value["onbox"] { call.places = boxes(box, at: place + "/onbox") }
        model.add(.call(call), at: place)
        var result = Message(role: .tool, pointer: place + "/return")
        result.callID = node.key
        if let value = node.value["return"], value != .null {
            result.add(.text(value.string ?? value.canonicalText))
            let isGrounding = function.hasPrefix("GROUNDING")
            for var found in isGrounding ? boxes(value, at: place + "/return") : [] {
                found.author = .tool
                found.role = .detection
                found.label = parameters?.string
                result.add(.place(found))
            }
        }
        var messages = result.parts.isEmpty ? [model] : [model, result]
        if node.value["found"]?.bool == true, let text = node.value["return"]?.string, !text.isEmpty {
            var answer = Message(role: .assistant, pointer: place)
            answer.isCall = true
            answer.add(.answer(text), at: place + "/return")
            messages.append(answer)
        }
        return messages
    }

    private func boxes(_ value: JSONValue, at pointer: String) -> [WrittenPlace] {
        guard value.array != nil || value.string?.utf8.first == UInt8(ascii: "[") else { return [] }
        return ArgumentScanner.places(of: value).filter { !$0.numbers.isEmpty }.map { place in
            var place = place
            place.reading = .declared(.pixels)
            place.pointer = pointer
            return place
        }
    }
}
