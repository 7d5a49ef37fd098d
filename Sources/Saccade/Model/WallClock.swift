/// Times of day as traces write them.
package enum WallClock {
    /// Returns the nanoseconds since 1970 of an RFC 3339 time, as `2026-08-04T12:57:35.25Z`; `nil` for any other text and
    /// for times before 1970.
    package static func nanoseconds(_ text: String) -> UInt64? {
        var reader = Reader(text: Array(text.utf8))
        guard let year = reader.digits(4), reader.take("-"), let month = reader.digits(2), reader.take("-"),
            let day = reader.digits(2), reader.take("T") || reader.take("t") || reader.take(" "),
            let hour = reader.digits(2), reader.take(":"), let minute = reader.digits(2), reader.take(":"),
            let second = reader.digits(2), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60,
            second <= 60, let fraction = reader.fraction(), let offset = reader.offset(), reader.isAtEnd
        else { return nil }
        let seconds = (days(year, month, day) * 24 + hour) * 3600 + minute * 60 + second - offset
        guard seconds >= 0 else { return nil }
        let (whole, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? nil : whole + fraction
    }

    /// Returns nanoseconds since 1970 as RFC 3339 in UTC, to the nanosecond.
    package static func text(nanoseconds: UInt64) -> String {
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        let seconds = Int(nanoseconds / 1_000_000_000)
        let (year, month, day) = date(seconds / 86_400)
        let second = seconds % 86_400
        let time = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        let fraction = padded(Int(nanoseconds % 1_000_000_000), 9)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(time).\(fraction)Z"
    }

    /// Returns the date of the Gregorian calendar that is some days after 1970-01-01.
    private static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        var year = 1970 + days / 366
        while WallClock.days(year + 1, 1, 1) <= days { year += 1 }
        var month = 1
        while month < 12, WallClock.days(year, month + 1, 1) <= days { month += 1 }
        return (year, month, days - WallClock.days(year, month, 1) + 1)
    }

    /// Returns the days from 1970-01-01 to a date of the Gregorian calendar.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // Years that begin in March have their leap day at the end.
        let shifted = month > 2 ? year : year - 1
        let fromMarch = (month + 9) % 12
        let dayOfYear = (153 * fromMarch + 2) / 5 + day - 1
        let leapDays = shifted / 4 - shifted / 100 + shifted / 400
        return shifted * 365 + leapDays + dayOfYear - 719_468
    }

    private struct Reader {
        let text: [UInt8]
        var position = 0

        var isAtEnd: Bool { position == text.count }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
            position += 1
            return true
        }

        mutating func digit() -> Int? {
            guard position < text.count, case UInt8(ascii: "0")...UInt8(ascii: "9") = text[position] else { return nil }
            position += 1
            return Int(text[position - 1] - UInt8(ascii: "0"))
        }

        mutating func digits(_ count: Int) -> Int? {
            var value = 0
            for _ in 0..<count {
                guard let digit = digit() else { return nil }
                value = value * 10 + digit
            }
            return value
        }

        /// Reads a fraction of a second, if there is one, as nanoseconds; further digits are dropped.
        mutating func fraction() -> UInt64? {
            guard take(".") else { return 0 }
            var value: UInt64 = 0
            var weight: UInt64 = 100_000_000
            var count = 0
            while let digit = digit() {
                value += UInt64(digit) * weight
                weight /= 10
                count += 1
            }
            return count > 0 ? value : nil
        }

        /// Reads the offset from UTC in seconds.
        mutating func offset() -> Int? {
            if take("Z") || take("z") { return 0 }
            let sign = take("-") ? -1 : take("+") ? 1 : 0
            guard sign != 0, let hours = digits(2), take(":"), let minutes = digits(2), hours < 24, minutes < 60 else {
                return nil
            }
            return sign * (hours * 3600 + minutes * 60)
        }
    }
}
