/// Numbers that stand in a text between brackets or marks, as models write them.
enum NumberList {
    /// Returns the numbers of a text that holds nothing else but separators; `nil` if it holds anything else.
    ///
    /// Separators are white space, commas, semicolons and brackets of every kind. Numbers may be padded with zeros.
    static func all(in text: ArraySlice<UInt8>) -> [Double]? {
        var numbers: [Double] = []
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if isSeparator(byte) {
                index += 1
            } else if let (number, end) = number(in: text, at: index) {
                numbers.append(number)
                index = end
                // A number must end where it ends: 12a is none.
                if index < text.endIndex, !isSeparator(text[index]) { return nil }
            } else {
                return nil
            }
        }
        return numbers
    }

    /// Returns the groups of numbers of a text like `[[1,2,3,4],[5,6,7,8]]` or `[[1,2,3,4;5,6,7,8]]`: the innermost lists.
    ///
    /// A group that is no list of numbers is `nil`; a text without brackets is one group.
    static func groups(in text: ArraySlice<UInt8>) -> [(range: Range<Int>, numbers: [Double]?)] {
        var groups: [(range: Range<Int>, numbers: [Double]?)] = []
        var start: Int?
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "{"): start = index
            case UInt8(ascii: "]"), UInt8(ascii: ")"), UInt8(ascii: "}"):
                if let first = start { groups += split(text[(first + 1)..<index]) }
                start = nil
            default: break
            }
        }
        if let first = start {
            // A list without an end: what is there is kept.
            groups.append((first..<text.endIndex, nil))
        } else if groups.isEmpty, !text.trimmed.isEmpty {
            groups += split(text)
        }
        return groups
    }

    private static func split(_ text: ArraySlice<UInt8>) -> [(range: Range<Int>, numbers: [Double]?)] {
        var groups: [(range: Range<Int>, numbers: [Double]?)] = []
        for part in text.split(separator: UInt8(ascii: ";")) where !part.trimmed.isEmpty {
            groups.append((part.startIndex..<part.endIndex, all(in: part)))
        }
        return groups
    }

    /// Reads a number at a position: digits with an optional sign, fraction and exponent.
    static func number(in text: ArraySlice<UInt8>, at position: Int) -> (value: Double, end: Int)? {
        var index = position
        func digits() -> Bool {
            let first = index
            while index < text.endIndex, text[index].isDigit { index += 1 }
            return index > first
        }
        if index < text.endIndex, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") { index += 1 }
        let whole = digits()
        var fraction = false
        if index + 1 < text.endIndex, text[index] == UInt8(ascii: "."), text[index + 1].isDigit {
            index += 1
            fraction = digits()
        } else if whole, index < text.endIndex, text[index] == UInt8(ascii: "."),
            index + 1 == text.endIndex || !text[index + 1].isWord
        {
            index += 1
        }
        guard whole || fraction else { return nil }
        if index < text.endIndex, text[index].lowercased == UInt8(ascii: "e") {
            let mark = index
            index += 1
            if index < text.endIndex, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
                index += 1
            }
            if !digits() { index = mark }
        }
        guard index - position <= 40, let value = Double(text[position..<index].text) else { return nil }
        return (value, index)
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte.isSpace
            || [
                UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("),
                UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"),
            ].contains(byte)
    }
}
