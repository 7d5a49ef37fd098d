import SaccadeImaging
import Testing

@testable import SaccadeRenderer

@Suite struct ResamplerTests {
    @Test(arguments: [(1, 1), (7, 3), (3, 7), (640, 1), (1, 640), (100, 99), (99, 100), (2_460, 760)])
    func `weights of a sample sum to one`(_ source: Int, _ target: Int) {
        let taps = ResamplerTaps(source: source, target: target)
        #expect(taps.starts.count == target)
        for (first, weight, count) in taps.starts {
            #expect(first >= 0 && first + count <= source)
            #expect(taps.weights[weight..<weight + count].reduce(0, +) == 16_384)
        }
    }

    @Test(arguments: [(5, 4), (40, 31), (3, 90)])
    func `one colour stays that colour`(_ width: Int, _ height: Int) throws {
        let bytes = [UInt8]((0..<20 * 15).flatMap { _ in [200, 100, 50, 255] as [UInt8] })
        let image = try #require(PixelImage(width: 20, height: 15, bytes: bytes))
        let scaled = try #require(try Resampler.scaled(image, width: width, height: height).pixelImage())
        #expect(Set(scaled.bytes.indices.map { [scaled.bytes[$0], UInt8($0 % 4)] }).count == 4)
        #expect(Array(scaled.bytes.prefix(4)) == [200, 100, 50, 255])
    }

    @Test func `halving takes the mean of four pixels`() throws {
        let bytes: [UInt8] = [0, 0, 0, 255, 100, 100, 100, 255, 100, 0, 200, 255, 200, 100, 100, 255]
        let image = try #require(PixelImage(width: 2, height: 2, bytes: bytes))
        let scaled = try #require(try Resampler.scaled(image, width: 1, height: 1).pixelImage())
        #expect(scaled.bytes == [100, 50, 100, 255])
    }

    @Test func `clear pixels give no colour to their neighbours`() throws {
        let image = try #require(PixelImage(width: 2, height: 1, bytes: [255, 0, 0, 255, 0, 255, 0, 0]))
        let scaled = try #require(try Resampler.scaled(image, width: 1, height: 1).pixelImage())
        #expect(scaled.bytes == [255, 0, 0, 128])
    }

    /// Sizes down and up, in both directions and in one.
    @Test(arguments: [
        (37, 23, 36, 22), (64, 48, 21, 16), (64, 48, 32, 24), (33, 20, 33, 41), (50, 9, 7, 8), (9, 40, 9, 3),
        (12, 9, 31, 20), (31, 9, 12, 20),
    ])
    func `the fast loops do what the weights say`(_ from: Int, _ fromHeight: Int, _ to: Int, _ toHeight: Int) throws {
        for isOpaque in [true, false] {
            var bytes: [UInt8] = []
            for index in 0..<(from * fromHeight) {
                let noise = UInt32(truncatingIfNeeded: index &* 2_654_435_761) >> 3
                let alpha = isOpaque ? 255 : UInt8(truncatingIfNeeded: noise >> 21)
                // Premultiplied and straight colour are the same for white, so that alpha alone is mixed.
                let value = isOpaque ? UInt8(truncatingIfNeeded: noise >> 7) : 255
                bytes += [value, value &* 3 | (isOpaque ? 0 : 255), value, alpha]
            }
            let image = try #require(PixelImage(width: from, height: fromHeight, bytes: bytes))
            let surface = try Resampler.scaled(image, width: to, height: toHeight)
            #expect(surface.format == (isOpaque ? .opaque : .color))
            let across = ResamplerTaps(source: from, target: to)
            let down = ResamplerTaps(source: fromHeight, target: toHeight)
            // Averages keep two bits more between rows and columns.
            let isAverage = across.isAverage && down.isAverage
            for y in 0..<toHeight {
                for x in 0..<to {
                    let expected = (0..<4).map { channel -> Int in
                        var sum = isAverage ? 1 << 21 : 1 << 19
                        for column in 0..<across.starts[x].count {
                            var part = 0
                            for row in 0..<down.starts[y].count {
                                let place = (down.starts[y].source + row) * from + across.starts[x].source + column
                                let alpha = Int(bytes[place * 4 + 3])
                                let value = isOpaque || channel == 3 ? Int(bytes[place * 4 + channel]) : alpha
                                part += value * Int(down.weights[down.starts[y].weight + row])
                            }
                            sum +=
                                (isAverage ? part >> 6 : (part + 128) >> 8)
                                * Int(across.weights[across.starts[x].weight + column])
                        }
                        return max(0, min(255, sum >> (isAverage ? 22 : 20)))
                    }
                    let found = (0..<4).map { Int(surface.memory[y * surface.stride + x * 4 + $0]) }
                    #expect(found == [expected[2], expected[1], expected[0], expected[3]], "\(x), \(y)")
                }
            }
        }
    }
}

@Suite struct SurfaceMemoryTests {
    @Test func `memory that was given back is given out again, to what fits it`() {
        let count = 700_001
        let first = SurfaceMemory.take(count)
        SurfaceMemory.giveBack(first, count)
        // A little less has the same size class; the sum of all pieces stays bounded.
        let second = SurfaceMemory.take(count - 5)
        second.initialize(repeating: 7, count: count - 5)
        #expect(second[count - 6] == 7)
        SurfaceMemory.giveBack(second, count - 5)
        for _ in 0..<40 {
            let piece = SurfaceMemory.take(8 << 20)
            piece[(8 << 20) - 1] = 1
            SurfaceMemory.giveBack(piece, 8 << 20)
        }
        #expect(SurfaceMemory.held <= 64 << 20)
    }
}
