import Testing

@testable import Saccade

@Suite struct JSONNumberTests {
    /// Bits of a double and its text, from RFC 8785 appendix B and ECMAScript's rules.
    static let canonical: [(UInt64, String)] = [
        (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
        (0x8000_0000_0000_0001, "-5e-324"), (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
        (0xFFEF_FFFF_FFFF_FFFF, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
        (0xC340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
        (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"), (0x44B5_2D02_C7E1_4AF6, "1e+23"),
        (0x44B5_2D02_C7E1_4AF7, "1.0000000000000001e+23"), (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"),
        (0x444B_1AE4_D6E2_EF4F, "999999999999999900000"), (0x444B_1AE4_D6E2_EF50, "1e+21"),
        (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"), (0x3EB0_C6F7_A0B5_ED8D, "0.000001"),
        (0x41B3_DE43_5555_5553, "333333333.3333332"), (0x41B3_DE43_5555_5554, "333333333.33333325"),
        (0x41B3_DE43_5555_5555, "333333333.3333333"), (0x41B3_DE43_5555_5556, "333333333.3333334"),
        (0x41B3_DE43_5555_5557, "333333333.33333343"), (0xBECB_F647_612F_3696, "-0.0000033333333333333333"),
        (0x4314_3FF3_C1CB_0959, "1424953923781206.2"),
    ]

    @Test(arguments: canonical)
    func `doubles are written as ECMAScript writes them`(_ bits: UInt64, _ text: String) throws {
        let value = Double(bitPattern: bits)
        #expect(JSONValue.double(value).canonicalText == text)
        #expect(try JSONValue(parsing: text).number == value)
        let score = Event(.score(Score(name: "x", value: value)))
        #expect(String(decoding: EventEncoder.bytes(of: score), as: UTF8.self).hasSuffix("\"value\":\(text)}"))
    }

    @Test(
        arguments: zip(
            [
                "1e-7", "0.0000001", "1E2", "4.50", "2e-3", "0.000000000000000000000000001", "1e21",
                "333333333.33333329",
            ],
            ["1e-7", "1e-7", "100", "4.5", "0.002", "1e-27", "1e+21", "333333333.3333333"]))
    func `numbers take their canonical form`(_ text: String, _ canonical: String) throws {
        #expect(try JSONValue(parsing: text).canonicalText == canonical)
    }

    @Test func `doubles read back as themselves`() throws {
        var generator = SeededGenerator(seed: 3)
        for round in 0..<20_000 {
            let value: Double
            switch round % 4 {
            case 0: value = Double(bitPattern: generator.next())
            case 1: value = Double(Int.random(in: -5_000_000...5_000_000, using: &generator)) / 1000
            case 2: value = Double.random(in: -1e12...1e12, using: &generator)
            default: value = Double(Int.random(in: -100_000...100_000, using: &generator)) / 7
            }
            guard value.isFinite else { continue }
            var emitter = JSONEmitter()
            emitter.double(value)
            let text = String(decoding: emitter.bytes, as: UTF8.self)
            #expect(text == CanonicalNumber.text(value))
            #expect(Double(text) == value)
            #expect(try JSONValue(parsing: text).number == value)
        }
    }

    @Test(arguments: [0, 9, 10, 99, 100, 101, 12_345, 999_999, 1_000_000, 9_007_199_254_740_991])
    func `integers are written in full`(_ value: Int) {
        for value in [value, -value] {
            var emitter = JSONEmitter()
            emitter.integer(Int64(value))
            #expect(String(decoding: emitter.bytes, as: UTF8.self) == "\(value)")
        }
    }

    @Test(arguments: [Int64.min, .max, .min + 1, 1_234_567_890_123_456_789])
    func `the largest integers are written in full`(_ value: Int64) {
        var emitter = JSONEmitter()
        emitter.integer(value)
        #expect(String(decoding: emitter.bytes, as: UTF8.self) == "\(value)")
    }

    private func time(_ text: String) throws -> Int? {
        try EventDecoder().decode(Array(#"{"t":"annotation","at":\#(text),"text":""}"#.utf8)).time
    }

    @Test(
        arguments: zip(
            [
                "1.0", "1e2", "1.5e1", "-0", "-0.0", "9007199254740991", "-9007199254740991", "9007199254740991.0",
                "0e99",
            ],
            [1, 100, 15, 0, 0, 9_007_199_254_740_991, -9_007_199_254_740_991, 9_007_199_254_740_991, 0]))
    func `an integer may have a fraction or an exponent if it is whole`(_ text: String, _ value: Int) throws {
        #expect(try time(text) == value)
    }

    @Test(
        arguments: [
            "9007199254740992", "-9007199254740992", "9223372036854775808", "18446744073709551616", "1e99",
            "123456789012345678901234567890", "1.5", "1e-1", "1e400",
        ])
    func `an integer beyond 2^53 − 1 or with a rest is refused`(_ text: String) {
        #expect { try time(text) } throws: {
            guard let error = $0 as? TraceError else { return false }
            return error.code == .invalidField && error.message.contains("an integer within ±(2^53 − 1)")
        }
    }

    @Test(arguments: ["NaN", "Infinity", "-Infinity", "nan", "+1", "01", "1.", ".5", "0x10", "1e", "1e+", "--1", "-"])
    func `what JSON does not call a number is refused`(_ text: String) {
        #expect(throws: TraceError.self) { try JSONValue(parsing: text) }
        #expect(throws: TraceError.self) { try time(text) }
        #expect(throws: TraceError.self) {
            try EventDecoder().decode(Array(#"{"t":"score","name":"x","value":\#(text)}"#.utf8))
        }
    }

    @Test func `a double beyond the range is refused where it is read`() {
        #expect(throws: TraceError.self) { try JSONValue(parsing: "1e400") }
        #expect(throws: TraceError.self) {
            try EventDecoder().decode(Array(#"{"t":"score","name":"x","value":-1e400}"#.utf8))
        }
    }
}
