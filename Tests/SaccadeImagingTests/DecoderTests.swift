import PictureFixtures
import Saccade
import SaccadeDigest
import SaccadeImaging
import Testing

@Suite struct DecoderTests {
    @Test(arguments: PictureFixtures.all.map(\.name))
    func `a fixture decodes to the pixels that Pillow decodes`(_ name: String) throws {
        let fixture = try #require(PictureFixtures.all.first { $0.name == name })
        let image = try PixelImage.decode(fixture.bytes)
        #expect(image.pixelDigest.description == fixture.pixels)
    }

    @Test func `the pixel digest covers size and pixels in a fixed order`() throws {
        let image = try #require(PixelImage(width: 2, height: 1, bytes: [1, 2, 3, 4, 5, 6, 7, 8]))
        #expect(image.pixelDigest == Digest(of: [0, 0, 0, 2, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8]))
        #expect(
            image.pixelDigest.description == "6df082ee9e3a3ee94a5b45e56195b613d35ef923f0eae841590515b750f34dcd")
        let turned = try #require(PixelImage(width: 1, height: 2, bytes: image.bytes))
        #expect(turned.pixelDigest != image.pixelDigest)
    }

    @Test func `decoders are named with their versions`() {
        #expect(DecoderIdentity(.png).name.wholeMatch(of: /libpng\/1\.\d+\.\d+/) != nil)
        #expect(DecoderIdentity(.jpeg).name.wholeMatch(of: /libjpeg-turbo\/\d+\.\d+(\.\d+)?/) != nil)
        #expect(DecoderIdentity(.webp).name.wholeMatch(of: /libwebp\/\d+\.\d+\.\d+/) != nil)
    }

    @Test(arguments: PictureFixtures.all.map(\.name))
    func `a file cut short is an error at every length`(_ name: String) throws {
        let fixture = try #require(PictureFixtures.all.first { $0.name == name })
        // The last byte of a WebP may be padding, and libwebp does not need the chunks behind the picture.
        let needed = name.hasPrefix("webp") ? fixture.bytes.count / 3 : fixture.bytes.count
        for count in 0..<needed {
            #expect(throws: ImagingError.self, "cut to \(count) bytes") {
                try PixelImage.decode(Array(fixture.bytes[..<count]))
            }
        }
        for count in needed..<fixture.bytes.count { _ = try? PixelImage.decode(Array(fixture.bytes[..<count])) }
    }

    @Test func `a damaged file never traps`() {
        var generator = SeededGenerator(seed: 11)
        for fixture in PictureFixtures.all {
            for _ in 0..<200 {
                var bytes = fixture.bytes
                for _ in 0..<Int.random(in: 1...3, using: &generator) {
                    let index = Int.random(in: bytes.indices, using: &generator)
                    bytes[index] = UInt8.random(in: 0...255, using: &generator)
                }
                _ = try? PixelImage.decode(bytes, limits: ImageLimits(side: 4096, pixels: 1 << 20))
            }
        }
    }

    @Test func `a wrong checksum is an error`() {
        var bytes = PictureFixtures.png
        bytes[bytes.count - 1] ^= 1
        let error = #expect(throws: ImagingError.self) { try PixelImage.decode(bytes) }
        #expect(error?.code == .malformed)
    }

    @Test func `16-bit channels are rounded to 8 bits`() throws {
        // 16-bit grey values whose rounding differs from dropping the low byte.
        let expected: [UInt8] = [0, 1, 1, 128, 255]
        let values: [UInt8] = [0, 0x80, 0, 0x81, 0x01, 0x81, 0x80, 0x7f, 0xff, 0x7f]
        let image = try PixelImage.decode(RawPNG.file(width: 5, height: 1, depth: 16, color: 0, rows: [[0] + values]))
        #expect((0..<5).map { image.bytes[$0 * 4] } == expected)
        #expect(image.isOpaque)
    }
}

@Suite struct BombTests {
    static let bombs: [(String, [UInt8])] = {
        var bombs: [(String, [UInt8])] = []
        let sides: [(UInt32, UInt32)] = [
            (0x7fff_ffff, 0x7fff_ffff), (16_385, 1), (1, 16_385), (16_384, 16_384), (8193, 8192), (1_000_000, 1),
            (65_536, 65_536),
        ]
        for (width, height) in sides {
            for (depth, color) in [(1, 0), (8, 2), (16, 6)] as [(UInt8, UInt8)] {
                bombs.append(
                    (
                        "png \(width)×\(height) \(depth) \(color)",
                        RawPNG.file(width: width, height: height, depth: depth, color: color, rows: [])
                    ))
            }
        }
        for (width, height) in [(65_535, 65_535), (16_385, 1), (1, 65_535), (12_000, 12_000)] {
            for marker in [0xc0, 0xc1, 0xc2, 0xc9] as [UInt8] {
                bombs.append(
                    (
                        "jpeg \(width)×\(height) \(marker)",
                        [0xff, 0xd8, 0xff, marker, 0, 11, 8]
                            + [height >> 8, height & 255, width >> 8, width & 255].map { UInt8($0) } + [1, 1, 0x11, 0]
                    ))
            }
        }
        for side in [16_383, 1 << 24 - 1] {
            let edge = [side & 255, side >> 8 & 255, side >> 16 & 255].map { UInt8($0) }
            bombs.append(
                (
                    "webp \(side)",
                    Array("RIFF".utf8) + [22, 0, 0, 0] + Array("WEBPVP8X".utf8) + [10, 0, 0, 0, 0, 0, 0, 0] + edge
                        + edge
                ))
        }
        bombs.append(
            (
                "webp lossless",
                Array("RIFF".utf8) + [22, 0, 0, 0] + Array("WEBPVP8L".utf8) + [10, 0, 0, 0, 0x2f]
                    + [0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 0, 0]
            ))
        return bombs
    }()

    @Test(arguments: bombs.map(\.0))
    func `a header that claims too much is refused before anything is allocated`(_ name: String) throws {
        let bomb = try #require(Self.bombs.first { $0.0 == name })
        let budget = PixelBudget(bytes: 0)
        let error = #expect(throws: ImagingError.self) { try PixelImage.decode(bomb.1, budget: budget) }
        #expect(error?.code == .tooLarge)
    }

    @Test func `there are at least 40 bombs`() { #expect(Self.bombs.count >= 40) }

    @Test func `the budget is given back`() throws {
        let budget = PixelBudget(bytes: 19 * 13 * 4)
        for _ in 0..<3 { _ = try PixelImage.decode(PictureFixtures.png, budget: budget) }
        #expect(budget.reserved == 0)
        _ = try? PixelImage.decode(Array(PictureFixtures.png.dropLast(20)), budget: budget)
        #expect(budget.reserved == 0)
        do {
            let reservation = try budget.reserve(1)
            let error = #expect(throws: ImagingError.self) {
                try PixelImage.decode(PictureFixtures.png, budget: budget)
            }
            #expect(error?.code == .budgetExceeded)
            #expect(reservation.bytes == budget.reserved)
        }
        #expect(budget.reserved == 0)
    }

    @Test func `a slow picture stops at its limit of time`() throws {
        let row: [UInt8] = [0] + [UInt8](repeating: 9, count: 4000 * 4)
        let bytes = RawPNG.file(width: 4000, height: 100, depth: 8, color: 6, rows: Array(repeating: row, count: 100))
        _ = try PixelImage.decode(bytes)
        let limits = ImageLimits(decodingNanoseconds: 1)
        let error = #expect(throws: ImagingError.self) { try PixelImage.decode(bytes, limits: limits) }
        #expect(error?.code == .timedOut)
        let progressive = #expect(throws: ImagingError.self) {
            try PixelImage.decode(PictureFixtures.jpegProgressive, limits: limits)
        }
        #expect(progressive?.code == .timedOut)
    }
}

@Suite(.enabled(if: Shared.has("corpora/PngSuite"), "PngSuite is not beside the checkout"))
struct CorpusTests {
    static let folder = "corpora/PngSuite/tests/pngsuite"

    @Test func `PngSuite's valid files decode and its corrupt ones are refused`() throws {
        var decoded = 0
        var refused = 0
        for name in Shared.names(in: Self.folder, suffix: ".png") {
            let bytes = try Shared.read("\(Self.folder)/\(name)")
            if name.hasPrefix("x") {
                #expect(throws: ImagingError.self, "\(name)") { try PixelImage.decode(bytes) }
                refused += 1
            } else {
                #expect(throws: Never.self, "\(name)") {
                    let image = try PixelImage.decode(bytes)
                    #expect(try ImageInfo(sniffing: bytes).size == image.size)
                    #expect(try PixelImage.decode(image.encodedPNG()) == image, "\(name)")
                }
                decoded += 1
            }
        }
        #expect(decoded == 161)
        #expect(refused == 14)
    }

    @Test(arguments: ["crashers", "badpal"])
    func `libpng's hostile files are decoded or refused`(_ folder: String) throws {
        let path = "corpora/libpng/contrib/testpngs/\(folder)"
        let names = Shared.names(in: path, suffix: ".png")
        #expect(names.count >= 9)
        // A budget of their own: other tests decode at the same time.
        let budget = PixelBudget(bytes: 512 << 20)
        for name in names {
            _ = try? PixelImage.decode(try Shared.read("\(path)/\(name)"), budget: budget)
        }
        #expect(budget.reserved == 0)
    }

    @Test(arguments: [
        ("progressive", PictureFixtures.jpegProgressive), ("grey", PictureFixtures.jpegGray),
        ("CMYK", PictureFixtures.jpegCMYK),
    ])
    func `a JPEG can be decoded reduced, and shows the same`(_ name: String, _ file: [UInt8]) throws {
        let whole = try PixelImage.decode(file)
        // The part of two blocks of eight pixels, which reductions divide evenly.
        func mean(_ image: PixelImage, _ width: Int, _ height: Int) -> [Double] {
            (0..<4).map { channel in
                var sum = 0
                for y in 0..<height {
                    for x in 0..<width { sum += Int(image.bytes[(y * image.width + x) * 4 + channel]) }
                }
                return Double(sum) / Double(width * height)
            }
        }
        let expected = mean(whole, 16, 8)
        for reduction in [2, 4, 8] {
            let reduced = try PixelImage.decode(file, reducedBy: reduction)
            #expect(reduced.size == whole.size.reduced(by: reduction))
            for (one, other) in zip(mean(reduced, 16 / reduction, 8 / reduction), expected) {
                #expect(abs(one - other) < 8, "\(name), \(reduction)")
            }
        }
        #expect(try PixelImage.decode(file, reducedBy: 3).size == whole.size)
        #expect(try PixelImage.decode(file, reducedBy: 0).size == whole.size)
    }

    @Test func `a picture without loss is decoded whole`() throws {
        let png = try PixelImage(size: PixelSize(width: 9, height: 7), fill: .black).encodedPNG()
        #expect(try PixelImage.decode(png, reducedBy: 8).size == PixelSize(width: 9, height: 7))
    }
}
