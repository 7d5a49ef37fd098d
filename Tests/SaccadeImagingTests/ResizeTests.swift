import Saccade
import SaccadeImaging
import Testing

@Suite struct ResizeTests {
    /// A picture of 5×4 pixels, opaque or not, and the SHA-256 of what Pillow 12.3.0 makes of it.
    static let cases: [(filter: ResamplingFilter, isOpaque: Bool, size: PixelSize, box: Box?, pixels: String)] = [
        (
            .nearest, true, PixelSize(width: 3, height: 2), nil,
            "0ac7443c2d4a5398b0756efb9efeb3c6103db41a0529c7b0e2bdd3514bd3e07f"
        ),
        (
            .nearest, true, PixelSize(width: 11, height: 9), nil,
            "4e8672af13b50d17b7a87123e0c6d5c81e1a794936e4dae85a72c1cf8a7a5222"
        ),
        (
            .nearest, true, PixelSize(width: 2, height: 7), Box(x0: 0.7, y0: 0.3, x1: 4.1, y1: 3.6),
            "f5993d751c5989dc97fae05c66776ae7a4522d3d376b5b08f0317db4481d53ee"
        ),
        (
            .nearest, false, PixelSize(width: 3, height: 2), nil,
            "e33bbbe0a65a803282bab804fbe2561b5936eaa2221d6b5c702312d767297da2"
        ),
        (
            .nearest, false, PixelSize(width: 11, height: 9), nil,
            "ff5d6bf991ca0d820091f501b891d3d3dcdaceff687f0081af70030244f2b49a"
        ),
        (
            .nearest, false, PixelSize(width: 2, height: 7), Box(x0: 0.7, y0: 0.3, x1: 4.1, y1: 3.6),
            "9c7a3ad9c8badd90417184e800247efbbf3513be15ce12c7b1e6d98eb9d9430a"
        ),
        (
            .lanczos, true, PixelSize(width: 3, height: 2), nil,
            "490b00eb0de68e3c61cf893a602cf96ea8cda1934e7dd8c1b0cb49e41566cbe2"
        ),
        (
            .lanczos, true, PixelSize(width: 11, height: 9), nil,
            "dce1c8d383eef2a9c4f995f49b1f8d793465101d5ed2fea0fa22e0c1f9dbb0e4"
        ),
        (
            .lanczos, true, PixelSize(width: 2, height: 7), Box(x0: 0.7, y0: 0.3, x1: 4.1, y1: 3.6),
            "3fc0118867cecae599a6c6bca63776ff92c3ef4960e2dcae6ccda38216f9fa42"
        ),
        (
            .lanczos, false, PixelSize(width: 3, height: 2), nil,
            "adea876c4e7955d5ab5df8139f476824dda7a13c95a0b9a11ea81f20a3cf8bca"
        ),
        (
            .lanczos, false, PixelSize(width: 11, height: 9), nil,
            "f5ffd34738381a6a5939f2f8ac4ba96d5df13a70b2af290b344752bbe84c541a"
        ),
        (
            .lanczos, false, PixelSize(width: 2, height: 7), Box(x0: 0.7, y0: 0.3, x1: 4.1, y1: 3.6),
            "87cfaa7502e7d437fd10f3c0cf8691da470f80819650aaecd3d232f3ed4e03c9"
        ),
        (
            .bilinear, true, PixelSize(width: 3, height: 2), nil,
            "0800c8614cea8673b0ef0bf21baefc6e6854c7c34c02e277884ed566002b07db"
        ),
        (
            .bilinear, true, PixelSize(width: 11, height: 9), nil,
            "0e7da233c767c13e50d29b0a0149727b2bf3a90b293e1ce72a7a7269b9c5f6cc"
        ),
        (
            .bilinear, true, PixelSize(width: 2, height: 7), Box(x0: 0.7, y0: 0.3, x1: 4.1, y1: 3.6),
            "56e7e87320adab9a94c102ffd7ef0069f9435385410f9f8484c08783b97d7c02"
        ),
        (
            .bilinear, false, PixelSize(width: 3, height: 2), nil,
            "15f9efb92adec54501edf60213c98db0b3f909c1a5aea1ba8cbcbf26805ce9c8"
        ),
        (
            .bilinear, false, PixelSize(width: 11, height: 9), nil,
            "1189e55e250b60a8103d1cfaf6c1fc3f2f81c8d8a84cd77f8e90add2874e94f6"
        ),
        (
            .bilinear, false, PixelSize(width: 2, height: 7), Box(x0: 0.7, y0: 0.3, x1: 4.1, y1: 3.6),
            "0a7e99aec19baf97a3b1069922b0925374a3b07ab36cec82d0a04a4340c9f461"
        ),
        (
            .bicubic, true, PixelSize(width: 3, height: 2), nil,
            "907febbf29272c8483079f5860c9e8e00ee5545bac5fbaabab39fbed252e4b7f"
        ),
        (
            .bicubic, true, PixelSize(width: 11, height: 9), nil,
            "12ae4fccf5d6bbd30336ee168a93e905d8fa2f1b19728feccf6c4d2566c8d453"
        ),
        (
            .bicubic, true, PixelSize(width: 2, height: 7), Box(x0: 0.7, y0: 0.3, x1: 4.1, y1: 3.6),
            "eb3ef3f4c1ed87c71570f048137b5cf65f981fcb3af483408e2244f98788ac9b"
        ),
        (
            .bicubic, false, PixelSize(width: 3, height: 2), nil,
            "3657f4d3c06195662447f53a392c7fdd75c29a18bb1957feeb0854f687b7d690"
        ),
        (
            .bicubic, false, PixelSize(width: 11, height: 9), nil,
            "c539739206c77f75be335710bda4983f295774a3b16f971bbb9ffca6c04b9d91"
        ),
        (
            .bicubic, false, PixelSize(width: 2, height: 7), Box(x0: 0.7, y0: 0.3, x1: 4.1, y1: 3.6),
            "c254c26db389d785d6d8024aee8e2ff332c98d4c40a83eee86c1aaf55a59b839"
        ),
        (
            .box, true, PixelSize(width: 3, height: 2), nil,
            "8c81034d8bbfdae279ef6eda6e69e72cecdd3999321315e05d8d55fe5b66688e"
        ),
        (
            .box, true, PixelSize(width: 11, height: 9), nil,
            "4e8672af13b50d17b7a87123e0c6d5c81e1a794936e4dae85a72c1cf8a7a5222"
        ),
        (
            .box, true, PixelSize(width: 2, height: 7), Box(x0: 0.7, y0: 0.3, x1: 4.1, y1: 3.6),
            "c134dd4b4b6986ab802171080e16263d13f1d46a3bc2ab01bbb693fc32665281"
        ),
        (
            .box, false, PixelSize(width: 3, height: 2), nil,
            "1e7157565b01ea0fe52c195468f8e8ea2c2e0ff73d376e8bea6271295d4d36c8"
        ),
        (
            .box, false, PixelSize(width: 11, height: 9), nil,
            "3d411d8879a71a3ac1af8f989d41c49277dd3b5ac66c9f24fe180cf83a0357ac"
        ),
        (
            .box, false, PixelSize(width: 2, height: 7), Box(x0: 0.7, y0: 0.3, x1: 4.1, y1: 3.6),
            "2ad42aaddead6d8673a5a0d1be822931bc735dfdd8be1e921e1da19248f6e177"
        ),
    ]

    static func source(isOpaque: Bool) throws -> PixelImage {
        var bytes: [UInt8] = []
        for index in 0..<20 {
            bytes += [index * 61 & 255, index * 149 & 255, index * 223 & 255, isOpaque ? 255 : index * 97 & 255].map {
                UInt8($0)
            }
        }
        return try #require(PixelImage(width: 5, height: 4, bytes: bytes))
    }

    @Test(arguments: cases.indices)
    func `a picture is resized as Pillow does`(_ index: Int) throws {
        let example = Self.cases[index]
        let source = try Self.source(isOpaque: example.isOpaque)
        let result = try source.resized(to: example.size, filter: example.filter, box: example.box)
        #expect(result.pixelDigest.description == example.pixels)
    }

    @Test(arguments: ResamplingFilter.allCases)
    func `the same size gives the same picture`(_ filter: ResamplingFilter) throws {
        let image = try PixelImage.noise(6, 5)
        #expect(try image.resized(to: image.size, filter: filter) == image)
        let box = Box(x0: 1, y0: 2, x1: 5, y1: 4)
        let part = try image.resized(to: PixelSize(width: 4, height: 2), filter: filter, box: box)
        #expect(try part == image.cropped(to: PixelRounding.floor.rectangle(of: box)))
    }

    @Test(arguments: ResamplingFilter.allCases)
    func `a picture of one color keeps it`(_ filter: ResamplingFilter) throws {
        let color = PixelColor(red: 200, green: 3, blue: 255)
        let image = try PixelImage(size: PixelSize(width: 13, height: 7), fill: color)
        for size in [PixelSize(width: 1, height: 1), PixelSize(width: 40, height: 3), PixelSize(width: 5, height: 30)] {
            let expected = try PixelImage(size: size, fill: color)
            #expect(try image.resized(to: size, filter: filter) == expected)
            #expect(try image.areaDownscaled(to: size) == expected)
        }
    }

    @Test func `the order of the axes follows Pillow's version`() throws {
        let image = try PixelImage.noise(12, 30, isOpaque: true)
        let size = PixelSize(width: 20, height: 9)
        let old = try image.resized(to: size, filter: .lanczos, order: .pillow(major: 12))
        let new = try image.resized(to: size, filter: .lanczos, order: .pillow(major: 13))
        let turned = try image.applying(.transpose).resized(
            to: PixelSize(width: 9, height: 20), filter: .lanczos
        ).applying(.transpose)
        #expect(old != new)
        #expect(new == turned)
        let taller = PixelSize(width: 20, height: 31)
        #expect(
            try image.resized(to: taller, filter: .lanczos, order: .pillow(major: 13))
                == image.resized(to: taller, filter: .lanczos))
    }

    @Test(arguments: [
        Box(x0: -0.5, y0: 0, x1: 2, y1: 2), Box(x0: 0, y0: 0, x1: 5.1, y1: 2), Box(x0: 2, y0: 0, x1: 2, y1: 2),
        Box(x0: 0, y0: 3, x1: 2, y1: 1), Box(x0: .nan, y0: 0, x1: 2, y1: 2), Box(x0: 0, y0: 0, x1: 2, y1: .infinity),
        Box(x0: 1, y0: 0, x1: 1.000_000_000_1, y1: 2),
    ])
    func `a box that is empty or leaves the picture is refused`(_ box: Box) throws {
        let image = try PixelImage.noise(5, 4)
        let error = #expect(throws: ImagingError.self) {
            try image.resized(to: PixelSize(width: 3, height: 3), filter: .bicubic, box: box)
        }
        #expect(error?.code == .invalidOperation)
    }

    @Test func `a size beyond the limits is refused`() throws {
        let image = try PixelImage.noise(2, 2)
        for size in [PixelSize(width: 0, height: 3), PixelSize(width: 3, height: -1)] {
            #expect(throws: ImagingError.self) { try image.resized(to: size, filter: .box) }
        }
        for size in [PixelSize(width: 16_385, height: 1), PixelSize(width: .max, height: .max)] {
            let error = #expect(throws: ImagingError.self) { try image.resized(to: size, filter: .box) }
            #expect(error?.code == .tooLarge)
            #expect(throws: ImagingError.self) { try image.areaDownscaled(to: size) }
        }
        let tall = try PixelImage(size: PixelSize(width: 1, height: 9), fill: .white)
        let error = #expect(throws: ImagingError.self) {
            try tall.resized(to: PixelSize(width: 9, height: 1), filter: .box, limits: ImageLimits(pixels: 80))
        }
        #expect(error?.code == .tooLarge)
    }
}

@Suite struct AreaAverageTests {
    @Test func `each pixel is the mean of what it covers`() throws {
        let image = try PixelImage.noise(6, 4, isOpaque: true)
        let result = try image.areaDownscaled(to: PixelSize(width: 3, height: 2))
        for y in 0..<2 {
            for x in 0..<3 {
                var sum = 0
                for (column, row) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                    sum += Int(try #require(image.color(x: x * 2 + column, y: y * 2 + row)).green)
                }
                #expect(Int(try #require(result.color(x: x, y: y)).green) == (sum + 2) / 4)
            }
        }
    }

    @Test func `pixels count by the part that is covered`() throws {
        let bytes: [UInt8] = [30, 0, 0, 255, 60, 0, 0, 255, 90, 0, 0, 255]
        let image = try #require(PixelImage(width: 3, height: 1, bytes: bytes))
        let result = try image.areaDownscaled(to: PixelSize(width: 2, height: 1))
        #expect(result.bytes == [40, 0, 0, 255, 80, 0, 0, 255])
    }

    @Test func `any size equals the sum over all covered parts`() throws {
        var generator = SeededGenerator(seed: 5)
        for seed in 0..<30 {
            let image = try PixelImage.noise(
                Int.random(in: 1...17, using: &generator), Int.random(in: 1...17, using: &generator),
                seed: UInt64(seed), isOpaque: true)
            let size = PixelSize(
                width: Int.random(in: 1...20, using: &generator), height: Int.random(in: 1...20, using: &generator))
            let result = try image.areaDownscaled(to: size)
            for index in 0..<(size.width * size.height) {
                let (x, y) = (index % size.width, index / size.width)
                var sum = 0
                for row in 0..<image.height {
                    let top = max(row * size.height, y * image.height)
                    let tall = min((row + 1) * size.height, (y + 1) * image.height) - top
                    for column in 0..<image.width where tall > 0 {
                        let left = max(column * size.width, x * image.width)
                        let wide = min((column + 1) * size.width, (x + 1) * image.width) - left
                        if wide > 0 { sum += wide * tall * Int(image.bytes[(row * image.width + column) * 4]) }
                    }
                }
                let area = image.width * image.height
                #expect(Int(result.bytes[index * 4]) == (sum + area / 2) / area)
            }
        }
    }

    @Test func `transparent pixels lend no color`() throws {
        let image = try #require(PixelImage(width: 2, height: 1, bytes: [200, 10, 0, 255, 0, 255, 255, 0]))
        let result = try image.areaDownscaled(to: PixelSize(width: 1, height: 1))
        #expect(result.bytes == [199, 9, 0, 128])
    }
}

@Suite struct ImageDifferenceTests {
    @Test func `a picture does not differ from itself`() throws {
        let image = try PixelImage.noise(5, 4)
        let difference = try ImageDifference(image, image)
        #expect(difference.isIdentical && difference.maximum == 0 && difference.bounds == nil)
        #expect(difference.peakSignalToNoise == .infinity)
        #expect(difference.meanAbsolute == 0)
    }

    @Test func `differences are counted, summed and located`() throws {
        let black = try PixelImage(size: PixelSize(width: 5, height: 4), fill: .black)
        var bytes = black.bytes
        bytes[(1 * 5 + 2) * 4] = 10
        bytes[(3 * 5 + 1) * 4 + 2] = 5
        let other = try #require(PixelImage(width: 5, height: 4, bytes: bytes))
        for difference in [try ImageDifference(black, other), try ImageDifference(other, black)] {
            #expect(difference.channels == 3)
            #expect(difference.maximum == 10)
            #expect(difference.differingPixels == 2)
            #expect(difference.meanAbsolute == 15.0 / 60)
            #expect(difference.meanSquare == 125.0 / 60)
            #expect(abs(difference.peakSignalToNoise - 44.943) < 0.001)
            #expect(difference.bounds == PixelRectangle(x0: 1, y0: 1, x1: 3, y1: 4))
        }
    }

    @Test func `pictures of different sizes are not compared`() throws {
        let error = #expect(throws: ImagingError.self) {
            try ImageDifference(PixelImage.noise(2, 3), PixelImage.noise(3, 2))
        }
        #expect(error?.code == .invalidOperation)
    }
}
