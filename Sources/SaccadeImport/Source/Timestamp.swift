/// Reads the times that records write.
enum Timestamp {
    /// Returns the nanoseconds since 1970 of a time, or `nil` if it is none.
    ///
    /// It reads `2026-03-01T12:00:00.5Z`, `2026-03-01 12:00:00` and `20260301@120000`; a time without a zone is taken for UTC.
    /// Years from 1970 to 2261 are read: nanoseconds of later ones do not fit, and no log is older.
    static func nanoseconds(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        var digits: [[UInt8]] = []
        var current: [UInt8] = []
        var zone: (sign: Int, start: Int)?
        var isFraction = false
        var fraction: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if byte.isDigit {
                if isFraction { fraction.append(byte) } else { current.append(byte) }
                continue
            }
            if !current.isEmpty { digits.append(current) }
            current = []
            isFraction = false
            if byte == UInt8(ascii: "."), digits.count >= 6 { isFraction = true }
            if digits.count >= 5, byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") {
                zone = (byte == UInt8(ascii: "+") ? 1 : -1, index + 1)
                break
            }
            let isMark = [
                UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "T"), UInt8(ascii: " "), UInt8(ascii: "."),
                UInt8(ascii: "Z"), UInt8(ascii: "@"),
            ].contains(byte)
            guard isMark else { return nil }
        }
        if !current.isEmpty { digits.append(current) }
        // 20260301@120000
        if digits.count == 2, digits[0].count == 8, digits[1].count == 6 {
            digits =
                [digits[0][0..<4], digits[0][4..<6], digits[0][6..<8]].map { Array($0) }
                + [digits[1][0..<2], digits[1][2..<4], digits[1][4..<6]].map { Array($0) }
        }
        let fields = digits.compactMap { Int($0.text) }
        guard fields.count == digits.count, fields.count == 6 || fields.count == 5, digits[0].count == 4,
            (1970...2261).contains(fields[0]),
            (1...12).contains(fields[1]), (1...31).contains(fields[2]), (0...23).contains(fields[3]),
            (0...59).contains(fields[4]), fields.count == 5 || (0...60).contains(fields[5])
        else { return nil }
        var seconds = days(fields[0], fields[1], fields[2]) * 86_400 + fields[3] * 3600 + fields[4] * 60
        if fields.count == 6 { seconds += fields[5] }
        if let zone {
            let rest = bytes[zone.start...].filter(\.isDigit)
            guard rest.count == 4, let hours = Int(Array(rest.prefix(2)).text),
                let minutes = Int(Array(rest.suffix(2)).text)
            else { return nil }
            seconds -= zone.sign * (hours * 3600 + minutes * 60)
        }
        var nanoseconds = 0
        for index in 0..<9 { nanoseconds = nanoseconds * 10 + (index < fraction.count ? Int(fraction[index] - 48) : 0) }
        return seconds * 1_000_000_000 + nanoseconds
    }

    /// Returns the nanoseconds from one time to another, 0 if it lies before; `nil` for more than an event can hold, which
    /// is 104 days.
    static func elapsed(from began: Int, to time: Int) -> Int? {
        let (elapsed, isTooLong) = time.subtractingReportingOverflow(began)
        return isTooLong || elapsed >= 1 << 53 ? nil : max(0, elapsed)
    }

    /// The days from 1970-01-01 to a date of the Gregorian calendar.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // Years begin in March, so that the leap day is the last one.
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
