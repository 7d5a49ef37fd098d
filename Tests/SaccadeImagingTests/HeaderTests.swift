import PictureFixtures
import Saccade
import SaccadeImaging
import Testing

@Suite struct HeaderTests {
    @Test(arguments: PictureFixtures.all.map(\.name))
    func `a header tells format and size without decoding`(_ name: String) throws {
        let fixture = try #require(PictureFixtures.all.first { $0.name == name })
        let info = try ImageInfo(sniffing: fixture.bytes)
        #expect(name.hasPrefix(info.format.rawValue))
        #expect(info.mediaType == "image/\(info.format.rawValue)")
        #expect(info.size == PixelSize(width: 19, height: 13))
        #expect(info.bitDepth == 8)
        #expect(info.isAnimated == (name == "webpAnimated"))
        #expect(info.isProgressive == (name == "jpegProgressive"))
    }

    @Test func `the orientation is read from every place that holds one`() throws {
        #expect(try ImageInfo(sniffing: PictureFixtures.jpegTurned).orientation == .turnedLeft)
        #expect(try ImageInfo(sniffing: PictureFixtures.jpegMirroredLittleEndian).orientation == .mirrored)
        #expect(try ImageInfo(sniffing: PictureFixtures.webpAlpha).orientation == .turnedLeft)
        #expect(try ImageInfo(sniffing: PictureFixtures.png).orientation == .turnedLeft)
        #expect(try ImageInfo(sniffing: PictureFixtures.png).uprightSize == PixelSize(width: 13, height: 19))
        #expect(try ImageInfo(sniffing: PictureFixtures.webpLossy).orientation == .upright)
    }

    @Test(arguments: [0, 9, 65_535])
    func `an orientation out of range is ignored`(_ value: Int) throws {
        var bytes = PictureFixtures.jpegMirroredLittleEndian
        let tag = try #require(bytes.indices.first { bytes[$0...].starts(with: [0x12, 0x01, 0x03, 0x00]) })
        bytes[tag + 8] = UInt8(value & 255)
        bytes[tag + 9] = UInt8(value >> 8)
        #expect(try ImageInfo(sniffing: bytes).orientation == .upright)
    }

    @Test(arguments: [
        "", "GIF89a", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "%PDF-1.7", "RIFF\0\0\0\0WAVE", " \u{89}PNG",
    ])
    func `other formats are refused by their first bytes`(_ text: String) {
        let error = #expect(throws: ImagingError.self) { try ImageInfo(sniffing: Array(text.utf8)) }
        #expect(error?.code == .unsupportedFormat)
    }

    @Test func `no prefix and no damaged header traps`() {
        var generator = SeededGenerator(seed: 7)
        for fixture in PictureFixtures.all {
            for count in 0...fixture.bytes.count {
                _ = try? ImageInfo(sniffing: Array(fixture.bytes[..<count]))
            }
            for _ in 0..<300 {
                var bytes = fixture.bytes
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    let index = Int.random(in: 0..<min(bytes.count, 160), using: &generator)
                    bytes[index] = UInt8.random(in: 0...255, using: &generator)
                }
                _ = try? ImageInfo(sniffing: bytes)
            }
        }
    }
}
