import Saccade
import Testing

@testable import SaccadeImaging

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct PNGEncoderTests {
    /// How many random pictures are tried; the campaign asks for 5,000.
    static let count = getenv("SACCADE_PNG_CASES").flatMap { Int(String(cString: $0)) } ?? 300
    /// Where each file and its pixels are written for other readers, if anywhere.
    static let folder = getenv("SACCADE_PNG_FOLDER").map { String(cString: $0) }

    @Test func `libpng reads every kind of picture back exactly, at both levels`() throws {
        var generator = SeededGenerator(seed: 20_261_125)
        let kinds = PNGCase.Kind.allCases
        for number in 0..<Self.count {
            let kind = kinds[number % kinds.count]
            let isWide = number % 50 == 0
            let width = Int.random(in: 1...(isWide ? 700 : 48), using: &generator)
            let height = Int.random(in: 1...(isWide ? 9 : 48), using: &generator)
            let image = try PNGCase.image(kind, width: width, height: height, seed: UInt64(number))
            for level in PNGEncoder.Level.allCases {
                let png = try image.encodedPNG(level)
                let isEqual = try PixelImage.decode(png) == image
                #expect(isEqual, "case \(number): \(kind) \(width)×\(height) at \(level)")
                try write(png, image, named: "\(number)-\(level)")
            }
        }
    }

    private func write(_ png: [UInt8], _ image: PixelImage, named name: String) throws {
        guard let folder = Self.folder else { return }
        for (bytes, suffix) in [(png, "png"), (image.bytes, "rgba")] {
            let file = try #require(fopen("\(folder)/\(name).\(suffix)", "wb"), "cannot write to \(folder)")
            defer { fclose(file) }
            try #require(fwrite(bytes, 1, bytes.count, file) == bytes.count)
        }
    }

    @Test(arguments: PNGCase.Kind.allCases)
    func `a picture is stored in the fewest bits`(_ kind: PNGCase.Kind) throws {
        // Seed 11 makes noise, which shows all colours.
        let png = try PNGCase.image(kind, width: 64, height: 64, seed: 11).encodedPNG()
        #expect(Array(png[24...25]) == kind.header)
    }

    @Test func `a picture of a few pixels carries no palette that is larger than they are`() throws {
        let bytes: [UInt8] = [1, 2, 3, 255, 4, 5, 6, 255, 7, 8, 9, 255]
        let image = try #require(PixelImage(width: 3, height: 1, bytes: bytes))
        let png = try image.encodedPNG()
        #expect(Array(png[24...25]) == [8, 2])
        #expect(try PixelImage.decode(png) == image)
    }

    @Test(arguments: [2, 3, 16]) func `any number of threads writes the same bytes`(_ threads: Int) throws {
        for kind in [PNGCase.Kind.rgb, .rgba, .palette8] {
            let image = try PNGCase.image(kind, width: 300, height: 1_500, seed: 11)
            let one = try PNGEncoder().encode(image)
            #expect(try PNGEncoder(threads: threads).encode(image) == one)
            #expect(try PixelImage.decode(one) == image)
        }
    }

    @Test(arguments: [(1, 3_000), (3_000, 1), (50_000, 2), (255, 257)])
    func `strips of any shape join to one picture`(_ width: Int, _ height: Int) throws {
        let image = try PixelImage.noise(width, height, seed: 5)
        let limits = ImageLimits(side: 60_000)
        #expect(try PixelImage.decode(image.encodedPNG(), limits: limits) == image)
    }

    @Test func `noise grows by little more than its checksums`() throws {
        let image = try PixelImage.noise(256, 256, seed: 9)
        #expect(try image.encodedPNG().count < image.bytes.count + 256 + 400)
    }

    @Test func `a surface of Cairo and a picture of the same colours give the same file`() throws {
        let image = try PNGCase.image(.rgb, width: 61, height: 47, seed: 3)
        var swapped = image.bytes
        for start in stride(from: 0, to: swapped.count, by: 4) {
            swapped.swapAt(start, start + 2)
            // The fourth byte of such a surface means nothing.
            swapped[start + 3] = UInt8(truncatingIfNeeded: start)
        }
        let file = try swapped.withUnsafeBufferPointer { bytes in
            let base = try #require(bytes.baseAddress)
            return try PNGEncoder().encode(
                PixelRows(base, width: 61, height: 47, stride: 61 * 4, order: .bgrx))
        }
        #expect(try file == image.encodedPNG())
    }

    @Test func `a reader that has had enough is given nothing more`() throws {
        let image = try PixelImage.noise(400, 700, seed: 2)
        var pieces = 0
        try image.withRows { (rows) throws(ImagingError) in
            try PNGEncoder(threads: 2).encode(rows) { _ in
                pieces += 1
                return pieces < 3
            }
        }
        #expect(pieces == 3)
    }
}

@Suite struct PNGFilterTests {
    @Test(arguments: PNGFilter.allCases) func `a filter's differences are those of the standard`(_ filter: PNGFilter) {
        var generator = SeededGenerator(seed: 77)
        for count in Array(1...70) + [1_000] {
            for distance in [1, 2, 3, 4] {
                // Small and large steps, so that every branch of the predictor is taken.
                let range: ClosedRange<UInt8> = count % 2 == 0 ? 0...255 : 100...107
                func row() -> [UInt8] {
                    [UInt8](repeating: 0, count: distance)
                        + (0..<count).map { _ in UInt8.random(in: range, using: &generator) }
                }
                let (above, current) = (row(), row())
                let expected = (0..<count).map { index -> UInt8 in
                    let (left, up, corner) = (
                        Int(current[index]), Int(above[index + distance]), Int(above[index])
                    )
                    let guess = left + up - corner
                    let nearest = [left, up, corner].min { abs(guess - $0) < abs(guess - $1) } ?? 0
                    let prediction =
                        switch filter {
                        case .none: 0
                        case .left: left
                        case .up: up
                        case .average: (left + up) / 2
                        case .paeth: nearest
                        }
                    return current[index + distance] &- UInt8(truncatingIfNeeded: prediction)
                }
                var found = [UInt8](repeating: 0, count: count)
                current.withUnsafeBufferPointer { current in
                    above.withUnsafeBufferPointer { above in
                        found.withUnsafeMutableBufferPointer { found in
                            guard let row = current.baseAddress, let up = above.baseAddress,
                                let target = found.baseAddress
                            else { return }
                            filter.apply(
                                row + distance, above: up + distance, count: count, distance: distance, into: target)
                        }
                    }
                }
                #expect(found == expected)
            }
        }
    }
}

@Suite struct DeflateTests {
    @Test func `no code is longer than its limit, and together they fill the tree`() {
        var fibonacci: [UInt32] = [1, 1]
        while fibonacci.count < 40 {
            fibonacci.append(fibonacci[fibonacci.count - 1] &+ fibonacci[fibonacci.count - 2])
        }
        let samples: [[UInt32]] = [
            fibonacci, [5], [0, 0, 9], [1, 1, 1], Array(repeating: 3, count: 286), [1, 0, 0, 1_000_000],
        ]
        for counts in samples {
            for limit in [7, 12, 15] where counts.count <= 1 << limit {
                let code = counts.withUnsafeBufferPointer { PrefixCode(counts: $0, limit: limit) }
                #expect(code.lengths.allSatisfy { Int($0) <= limit })
                for (symbol, count) in counts.enumerated() where count > 0 { #expect(code.lengths[symbol] > 0) }
                let filled = code.lengths.filter { $0 > 0 }.reduce(0) { $0 + 1 << (15 - Int($1)) }
                #expect(filled == (counts.count == 1 ? 1 << 14 : 1 << 15), "\(counts.prefix(6)) within \(limit)")
            }
        }
    }

    @Test func `a long match is cut into parts that a match may have`() {
        for length in 3...2_000 {
            var rest = length
            while rest > 0 {
                let part = DeflateSymbols.part(of: rest)
                #expect((3...258).contains(part))
                rest -= part
            }
            #expect(rest == 0)
        }
    }

    @Test func `each distance has the symbol and the extra bits of the standard`() {
        // RFC 1951, 3.2.5: the first distance of each symbol.
        let firsts = [
            1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1_025, 1_537, 2_049, 3_073,
            4_097, 6_145, 8_193, 12_289, 16_385, 24_577,
        ]
        for distance in 1...32_768 {
            let found = DeflateSymbols.distance(distance)
            #expect(firsts[found.symbol] + found.extra == distance)
            #expect(found.bits == max(0, found.symbol / 2 - 1))
        }
    }

    @Test func `checksums of parts join to the checksum of the whole`() {
        var generator = SeededGenerator(seed: 4)
        func adler(_ bytes: ArraySlice<UInt8>) -> UInt32 {
            var low: UInt32 = 1
            var high: UInt32 = 0
            for byte in bytes {
                low = (low + UInt32(byte)) % 65_521
                high = (high + low) % 65_521
            }
            return high << 16 | low
        }
        let bytes = (0..<5_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        for cut in [0, 1, 17, 2_500, 5_000] {
            let joined = Adler.joined(adler(bytes[..<cut]), adler(bytes[cut...]), count: bytes.count - cut)
            #expect(joined == adler(bytes[...]))
        }
    }
}
