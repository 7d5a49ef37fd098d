/// Writes canonical JSON (RFC 8785) into memory of its own.
///
/// A noncopyable buffer with raw growth: the writer of events spends its time here, and `[UInt8].append` costs as much
/// again as the copying.
struct JSONEmitter: ~Copyable {
    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity: Int
    /// The containers of a tree whose ends have not been written; kept for the room that the list has.
    var open: [OpenContainer] = []

    init(capacity: Int = 1024) {
        self.capacity = max(capacity, 64)
        self.base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// The bytes written so far.
    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

    /// The text written so far.
    var text: String { String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self) }

    /// Forgets what was written and keeps the memory.
    mutating func removeAll() { count = 0 }

    /// Forgets what was written after a count.
    mutating func truncate(to count: Int) { self.count = min(count, self.count) }

    @inline(__always) mutating func reserve(_ extra: Int) {
        if count &+ extra > capacity { grow(extra) }
    }

    @inline(never) private mutating func grow(_ extra: Int) {
        let larger = max(capacity * 2, count + extra)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        memory.update(from: base, count: count)
        base.deallocate()
        base = memory
        capacity = larger
    }

    @inline(__always) mutating func byte(_ value: UInt8) {
        reserve(1)
        base[count] = value
        count &+= 1
    }

    @inline(__always) mutating func raw(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        reserve(length)
        (base + count).update(from: text.utf8Start, count: length)
        count &+= length
    }

    mutating func raw(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + count).update(from: start, count: bytes.count)
        count &+= bytes.count
    }

    mutating func raw(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { raw($0) } }

    /// Writes `"key":`, with a comma before it unless the object has just been opened.
    @inline(__always) mutating func key(_ key: StaticString) {
        let length = key.utf8CodeUnitCount
        reserve(length &+ 4)
        if base[count &- 1] != UInt8(ascii: "{") {
            base[count] = UInt8(ascii: ",")
            count &+= 1
        }
        base[count] = UInt8(ascii: "\"")
        (base + count + 1).update(from: key.utf8Start, count: length)
        base[count &+ length &+ 1] = UInt8(ascii: "\"")
        base[count &+ length &+ 2] = UInt8(ascii: ":")
        count &+= length &+ 3
    }

    // MARK: Scalars

    @inline(__always) mutating func integer(_ value: Int64) {
        reserve(20)
        var magnitude = value.magnitude
        if value < 0 {
            base[count] = UInt8(ascii: "-")
            count &+= 1
        }
        if magnitude < 10 {
            base[count] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: magnitude)
            count &+= 1
            return
        }
        let digits = Self.digitCount(magnitude)
        var index = count &+ digits
        count = index
        while magnitude >= 10 {
            // Two digits at a time.
            let pair = Int(truncatingIfNeeded: magnitude % 100) &* 2
            magnitude /= 100
            index &-= 2
            base[index] = Self.pairs.utf8Start[pair]
            base[index &+ 1] = Self.pairs.utf8Start[pair &+ 1]
        }
        // An odd number of digits leaves the first one; an even number leaves nothing.
        if index > count &- digits { base[index &- 1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: magnitude) }
    }

    /// The numbers from 00 to 99.
    private static var pairs: StaticString {
        """
        00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354\
        555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899
        """
    }

    @inline(__always) private static func digitCount(_ value: UInt64) -> Int {
        var (count, limit) = (1, UInt64(10))
        while value >= limit {
            count &+= 1
            let (next, overflow) = limit.multipliedReportingOverflow(by: 10)
            if overflow { return count }
            limit = next
        }
        return count
    }

    /// Writes a finite number in the shortest form that reads back as the same double; others as `null`.
    @inline(__always) mutating func double(_ value: Double) {
        // Most numbers here have at most three decimals. Such a text is the shortest one: two different decimals of at
        // most 15 digits never name the same double.
        let scaled = value * 1000
        if scaled.magnitude < 1e14, let thousandths = Int64(exactly: scaled.rounded()),
            Double(thousandths) / 1000 == value
        {
            fixed(thousandths)
        } else {
            shortest(value)
        }
    }

    /// Writes a count of thousandths.
    @inline(__always) private mutating func fixed(_ thousandths: Int64) {
        let magnitude = thousandths.magnitude
        let whole = magnitude / 1000
        var rest = magnitude % 1000
        if thousandths < 0 { byte(UInt8(ascii: "-")) }
        integer(Int64(whole))
        guard rest != 0 else { return }
        reserve(4)
        base[count] = UInt8(ascii: ".")
        base[count &+ 1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest / 100)
        count &+= 2
        rest %= 100
        guard rest != 0 else { return }
        base[count] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest / 10)
        count &+= 1
        rest %= 10
        guard rest != 0 else { return }
        base[count] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest)
        count &+= 1
    }

    @inline(never) private mutating func shortest(_ value: Double) {
        guard value.isFinite else { return raw("null") }
        for unit in CanonicalNumber.text(value).utf8 { byte(unit) }
    }

    /// Writes 16 hexadecimal digits.
    @inline(__always) mutating func hexadecimal(_ word: UInt64) {
        reserve(16)
        var word = word
        for index in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: word >> 60)
            word <<= 4
            base[count &+ index] = digit < 10 ? UInt8(ascii: "0") &+ digit : UInt8(ascii: "a") &+ (digit &- 10)
        }
        count &+= 16
    }

    mutating func bool(_ value: Bool) { value ? raw("true") : raw("false") }

    @inline(__always) mutating func string(_ text: String) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { string($0) }
        if done == nil { string(Array(text.utf8)) }
    }

    mutating func string(_ utf8: [UInt8]) { utf8.withUnsafeBufferPointer { string($0) } }

    /// Writes a string from its UTF-8, escaping only what must be.
    @inline(__always) mutating func string(_ utf8: UnsafeBufferPointer<UInt8>) {
        reserve(utf8.count &+ 2)
        base[count] = UInt8(ascii: "\"")
        count &+= 1
        if let source = utf8.baseAddress {
            let total = utf8.count
            var index = 0
            while index < total {
                let clean = JSONEmitter.cleanPrefix(source + index, total &- index)
                reserve(clean &+ 8 &+ (total &- index))
                (base + count).update(from: source + index, count: clean)
                count &+= clean
                index &+= clean
                if index < total {
                    escape(source[index])
                    index &+= 1
                }
            }
        }
        byte(UInt8(ascii: "\""))
    }

    /// Returns how many bytes come before the first that must be escaped.
    @inline(__always) private static func cleanPrefix(_ source: UnsafePointer<UInt8>, _ count: Int) -> Int {
        var index = 0
        let ones: UInt64 = 0x0101_0101_0101_0101
        while index &+ 8 <= count {
            let word = UnsafeRawPointer(source + index).loadUnaligned(as: UInt64.self)
            let quote = word ^ (ones &* 0x22)
            let slash = word ^ (ones &* 0x5C)
            let special =
                ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash) | ((word &- ones &* 0x20) & ~word)
            let hits = special & 0x8080_8080_8080_8080
            if hits != 0 { break }
            index &+= 8
        }
        while index < count {
            let byte = source[index]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C { return index }
            index &+= 1
        }
        return index
    }

    @inline(never) private mutating func escape(_ value: UInt8) {
        switch value {
        case 0x22: raw("\\\"")
        case 0x5C: raw("\\\\")
        case 0x08: raw("\\b")
        case 0x09: raw("\\t")
        case 0x0A: raw("\\n")
        case 0x0C: raw("\\f")
        case 0x0D: raw("\\r")
        default:
            raw("\\u00")
            byte(value < 16 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
            let low = value & 15
            byte(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        }
    }
}

/// The text of a double as RFC 8785 (and so ECMAScript) writes it.
enum CanonicalNumber {
    /// Returns the shortest text that reads back as the same double; `value` must be finite.
    static func text(_ value: Double) -> String {
        if value == 0 { return "0" }
        let (digits, point) = shortestDigits(value.magnitude)
        let sign = value < 0 ? "-" : ""
        let count = digits.count
        let text = String(decoding: digits, as: UTF8.self)
        func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
        if count <= point && point <= 21 { return sign + text + zeros(point - count) }
        if 0 < point && point <= 21 { return sign + text.prefix(point) + "." + text.dropFirst(point) }
        if -6 < point && point <= 0 { return sign + "0." + zeros(-point) + text }
        let exponent = point - 1
        let power = (exponent < 0 ? "-" : "+") + String(exponent.magnitude)
        if count == 1 { return sign + text + "e" + power }
        return sign + text.prefix(1) + "." + text.dropFirst(1) + "e" + power
    }

    /// Returns the shortest digits d1d2… and the n for which the value is 0.d1d2… × 10^n.
    private static func shortestDigits(_ value: Double) -> (digits: [UInt8], point: Int) {
        // The standard library prints the shortest digits that read back; only their layout differs.
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        let text = Array(value.description.utf8)
        var index = 0
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "."): point = digits.count
            case UInt8(ascii: "e"):
                exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
                index = text.count
            default: digits.append(text[index])
            }
            index += 1
        }
        var position = (point ?? digits.count) + exponent
        let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leading)
        position -= leading
        while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (digits, position)
    }
}
