import Saccade

/// Reads the plain numbers of a text that a model wrote: `[574, 301, 660, 468]`, `<box>(12,40),(96,80)</box>`.
enum WrittenNumbers {
    /// The most bytes of a text that are read.
    static let longest = 4096

    /// Returns the numbers in order; none if the text computes with them, for example `0.9*w`.
    ///
    /// Digits that belong to a word, as in `bbox_2d` or `x1`, are no numbers.
    static func all(in text: String) -> [Double] {
        var text = text
        guard text.utf8.count <= longest else { return [] }
        return text.withUTF8 { all(in: $0) }
    }

    /// Returns the numbers of a text's UTF-8 bytes.
    static func all(in bytes: ArraySlice<UInt8>) -> [Double] {
        guard bytes.count <= longest else { return [] }
        return bytes.withUnsafeBufferPointer { all(in: $0) }
    }

    private static func all(in bytes: UnsafeBufferPointer<UInt8>) -> [Double] {
        var numbers: [Double] = []
        numbers.reserveCapacity(4)
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "*") || byte == UInt8(ascii: "+") { return [] }
            guard
                isDigit(byte)
                    || (byte == UInt8(ascii: "-") && position + 1 < bytes.count && isDigit(bytes[position + 1]))
            else {
                position += 1
                continue
            }
            let start = position
            position += 1
            while position < bytes.count, isDigit(bytes[position]) { position += 1 }
            var isWhole = true
            if position + 1 < bytes.count, bytes[position] == UInt8(ascii: "."), isDigit(bytes[position + 1]) {
                isWhole = false
                position += 1
                while position < bytes.count, isDigit(bytes[position]) { position += 1 }
            }
            let isWord =
                (start > 0 && isWordByte(bytes[start - 1])) || (position < bytes.count && isWordByte(bytes[position]))
            guard !isWord else { continue }
            let digits = bytes[start..<position]
            if isWhole, digits.count <= 15 {
                let isNegative = digits[start] == UInt8(ascii: "-")
                let value = digits.dropFirst(isNegative ? 1 : 0).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
                numbers.append(Double(isNegative ? -value : value))
            } else if let number = Double(String(decoding: digits, as: UTF8.self)) {
                numbers.append(number)
            }
        }
        return numbers
    }

    /// Whether the numbers of a list stand in another one in the same order.
    static func contains(_ list: [Double], _ wanted: [Double]) -> Bool {
        var index = list.startIndex
        for number in wanted {
            guard
                let found = list[index...].firstIndex(where: {
                    ($0 - number).magnitude <= 1e-9 * max(1, number.magnitude)
                })
            else { return false }
            index = found + 1
        }
        return true
    }

    /// How far a shape may be from its text: numbers are kept as they were written.
    static func slack(_ box: Box) -> Double {
        max(0.001, 1e-9 * max(box.x0.magnitude, box.y0.magnitude, box.x1.magnitude, box.y1.magnitude))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte >= 0x80
            || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
    }
}

extension Box {
    /// The box with its edges in order.
    var ordered: Box { Box(x0: min(x0, x1), y0: min(y0, y1), x1: max(x0, x1), y1: max(y0, y1)) }

    /// Whether all edges are whole numbers.
    var isWhole: Bool { [x0, y0, x1, y1].allSatisfy { $0.rounded() == $0 } }

    /// Returns the box with its edges rounded, or `nil` for a rule that this version does not know.
    func rounded(by rule: RoundingRule) -> Box? {
        func all(_ rule: FloatingPointRoundingRule) -> Box {
            Box(x0: x0.rounded(rule), y0: y0.rounded(rule), x1: x1.rounded(rule), y1: y1.rounded(rule))
        }
        switch rule {
        case .floor: return all(.down)
        case .halfEven: return all(.toNearestOrEven)
        case .halfAway: return all(.toNearestOrAwayFromZero)
        case .truncate: return all(.towardZero)
        case .outward:
            return Box(x0: x0.rounded(.down), y0: y0.rounded(.down), x1: x1.rounded(.up), y1: y1.rounded(.up))
        default: return nil
        }
    }
}
