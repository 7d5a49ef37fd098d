import Foundation
import SaccadeImaging
import Testing

@testable import SaccadeRenderer

/// Compares drawings with those in `Tests/Golden`, pixel by pixel.
///
/// `UPDATE_GOLDEN=1 swift test --filter SaccadeRendererTests` writes them anew; look at each before it is committed.
enum Golden {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Golden")

    /// Under other versions of Cairo edges differ by a shade; there nothing is compared.
    static var canCompare: Bool { Canvas.cairoVersion == 11_600 }

    /// Expects a drawing to be the one of that name, at most one apart in each channel.
    static func expect(
        _ actual: PixelImage, is name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = folder.appendingPathComponent("\(name).png")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(try actual.encodedPNG(.small)).write(to: file)
            return
        }
        guard let data = try? Data(contentsOf: file) else {
            Issue.record("expected a drawing in \(file.path), found none", sourceLocation: sourceLocation)
            return
        }
        let expected = try PixelImage.decode(Array(data))
        let worst = difference(expected, actual)
        guard worst > 1 else { return }
        let parts = try comparison(expected, actual).encodedPNG()
        Attachment.record(parts, named: "\(name.replacingOccurrences(of: "/", with: "-")).png")
        let message: Comment = """
            \(name): expected the drawing of Tests/Golden, found one \(worst) of 255 apart; the attachment shows \
            expected | difference | actual
            """
        Issue.record(message, sourceLocation: sourceLocation)
    }

    /// Returns the largest difference of two images in any channel, 256 for other sizes.
    static func difference(_ first: PixelImage, _ second: PixelImage) -> Int {
        guard first.size == second.size else { return 256 }
        if first.bytes == second.bytes { return 0 }
        return zip(first.bytes, second.bytes).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) }
    }

    /// Returns expected, difference and actual side by side; differences are drawn eight times as large.
    static func comparison(_ expected: PixelImage, _ actual: PixelImage) throws -> PixelImage {
        let width = max(expected.width, actual.width)
        let height = max(expected.height, actual.height)
        func pixel(_ image: PixelImage, _ x: Int, _ y: Int) -> [Int] {
            guard x < image.width, y < image.height else { return [255, 0, 255, 255] }
            return (0..<4).map { Int(image.bytes[(y * image.width + x) * 4 + $0]) }
        }
        var bytes: [UInt8] = []
        for y in 0..<height {
            for part in 0..<3 {
                for x in 0..<width {
                    let (old, new) = (pixel(expected, x, y), pixel(actual, x, y))
                    switch part {
                    case 0: bytes += old.map { UInt8($0) }
                    case 1: bytes += (0..<3).map { UInt8(min(255, 8 * abs(old[$0] - new[$0]))) } + [255]
                    default: bytes += new.map { UInt8($0) }
                    }
                }
            }
        }
        return try #require(PixelImage(width: width * 3, height: height, bytes: bytes))
    }
}
