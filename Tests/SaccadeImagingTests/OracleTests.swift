import Saccade
import SaccadeImaging
import Testing

/// Re-derives the pictures that a real model was shown by its zoom tool.
@Suite(.enabled(if: Shared.has("records/Qwen3-VL"), "the records are not beside the checkout"))
struct OracleTests {
    static let crops: [(box: [Double], file: String)] = [
        ([574, 301, 660, 468], "cell7_out1.png"), ([174, 450, 469, 658], "cell7_out3.png"),
        ([584, 496, 651, 660], "cell7_out5.png"), ([231, 795, 284, 820], "cell7_out7.png"),
    ]

    /// The size that the tool resizes to: multiples of 32 with an area between two bounds.
    static func smartSize(_ size: PixelSize) -> PixelSize {
        let (factor, smallest, largest) = (32.0, 256.0 * 32 * 32, 12_845_056.0)
        let (width, height) = (Double(size.width), Double(size.height))
        var columns = (width / factor).rounded(.toNearestOrEven) * factor
        var rows = (height / factor).rounded(.toNearestOrEven) * factor
        if columns * rows > largest {
            let shrink = (width * height / largest).squareRoot()
            columns = (width / shrink / factor).rounded(.down) * factor
            rows = (height / shrink / factor).rounded(.down) * factor
        } else if columns * rows < smallest {
            let grow = (smallest / (width * height)).squareRoot()
            columns = (width * grow / factor).rounded(.up) * factor
            rows = (height * grow / factor).rounded(.up) * factor
        }
        return PixelSize(width: Int(columns), height: Int(rows))
    }

    @Test func `the four zooms of hopinn are re-derived exactly`() throws {
        let image = try PixelImage.decode(Shared.read("records/Qwen3-VL/assets/hopinn.jpg"))
        #expect(image.size == PixelSize(width: 2460, height: 1612))
        for (box, file) in Self.crops {
            let pixels = Box(
                x0: box[0] / 1000 * Double(image.width), y0: box[1] / 1000 * Double(image.height),
                x1: box[2] / 1000 * Double(image.width), y1: box[3] / 1000 * Double(image.height))
            let crop = try image.cropped(to: PixelRounding.halfEven.rectangle(of: pixels))
            let zoom = try crop.resized(to: Self.smartSize(crop.size), filter: .bicubic)
            let shown = try PixelImage.decode(Shared.read("records/Qwen3-VL/crops/\(file)"))
            #expect(zoom.size == shown.size, "\(file)")
            let isEqual = zoom == shown
            #expect(isEqual, "\(file)")
        }
    }
}
