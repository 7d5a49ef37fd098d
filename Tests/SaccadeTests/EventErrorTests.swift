import Testing

@testable import Saccade

@Suite struct EventErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var code: TraceError.Code
        var message: String
        var offset: Int

        init(_ text: String, _ code: TraceError.Code, _ message: String, _ offset: Int) {
            (self.text, self.code, self.message, self.offset) = (text, code, message, offset)
        }

        var testDescription: String { text }
    }

    static let cases: [Case] = [
        Case(
            #""#, .truncated,
            #"event: expected an object, found the end of the text"#, 0),
        Case(
            #"[]"#, .invalidField,
            #"event: expected an object, found an array"#, 0),
        Case(
            #"{}"#, .invalidField,
            #"event: expected a field "t" (the kind of event), found none"#, 0),
        Case(
            #"{"t":5}"#, .invalidField,
            #"event "t": expected a string, found 5"#, 5),
        Case(
            #"{"t":"turn"}"#, .invalidField,
            #"turn: expected a field "n" (ordinal in the trace), found none"#, 11),
        Case(
            #"{"t":"turn","n":"0"}"#, .invalidField,
            #"turn "n": expected an integer, found "0""#, 16),
        Case(
            #"{"t":"turn","n":0.5}"#, .invalidField,
            #"turn "n": expected an integer within ±(2^53 − 1), found 0.5"#, 16),
        Case(
            #"{"t":"turn","n":9007199254740992}"#, .invalidField,
            #"turn "n": expected an integer within ±(2^53 − 1), found 9007199254740992"#, 16),
        Case(
            #"{"t":"turn","n":null}"#, .invalidField,
            #"turn "n": expected an integer, found null"#, 16),
        Case(
            #"{"t":"turn","n":0,}"#, .malformedJSON,
            #"expected a key in double quotes, found '}'"#, 18),
        Case(
            #"{"t":"turn" "n":0}"#, .malformedJSON,
            #"expected ',' or '}', found '"'"#, 12),
        Case(
            #"{"t":"turn","n":0"#, .truncated,
            #"expected ',' or '}', found the end of the text"#, 17),
        Case(
            #"{"t":"turn","n":0}x"#, .malformedJSON,
            #"expected nothing after the event, found 'x'"#, 18),
        Case(
            #"{"t":"turn","n":NaN}"#, .malformedJSON,
            #"expected a value, found 'N'"#, 16),
        Case(
            #"{"t":"turn","n":01}"#, .malformedJSON,
            #"a number has no leading zero"#, 16),
        Case(
            #"{"t":"turn","n":0,"n":1}"#, .duplicateKey,
            #"expected each key once, found "n" again"#, 18),
        Case(
            #"{"t":"turn","n":0,"parts":{}}"#, .invalidField,
            #"turn "parts": expected an array, found an object"#, 26),
        Case(
            #"{"t":"turn","n":0,"parts":[5]}"#, .invalidField,
            #"turn "parts": expected an object, found 5"#, 27),
        Case(
            #"{"t":"turn","n":0,"parts":[{"text":"a","image":0}]}"#, .invalidField,
            #"turn "parts": expected one kind of content in a part, found 2"#, 27),
        Case(
            #"{"t":"turn","n":0,"parts":[{"text":"a"},{"text":4}]}"#, .invalidField,
            #"turn "text": expected a string, found 4"#, 48),
        Case(
            #"{"t":"annotation","text":"\x"}"#, .malformedJSON,
            #"expected an escape, found 'x' after '\'"#, 27),
        Case(
            #"{"t":"annotation","at":"now","text":""}"#, .invalidField,
            #"annotation "at": expected an integer, found "now""#, 23),
        Case(
            #"{"t":"score","name":"x","value":1e999}"#, .invalidField,
            #"score "value": expected a number in the range of doubles, found 1e999"#, 32),
        Case(
            #"{"t":"answer","agent":0,"n":0,"text":"a","final":1}"#, .invalidField,
            #"answer "final": expected true or false, found 1"#, 49),
        Case(
            #"{"t":"image","n":0,"origin":{"kind":"input"}}"#, .invalidField,
            #"image: expected a "digest", or "elided" or "missing" with a reason"#, 0),
        Case(
            #"{"t":"image","n":0,"digest":"00","origin":{"kind":"input"}}"#, .invalidField,
            #"image "digest": expected a SHA-256 as 64 lower-case hexadecimal digits, found "00""#, 28),
        Case(
            #"{"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[1,2,3]}}"#, .invalidField,
            #"region "box": expected 4 numbers, left, top, right and bottom, found 3"#, 55),
        Case(
            #"{"t":"step.retract","agent":0,"step":0}"#, .invalidField,
            #"step.retract: expected a field "channel" (the channel), found none"#, 38),
        Case(
            #"{"t":"message.receive","agent":0,"message":[1]}"#, .invalidField,
            #"message.receive "message": expected [agent, ordinal], found an array"#, 43),
        Case(
            #"{"t":"trace.begin","format":"0.1","id":"00","recorder":{"name":"a","version":"1"}}"#, .invalidField,
            #"trace.begin: expected 32 lower-case hexadecimal digits, not all zero, as the trace id"#, 0),
        Case(
            #"{"t":"trace.begin","format":"0.1","id":"00","recorder":{"name":"a"}}"#, .invalidField,
            #"trace.begin: expected a field "version" (its version), found none"#, 66),
    ]

    @Test(arguments: cases)
    func `an error says what was expected, what was found and where`(_ example: Case) {
        #expect { try EventDecoder().decode(Array(example.text.utf8)) } throws: {
            guard let error = $0 as? TraceError else { return false }
            #expect(error.code == example.code)
            #expect(error.message == example.message)
            #expect(error.offset == example.offset)
            return true
        }
    }
}
