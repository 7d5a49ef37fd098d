import Saccade
import Testing

@Suite struct Base64Tests {
    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
    func `bytes become base64 and back`(_ text: String, _ encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(encoded.utf8) == Array(text.utf8))
    }

    @Test(arguments: ["Zg", "Z g\n=="]) func `missing padding and white space are accepted`(_ text: String) {
        #expect(Base64.decode(text.utf8) == [UInt8(ascii: "f")])
    }

    @Test(arguments: ["Z", "Zg=a", "Zm9*", "é"]) func `what is not base64 is refused`(_ text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }
}
