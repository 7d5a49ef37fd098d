import Testing

@testable import Saccade

@Suite struct JSONValueTests {
    @Test(
        arguments: zip(
            [
                "", "plain", "\"", "\\", "/", "\u{0}", "\u{8}\t\n\u{c}\r", "\u{1f}\u{7f}", "é", "漢字", "🧾",
                "\u{2028}\u{feff}", "0123456\"", "01234567\"", "012345678\n9",
            ],
            [
                #""""#, #""plain""#, #""\"""#, #""\\""#, #""/""#, #""\u0000""#, #""\b\t\n\f\r""#, "\"\\u001f\u{7f}\"",
                "\"é\"", "\"漢字\"", "\"🧾\"", "\"\u{2028}\u{feff}\"", #""0123456\"""#, #""01234567\"""#,
                #""012345678\n9""#,
            ]))
    func `strings escape only what must be`(_ text: String, _ json: String) throws {
        #expect(JSONValue.string(text).canonicalText.utf8.elementsEqual(json.utf8))
        #expect(try JSONValue(parsing: json).string?.utf8.elementsEqual(text.utf8) == true)
    }

    @Test(
        arguments: zip(
            [#""\u0041\/\b""#, #""\ud83e\uddfe""#, #""\u00E9""#, #""a\u0000b""#],
            ["A/\u{8}", "🧾", "é", "a\u{0}b"]))
    func `escapes are resolved`(_ json: String, _ text: String) throws {
        #expect(try JSONValue(parsing: json) == .string(text))
    }

    @Test func `members keep their order`() throws {
        let text = #"{"z":1,"a":[true,false,null,{"k":{}}],"m":[],"s":"x"}"#
        #expect(try JSONValue(parsing: text).canonicalText == text)
        #expect(try JSONValue(parsing: " { \"z\" : 1 ,\n\t\"a\":[ ] } ").canonicalText == #"{"z":1,"a":[]}"#)
    }

    @Test func `lists in lists keep all their elements`() throws {
        let row = "[" + (0..<40).map { "{\"k\($0)\":[\($0),\"s\"]}" }.joined(separator: ",") + "]"
        let text = "{\"rows\":[" + Array(repeating: row, count: 5).joined(separator: ",") + "],\"last\":[[[1],2],3]}"
        let value = try JSONValue(parsing: text)
        #expect(value.canonicalText == text)
        #expect(value["rows"]?.array?.count == 5 && value["rows"]?[4]?[39]?["k39"]?[0]?.integer == 39)
        #expect(throws: TraceError.self) { try JSONValue(parsing: String(text.dropLast())) }
    }

    @Test func `a value prints with one member a line`() throws {
        let value = try JSONValue(parsing: #"{"a":1,"b":[],"c":[1,{"d":"x"}],"e":{}}"#)
        #expect(
            value.prettyText == """
                {
                  "a": 1,
                  "b": [],
                  "c": [
                    1,
                    {
                      "d": "x"
                    }
                  ],
                  "e": {}
                }

                """)
        #expect(try JSONValue(parsing: value.prettyText) == value)
    }

    @Test func `accessors answer only for their own kind`() throws {
        let value = try JSONValue(parsing: #"{"a":[1,2.5,"x",true,null]}"#)
        let list = try #require(value["a"])
        #expect(list[0]?.integer == 1 && list[0]?.number == 1)
        #expect(list[1]?.number == 2.5 && list[1]?.integer == nil)
        #expect(list[2]?.string == "x" && list[3]?.bool == true)
        #expect(list[4] == .null && list[5] == nil && list[-1] == nil && value["b"] == nil && list["a"] == nil)
    }

    @Test(
        arguments: zip(
            [
                "", "  ", "{", "[1", "[1,", "\"abc", "[1 2]", "{\"a\" 1}", "{a:1}", "[1,]", "{\"a\":1,}", "tru", "nul]",
                "\"\u{1}\"", #""\x""#, #""\u12""#, #""\ud800""#, #""\ud800\u0041""#, "1 2", "\u{feff}1", "//",
            ],
            [
                ("expected a value, found the end of the text", 0), ("expected a value, found the end of the text", 2),
                ("expected a key in double quotes, found the end of the text", 1),
                ("expected ',' or ']', found the end of the text", 2),
                ("expected a value, found the end of the text", 3), ("the string that begins at byte 1 has no end", 4),
                ("expected ',' or ']', found '2'", 3), ("expected ':' after a key, found '1'", 5),
                ("expected a key in double quotes, found 'a'", 1), ("expected a value, found ']'", 3),
                ("expected a key in double quotes, found '}'", 7),
                ("expected true, found 't'", 0), ("expected null, found 'n'", 0),
                ("a control character in a string must be escaped, found byte 0x01", 1),
                ("expected an escape, found 'x' after '\\'", 2), ("an escape needs four hexadecimal digits", 1),
                ("a lone surrogate is no character", 1), ("a lone surrogate is no character", 1),
                ("expected nothing after the value, found '2'", 2), ("expected a value, found byte 0xef", 0),
                ("expected a value, found '/'", 0),
            ]))
    func `errors say what was expected, what was found and where`(_ text: String, _ error: (String, Int)) {
        #expect { try JSONValue(parsing: text) } throws: {
            guard let found = $0 as? TraceError else { return false }
            #expect(found.message == error.0)
            #expect(found.offset == error.1)
            return true
        }
    }
}
