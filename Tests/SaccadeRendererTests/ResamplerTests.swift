import SaccadeImaging
import Testing

@testable import SaccadeRenderer

@Suite struct ResamplerTests {
    @Test(arguments: [(1, 1), (7, 3), (3, 7), (640, 1), (1, 640), (100, 99), (99, 100), (2_460, 760)])
    func `weights of a sample sum to one`(_ source: Int, _ target: Int) {
        let taps = Resampler.Taps(source: source, target: target)
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
}
