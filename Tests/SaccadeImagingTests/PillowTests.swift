import Saccade
import SaccadeImaging
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The folder of cases, where one is named.
enum PillowCases {
    static let folder: String? = getenv("SACCADE_PILLOW_CASES").map { String(cString: $0) }
}

/// Compares with pictures that `Tests/Interop/pillow_resize.py` wrote.
@Suite(.enabled(if: PillowCases.folder != nil, "SACCADE_PILLOW_CASES names no folder of cases"))
struct PillowTests {
    @Test func `every case equals Pillow's result`() throws {
        let folder = try #require(PillowCases.folder)
        let index = String(decoding: try Shared.readFile("\(folder)/cases.txt"), as: UTF8.self)
        var count = 0
        let lines = index.split(separator: "\n")
        let version = try #require(lines.first?.split(separator: " ").last?.split(separator: ".").first)
        let order = ResamplingOrder.pillow(major: try #require(Int(version)))
        for line in lines.dropFirst() {
            let fields = line.split(separator: " ")
            try #require(fields.count == 11)
            let sizes = fields[2...5].compactMap { Int($0) }
            let edges = fields[7...10].compactMap { Double($0) }
            try #require(sizes.count == 4 && edges.count == 4)
            let box = Box(x0: edges[0], y0: edges[1], x1: edges[2], y1: edges[3])
            let source = try #require(
                PixelImage(
                    width: sizes[0], height: sizes[1], bytes: try Shared.readFile("\(folder)/\(fields[0]).in")))
            let size = PixelSize(width: sizes[2], height: sizes[3])
            let result: PixelImage
            switch fields[1] {
            case "resize":
                let filter = try #require(ResamplingFilter(rawValue: String(fields[6])))
                result = try source.resized(to: size, filter: filter, box: box, order: order)
            case "crop":
                result = try source.cropped(to: PixelRounding.halfEven.rectangle(of: box))
            default:
                result = source.applying(try #require(PixelTransform(rawValue: String(fields[6]))))
            }
            #expect(result.size == size, "\(line)")
            let isEqual = result.bytes == (try Shared.readFile("\(folder)/\(fields[0]).out"))
            #expect(isEqual, "\(line)")
            count += 1
        }
        #expect(count >= 500)
    }
}
