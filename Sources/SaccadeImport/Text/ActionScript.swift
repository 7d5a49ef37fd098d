import Saccade

/// Reads actions on a screen written as calls: `pyautogui.click(x=0.32, y=0.27)`, `click(start_box='(197,525)')`.
///
/// The grammar is small and nothing is run: a name, brackets, arguments with or without a key.
struct ActionScript {
    /// One action.
    struct Action {
        var name: String
        var written: String
        var arguments: [(key: String?, value: String)]

        /// Returns an argument as text.
        func text(_ keys: String...) -> String? {
            for key in keys { if let found = arguments.first(where: { $0.key == key }) { return found.value } }
            return nil
        }

        /// Returns an argument as a number, by key, else by its place among those without.
        func number(_ key: String, at place: Int) -> Double? {
            let bare = arguments.filter { $0.key == nil }
            let value = text(key) ?? (bare.indices.contains(place) ? bare[place].value : nil)
            guard let value, let numbers = NumberList.all(in: Array(value.utf8)[...]), numbers.count == 1 else {
                return nil
            }
            return numbers[0]
        }
    }

    /// The actions whose name says that they act on a screen.
    static let names: Set<String> = [
        "click", "left_click", "right_click", "middle_click", "double_click", "left_double", "right_single",
        "doubleClick", "tripleClick", "triple_click", "rightClick", "middleClick", "leftClick", "moveTo", "move",
        "hover",
        "dragTo", "drag", "left_drag", "scroll", "hscroll", "vscroll", "write", "typewrite", "type", "press", "hotkey",
        "keyDown", "keyUp", "key", "wait", "sleep", "long_press", "longPress", "swipe", "open_app", "press_home",
        "press_back", "terminate", "finished", "call_user", "select", "mouseDown", "mouseUp",
    ]

    /// Returns the actions of a text, each call on its own line or after a semicolon.
    static func actions(in code: String) -> [Action] {
        var actions: [Action] = []
        let bytes = Array(code.utf8)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "("), let close = closing(bytes, from: index) else {
                index += 1
                continue
            }
            var start = index
            while start > 0, isName(bytes[start - 1]) { start -= 1 }
            let whole = bytes[start..<index].text
            let name = whole.split(separator: ".").last.map(String.init) ?? whole
            if names.contains(name) {
                actions.append(
                    Action(
                        name: name, written: bytes[start...close].text,
                        arguments: arguments(of: bytes[(index + 1)..<close])))
            }
            index = close + 1
        }
        return actions
    }

    private static func isName(_ byte: UInt8) -> Bool {
        byte.isWord || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }

    /// Finds the bracket that closes another, not looking into quoted texts.
    private static func closing(_ bytes: [UInt8], from open: Int) -> Int? {
        var depth = 0
        var quote: UInt8?
        var index = open
        while index < bytes.count {
            let byte = bytes[index]
            if let mark = quote {
                if byte == UInt8(ascii: "\\") {
                    index += 1
                } else if byte == mark {
                    quote = nil
                }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
            } else if byte == UInt8(ascii: "(") {
                depth += 1
            } else if byte == UInt8(ascii: ")") {
                depth -= 1
                if depth == 0 { return index }
            }
            index += 1
        }
        return nil
    }

    private static func arguments(of text: ArraySlice<UInt8>) -> [(key: String?, value: String)] {
        var parts: [ArraySlice<UInt8>] = []
        var depth = 0
        var quote: UInt8?
        var start = text.startIndex
        for index in text.indices {
            let byte = text[index]
            if let mark = quote {
                if byte == mark, text[index - 1] != UInt8(ascii: "\\") { quote = nil }
                continue
            }
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = byte
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ",") where depth == 0:
                parts.append(text[start..<index])
                start = index + 1
            default: break
            }
        }
        parts.append(text[start...])
        return parts.compactMap { part in
            let part = part.trimmed
            guard !part.isEmpty else { return nil }
            if let sign = part.firstIndex(of: UInt8(ascii: "=")),
                part[..<sign].trimmed.allSatisfy({ $0.isWord || $0 == UInt8(ascii: "_") }), sign > part.startIndex
            {
                return (part[..<sign].trimmed.text, unquoted(part[(sign + 1)...].trimmed))
            }
            return (nil, unquoted(part))
        }
    }

    private static func unquoted(_ text: ArraySlice<UInt8>) -> String {
        guard text.count >= 2, let first = text.first, first == UInt8(ascii: "'") || first == UInt8(ascii: "\""),
            text.last == first
        else { return text.text }
        return text.dropFirst().dropLast().text
    }

    /// Returns an action as a call with its places on an image.
    static func call(
        _ action: Action, reading: WrittenPlace.Reading, image: ImageMention = .latest, group: String? = nil,
        at pointer: String
    ) -> WrittenCall {
        var places: [WrittenPlace] = []
        func add(_ written: String, _ form: WrittenPlace.Form) {
            var place = WrittenPlace(written: written, form: form)
            place.role = .action
            place.reading = reading
            place.image = image
            place.group = group ?? "actions"
            place.label = action.text("element_info", "element")
            places.append(place)
        }
        let from = action.text("start_box", "start_point", "point", "coordinate", "start_coordinate")
        let to = action.text("end_box", "end_point", "end_coordinate")
        if let from {
            let first = numbers(from)
            if let to {
                let last = numbers(to)
                if let a = center(first), let b = center(last) {
                    add("\(from) → \(to)", .arrow(a + b))
                } else {
                    add("\(from) → \(to)", .none("expected two places, found \(first.count) and \(last.count) numbers"))
                }
            } else if first.count == 2 || first.count == 4 {
                add(from, .numbers(first))
            } else {
                add(from, .none("expected 2 or 4 numbers, found \(first.count)"))
            }
        } else if let x = action.number("x", at: 0), let y = action.number("y", at: 1), locates(action) {
            add("x=\(x.plain), y=\(y.plain)", .numbers([x, y]))
        }
        var call = WrittenCall(
            name: action.name, written: action.written,
            arguments: .object(
                action.arguments.enumerated().map { JSONMember($1.key ?? "\($0)", .string($1.value)) }.uniqueKeys),
            places: places, pointer: pointer)
        call.isAction = true
        call.isDone = true
        return call
    }

    /// Whether the first two bare numbers of an action are a place: `scroll(-3)` and `hotkey` have none.
    private static func locates(_ action: Action) -> Bool {
        if action.text("x") != nil { return true }
        let name = Array(action.name.utf8.map(\.lowercased)).text
        return name.hasSuffix("click") || ["moveto", "dragto", "hover", "move"].contains(name)
    }

    private static func numbers(_ text: String) -> [Double] {
        var text = text
        for mark in ["<|box_start|>", "<|box_end|>", "<point>", "</point>", "<bbox>", "</bbox>"] {
            text = text.replacingAll(mark, with: " ")
        }
        return NumberList.all(in: Array(text.utf8)[...]) ?? []
    }

    private static func center(_ numbers: [Double]) -> [Double]? {
        if numbers.count == 2 { return numbers }
        guard numbers.count == 4 else { return nil }
        return [(numbers[0] + numbers[2]) / 2, (numbers[1] + numbers[3]) / 2]
    }
}

extension [JSONMember] {
    /// The members without those whose key has come before.
    var uniqueKeys: [JSONMember] {
        var seen: Set<String> = []
        return filter { seen.insert($0.key).inserted }
    }
}

extension TextDialect {
    /// `Thought: … Action: click(start_box='(197,525)')`, as UI-TARS and its kin write.
    static let actionScript = TextDialect(
        name: "action script",
        isSpoken: { text in
            guard text.holds("Action:") else { return false }
            let bytes = Array(text.utf8)
            guard let heading = bytes.range(of: Array("Action:".utf8)) else { return false }
            let rest = bytes[heading.upperBound...].text
            return ActionScript.actions(in: rest.cut(to: 2000)).first.map {
                !$0.arguments.isEmpty || rest.holds("()")
            }
                ?? false
        },
        request: { conversation in
            // The prompt of UI-TARS tells the actions first and ends with the task.
            for part in conversation.messages.first(where: { $0.role == .user })?.parts ?? [] {
                guard case .text(let text) = part.content, text.holds("## User Instruction") else { continue }
                let bytes = Array(text.utf8)
                guard let heading = bytes.range(of: Array("## User Instruction".utf8)) else { continue }
                let request = bytes[heading.upperBound...].trimmed
                return request.isEmpty ? nil : request.text
            }
            return nil
        },
        sayings: { text, pointer in
            let bytes = Array(text.utf8)
            guard let heading = bytes.range(of: Array("Action:".utf8)) else {
                return TaggedText.sayings(of: text, at: pointer)
            }
            var sayings: [Saying] = []
            var thought = bytes[..<heading.lowerBound].trimmed
            for label in ["Thought:", "Action_Summary:", "Reflection:"] where thought.starts(with: label.utf8) {
                thought = thought.dropFirst(label.utf8.count).trimmed
            }
            if !thought.isEmpty { sayings.append(.reasoning(thought.text)) }
            let script = bytes[heading.upperBound...].trimmed.text
            let actions = ActionScript.actions(in: script)
            if actions.isEmpty {
                sayings.append(.output(script))
                sayings.append(
                    .remark(
                        Remark(
                            .warning, "malformed-action", "expected an action like click(start_box='(10,20)')",
                            at: pointer, excerpt: script)))
            }
            for action in actions {
                if action.name == "finished" || action.name == "terminate" {
                    let answer = action.text("content", "answer", "status") ?? ""
                    sayings.append(.answer(answer.isEmpty ? action.written : answer, isQuoted: false))
                } else {
                    sayings.append(
                        .call(ActionScript.call(action, reading: .open, group: "actions", at: pointer)))
                }
            }
            return sayings
        })

    /// `{"thought": "…", "actions": [{"name": "…", "arguments": {…}}]}`, as TACO writes.
    static let actionList = TextDialect(
        name: "action list", isSpoken: { actions(in: $0) != nil },
        sayings: { text, pointer in
            guard let value = actions(in: text) else { return TaggedText.sayings(of: text, at: pointer) }
            var sayings: [Saying] = []
            if let thought = value["thought"]?.string, !thought.isEmpty { sayings.append(.reasoning(thought)) }
            for action in value["actions"]?.array ?? [] {
                guard let name = action["name"]?.string else {
                    sayings.append(
                        .remark(
                            Remark(
                                .warning, "malformed-action", "expected an action with a name", at: pointer,
                                excerpt: action.excerpt)))
                    continue
                }
                let arguments = action["arguments"]
                if name == "Terminate" {
                    let answer = arguments?["answer"]
                    sayings.append(
                        .answer(answer?.string ?? answer?.canonicalText ?? "", isQuoted: false))
                } else {
                    sayings.append(
                        .call(WrittenCall(name: name, arguments: arguments, id: nil, isInText: true, pointer: pointer)))
                }
            }
            return sayings
        })

    /// Returns the object of a text that holds nothing else, if it has actions.
    private static func actions(in text: String) -> JSONValue? {
        guard text.utf8.count < 1 << 20, let start = text.utf8.first(where: { !$0.isSpace }),
            start == UInt8(ascii: "{"), let value = try? JSONValue(parsing: text), value["actions"]?.array != nil
        else { return nil }
        return value
    }
}

extension String {
    /// Returns the text with every occurrence of another replaced.
    func replacingAll(_ old: String, with new: String) -> String {
        let bytes = Array(utf8)
        let ranges = bytes.ranges(of: Array(old.utf8))
        guard !ranges.isEmpty else { return self }
        var result: [UInt8] = []
        var position = 0
        for range in ranges {
            result += bytes[position..<range.lowerBound]
            result += new.utf8
            position = range.upperBound
        }
        result += bytes[position...]
        return result.text
    }
}
