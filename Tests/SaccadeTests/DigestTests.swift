import Saccade
import Testing

@Suite struct DigestTests {
    @Test func `a digest prints the digits that it was made from`() throws {
        let hex = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
        #expect(try #require(Digest(hex: hex)).description == hex)
    }

    @Test(arguments: ["", "00", String(repeating: "A", count: 64), String(repeating: "g", count: 64)])
    func `anything but 64 lower-case hexadecimal digits is no digest`(_ text: String) {
        #expect(Digest(hex: text) == nil)
    }
}
