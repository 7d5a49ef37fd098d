import Saccade
import SaccadeImaging

@testable import SaccadeRenderer

/// Numbers that are the same in every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    mutating func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }
    mutating func count(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    mutating func isTrue(_ share: Double) -> Bool { number(0...1) < share }
}

enum Sample {
    /// A picture whose pixels follow from their place.
    static func image(_ width: Int, _ height: Int) -> PixelImage {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(width * height * 4)
        for y in 0..<height {
            for x in 0..<width {
                bytes.append(UInt8(truncatingIfNeeded: x &* 7))
                bytes.append(UInt8(truncatingIfNeeded: y &* 5))
                bytes.append(UInt8(truncatingIfNeeded: x ^ y))
                bytes.append(255)
            }
        }
        guard let image = PixelImage(width: width, height: height, bytes: bytes) else {
            fatalError("the bytes have the wrong count")
        }
        return image
    }

    static func words(_ numbers: inout SeededNumbers, _ count: ClosedRange<Int>) -> String {
        let words = [
            "sign", "看板", "left", "لافتة", "of", "the", "a", "चिह्न", "house", "02380", "–", "very-long-" + "word",
        ]
        let chosen = (0..<numbers.count(count)).map { _ in words.randomElement(using: &numbers) ?? "" }
        return chosen.joined(separator: " ")
    }

    /// A picture of random size with random regions, insets and a caption.
    static func picture(_ numbers: inout SeededNumbers, most regions: Int = 8) -> Picture {
        let size = PixelSize(width: numbers.count(20...3_000), height: numbers.count(20...3_000))
        var marks: [PictureRegion] = []
        for index in 0..<numbers.count(0...regions) {
            let x = numbers.number(-100...Double(size.width))
            let y = numbers.number(-100...Double(size.height))
            let box = Box(
                x0: x, y0: y, x1: x + numbers.number(1...Double(size.width) / 2),
                y1: y + numbers.number(1...Double(size.height) / 2))
            let shape: Shape =
                switch numbers.count(0...5) {
                case 0: .point(box.center)
                case 1: .ellipse(Ellipse(center: box.center, radiusX: box.width, radiusY: box.height, angle: 30))
                case 2: .polygon([[Point(x: box.x0, y: box.y0), Point(x: box.x1, y: box.y0), box.center]])
                default: .box(box)
                }
            marks.append(
                PictureRegion(
                    shape, number: "\(index + 1)", color: index, time: numbers.isTrue(0.3) ? .past : .current,
                    isSpaceGuessed: numbers.isTrue(0.2), label: numbers.isTrue(0.2) ? "a label" : ""))
        }
        var insets: [Inset] = []
        for _ in 0..<numbers.count(0...2) {
            let image = image(numbers.count(10...200), numbers.count(10...200))
            insets.append(Inset(image, region: marks.randomElement(using: &numbers)?.number, caption: "crop · ×2"))
        }
        return Picture(
            .absent(size: size, reason: "not kept"), regions: marks, insets: insets,
            caption: numbers.isTrue(0.5) ? "image 1 · \(size)" : "")
    }

    static func page(_ seed: Int) -> StoryboardPage {
        var numbers = SeededNumbers(seed)
        let lanes = (0..<numbers.count(1...4)).map { Lane(name: "agent \($0)", color: $0 == 0 ? nil : $0) }
        var panels: [Panel] = []
        var time: Int64 = 0
        for index in 0..<numbers.count(1...9) {
            time += Int64(numbers.count(0...900)) * 1_000_000
            panels.append(
                Panel(
                    number: "\(index)", kind: "think", meta: numbers.isTrue(0.5) ? "12 tok" : "",
                    picture: numbers.isTrue(0.6) ? picture(&numbers) : nil,
                    blocks: [TextBlock(RichText(words(&numbers, 0...60)))],
                    calls: numbers.isTrue(0.4)
                        ? [Call(name: "zoom", note: words(&numbers, 0...9), written: "[1, 2]", resolved: "3, 4 px")]
                        : [],
                    notes: numbers.isTrue(0.2)
                        ? [Note(tone: .warning, rule: "X-1 rule", text: words(&numbers, 1...20))] : [],
                    lane: numbers.count(0...lanes.count - 1), start: time))
        }
        var links: [Link] = []
        for _ in 0..<numbers.count(0...4) {
            links.append(
                Link(
                    from: numbers.count(0...panels.count - 1), to: numbers.count(0...panels.count - 1),
                    kind: [.spawn, .message, .join].randomElement(using: &numbers) ?? .join, label: "1"))
        }
        return StoryboardPage(
            title: words(&numbers, 1...30), subtitle: ["a", "b"], badges: [Badge("pass", tone: .pass)],
            layout: seed.isMultiple(of: 3) ? .lanes : .grid, panels: panels, lanes: lanes, links: links,
            footerLeading: "trace", footerTrailing: "1 / 1")
    }

    /// What parts of a page are laid out with, at scale 1.
    static func context(_ theme: Theme = .light, scale: Double = 1) throws -> LayoutContext {
        LayoutContext(
            engine: try TextEngine(), metrics: Metrics(scale: scale), theme: theme, cache: ScaledImages(),
            quiet: QuietMaps(), places: BadgePlaces())
    }

    /// Draws a picture alone, at the top left of a surface of its own.
    static func render(
        _ picture: Picture, width: Int = 320, theme: Theme = .light, annotators: [Annotator] = []
    ) throws -> PixelImage {
        let context = try context(theme)
        let layout = try PictureLayout(picture, x: 0, y: 0, width: Double(width), context)
        let surface = try Surface(width: width, height: Int(layout.area.y1))
        let canvas = try Canvas(surface)
        try PictureDrawing(
            picture: picture, layout: layout, metrics: context.metrics, theme: theme, cache: context.cache,
            annotators: annotators
        ).draw(on: canvas)
        try canvas.check()
        guard let image = surface.pixelImage() else { throw RendererError(.drawingFailed, "no pixels") }
        return image
    }

    /// FNV-1a over bytes.
    static func hash(_ bytes: [UInt8]) -> String {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return String(value, radix: 16)
    }
}

extension Box {
    /// Whether two boxes share more than half a pixel.
    func overlaps(_ other: Box) -> Bool {
        let shared = intersection(other)
        return shared.width > 0.5 && shared.height > 0.5
    }
}
