import Saccade

/// Reads the crop out of a model's Python code without running it: constants, the file that is opened, the crop, the resize.
///
/// It knows assignments of numbers and simple arithmetic, `image[y1:y2, x1:x2]`, `.crop((x1, y1, x2, y2))`, and the sizes of
/// `resize`. Code that computes its box otherwise gives nothing.
struct CodeScanner {
    private var numbers: [String: Double] = [:]
    private var texts: [String: String] = [:]

    /// Returns the last crop of a piece of code, or `nil` if there is none that can be read.
    static func crop(in code: String) -> CodedCrop? {
        var scanner = CodeScanner()
        var crop: CodedCrop?
        var file: String?
        for raw in code.split(separator: "\n") {
            let line = Array(raw.utf8)[...].trimmed
            if line.first == UInt8(ascii: "#") { continue }
            scanner.assign(line)
            if let opened = scanner.opened(line) { file = opened }
            if let (box, written) = scanner.box(line) {
                crop = CodedCrop(box: box, size: nil, written: written, file: file)
            }
            if let known = crop, let size = scanner.size(line, of: known.box) {
                crop?.size = size
                crop?.resampler = CodeScanner.resampler(line)
            }
        }
        return crop
    }

    // MARK: Assignments

    private mutating func assign(_ line: ArraySlice<UInt8>) {
        guard let sign = CodeScanner.assignment(in: line) else { return }
        let names = line[..<sign].split(separator: UInt8(ascii: ",")).map { $0.trimmed.text }
        let value = line[(sign + 1)...].trimmed
        if names.count == 1 {
            if let text = CodeScanner.quoted(value) {
                texts[names[0]] = text
            } else if let number = evaluate(value) {
                numbers[names[0]] = number
            } else {
                let values = list(value)
                for (index, number) in values.enumerated() { numbers["\(names[0])[\(index)]"] = number }
            }
            return
        }
        let values = list(value)
        if values.count == names.count {
            for (name, number) in zip(names, values) { numbers[name] = number }
        } else if names.count == 4 || names.count == 2 {
            // x1, y1, x2, y2 = box
            let known = names.indices.compactMap { numbers["\(value.text)[\($0)]"] }
            if known.count == names.count { for (name, number) in zip(names, known) { numbers[name] = number } }
        }
    }

    /// Returns the position of the sign of a plain assignment.
    private static func assignment(in line: ArraySlice<UInt8>) -> Int? {
        guard let sign = line.firstIndex(of: UInt8(ascii: "=")), sign + 1 < line.endIndex,
            line[sign + 1] != UInt8(ascii: "="),
            line[..<sign].allSatisfy({
                $0.isWord || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ",") || $0.isSpace
            }), !line[..<sign].trimmed.isEmpty
        else { return nil }
        return sign
    }

    private static func quoted(_ value: ArraySlice<UInt8>) -> String? {
        guard let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
            let end = value.dropFirst().firstIndex(of: quote)
        else { return nil }
        return value[(value.startIndex + 1)..<end].text
    }

    /// Returns the numbers of a list, in brackets or not; empty if one of them is none.
    private func list(_ value: ArraySlice<UInt8>) -> [Double] {
        var inner = value
        if let first = inner.first, first == UInt8(ascii: "(") || first == UInt8(ascii: "["),
            let end = CodeScanner.closing(inner, from: inner.startIndex), end == inner.endIndex - 1
        {
            inner = inner[(inner.startIndex + 1)..<end]
        }
        let parts = CodeScanner.split(inner).map { evaluate($0) }
        let known = parts.compactMap { $0 }
        return known.count == parts.count ? known : []
    }

    // MARK: Crops

    private func opened(_ line: ArraySlice<UInt8>) -> String? {
        for call in ["cv2.imread(", "Image.open(", "imread("] {
            guard let argument = CodeScanner.argument(of: call, in: line), let first = CodeScanner.split(argument).first
            else { continue }
            return CodeScanner.quoted(first.trimmed) ?? texts[first.trimmed.text]
        }
        return nil
    }

    private func box(_ line: ArraySlice<UInt8>) -> (Box, String)? {
        if let argument = CodeScanner.argument(of: ".crop(", in: line) {
            let values = list(argument.trimmed)
            let named = (0..<4).compactMap { numbers["\(argument.trimmed.text)[\($0)]"] }
            let four = values.count == 4 ? values : named
            guard four.count == 4 else { return nil }
            return (Box(x0: four[0], y0: four[1], x1: four[2], y1: four[3]), "crop(\(argument.text))")
        }
        // image[y1:y2, x1:x2]
        guard let open = line.firstIndex(of: UInt8(ascii: "[")), open > line.startIndex,
            let close = CodeScanner.closing(line, from: open)
        else { return nil }
        let axes = CodeScanner.split(line[(open + 1)..<close]).prefix(2).map { axis in
            axis.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map { evaluate($0.trimmed) }
        }
        guard axes.count == 2, axes.allSatisfy({ $0.count == 2 }), let y0 = axes[0][0], let y1 = axes[0][1],
            let x0 = axes[1][0], let x1 = axes[1][1]
        else { return nil }
        return (Box(x0: x0, y0: y0, x1: x1, y1: y1), line[open...close].text)
    }

    private func size(_ line: ArraySlice<UInt8>, of box: Box) -> PixelSize? {
        guard let argument = CodeScanner.argument(of: "resize(", in: line) else { return nil }
        var scale: (Double, Double)?
        var fixed: [Double] = []
        for part in CodeScanner.split(argument) {
            let words = part.trimmed
            if words.starts(with: Array("fx=".utf8)), let factor = evaluate(words.dropFirst(3)) {
                scale = (factor, scale?.1 ?? factor)
            } else if words.starts(with: Array("fy=".utf8)), let factor = evaluate(words.dropFirst(3)) {
                scale = (scale?.0 ?? factor, factor)
            } else if words.first == UInt8(ascii: "("), fixed.isEmpty {
                fixed = list(words)
            }
        }
        var size: (Double, Double)?
        if fixed.count == 2 { size = (fixed[0], fixed[1]) }
        if let scale { size = ((box.width * scale.0).rounded(), (box.height * scale.1).rounded()) }
        guard let size, size.0 >= 1, size.1 >= 1, let width = Int(exactly: size.0), let height = Int(exactly: size.1)
        else { return nil }
        return PixelSize(width: width, height: height)
    }

    /// Returns how a line that resizes computes pixels: as it says, or as its library does where it says nothing.
    private static func resampler(_ line: ArraySlice<UInt8>) -> Resampler? {
        let words = (argument(of: "resize(", in: line) ?? []).split { !$0.isWord && $0 != UInt8(ascii: "_") }
        for word in words.map(\.text) {
            switch word {
            case "INTER_NEAREST", "NEAREST": return .nearest
            case "INTER_LINEAR", "BILINEAR": return .bilinear
            case "INTER_CUBIC", "BICUBIC": return .bicubic
            case "INTER_LANCZOS4", "LANCZOS", "ANTIALIAS": return .lanczos
            case "BOX": return .box
            default: continue
            }
        }
        // One that has no name here is not guessed.
        if words.contains(where: { ["interpolation", "resample", "HAMMING"].contains($0.text) }) { return nil }
        return argument(of: "cv2.resize(", in: line) != nil ? .bilinear : .bicubic
    }

    // MARK: Expressions

    /// Returns the value of a number, a name, `int(…)`, or two of these with `+ - * / //` between them.
    private func evaluate(_ text: ArraySlice<UInt8>, depth: Int = 0) -> Double? {
        let text = text.trimmed
        guard !text.isEmpty, text.count <= 200, depth < 8 else { return nil }
        if let (value, end) = NumberList.number(in: text, at: text.startIndex), end == text.endIndex { return value }
        if let value = numbers[text.text] { return value }
        for name in ["int(", "round(", "float("] where text.starts(with: Array(name.utf8)) {
            let open = text.startIndex + name.utf8.count - 1
            guard CodeScanner.closing(text, from: open) == text.endIndex - 1 else { continue }
            let value = evaluate(text[(open + 1)..<(text.endIndex - 1)], depth: depth + 1)
            return name == "int("
                ? value?.rounded(.towardZero) : name == "round(" ? value?.rounded(.toNearestOrEven) : value
        }
        if text.first == UInt8(ascii: "("), CodeScanner.closing(text, from: text.startIndex) == text.endIndex - 1 {
            return evaluate(text.dropFirst().dropLast(), depth: depth + 1)
        }
        for signs in [[UInt8(ascii: "+"), UInt8(ascii: "-")], [UInt8(ascii: "*"), UInt8(ascii: "/")]] {
            guard let sign = CodeScanner.lastOperator(signs, in: text) else { continue }
            let isFloor = text[sign] == UInt8(ascii: "/") && text[sign - 1] == UInt8(ascii: "/")
            guard let left = evaluate(text[..<(isFloor ? sign - 1 : sign)], depth: depth + 1),
                let right = evaluate(text[(sign + 1)...], depth: depth + 1)
            else { return nil }
            switch text[sign] {
            case UInt8(ascii: "+"): return left + right
            case UInt8(ascii: "-"): return left - right
            case UInt8(ascii: "*"): return left * right
            default: return right == 0 ? nil : isFloor ? (left / right).rounded(.down) : left / right
            }
        }
        return nil
    }

    private static func lastOperator(_ signs: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        var depth = 0
        var index = text.endIndex - 1
        while index > text.startIndex {
            let byte = text[index]
            if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") { depth += 1 }
            if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") { depth -= 1 }
            if depth == 0, signs.contains(byte) { return index }
            index -= 1
        }
        return nil
    }

    /// Returns what stands between the brackets of a call.
    private static func argument(of call: String, in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let bytes = Array(line)
        guard let found = bytes.range(of: Array(call.utf8)),
            let end = closing(bytes[...], from: found.upperBound - 1)
        else { return nil }
        return bytes[found.upperBound..<end]
    }

    private static func closing(_ text: ArraySlice<UInt8>, from open: Int) -> Int? {
        var depth = 0
        for index in open..<text.endIndex {
            switch text[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return index }
            default: break
            }
        }
        return nil
    }

    /// Splits at the commas outside of brackets.
    private static func split(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var depth = 0
        var start = text.startIndex
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ",") where depth == 0:
                parts.append(text[start..<index])
                start = index + 1
            default: break
            }
        }
        parts.append(text[start...])
        return parts
    }
}
