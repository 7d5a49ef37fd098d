import Saccade
import SaccadeDigest
import SaccadePixels
import SaccadeReplay
import TraceGenerator

/// One way to make pictures lie, the rule that must name it, and the words that must explain it.
struct PictureFault: Sendable {
    /// What is wrong with the pictures.
    let title: String
    /// The id of the rule that must find it.
    let rule: String
    /// What the finding must say.
    let words: String
    /// The level at which it is found.
    let level: Level
    /// Tells the lie; returns the line, from 1, where it must be found.
    let tell: @Sendable (inout PictureScene) throws -> Int

    init(
        _ title: String, _ rule: String = "wrong-derived-pixels", saying words: String = "", level: Level = .l3,
        _ tell: @escaping @Sendable (inout PictureScene) throws -> Int
    ) {
        self.title = title
        self.rule = rule
        self.words = words
        self.level = level
        self.tell = tell
    }

    /// All of them.
    static let all: [PictureFault] = shifts + readings + turns + files

    /// A crop from one pixel beside its box.
    private static func shift(_ x: Int, _ y: Int, _ words: String) -> PictureFault {
        PictureFault("a crop one pixel further \(words)", saying: "the crop is one pixel further \(words)") { scene in
            let (parent, picture, area, _) = try scene.crop()
            let other = PixelArea(x: area.x + x, y: area.y + y, size: area.size)
            return try scene.derive(try scene.kit.crop(picture, to: other), from: parent, area)
        }
    }

    private static let shifts: [PictureFault] = [
        shift(-1, 0, "left"), shift(1, 0, "right"), shift(0, -1, "up"), shift(0, 1, "down"),
        shift(1, 1, "right and down"), shift(-1, 1, "left and down"),
    ]

    /// A zoom to a fixed size, which shows another box than the one that was executed.
    private static func zoom(
        _ title: String, saying words: String,
        _ boxes: @escaping @Sendable (Raster, PixelArea) -> (told: PixelArea, shown: PixelArea, asked: Box?)
    ) -> PictureFault {
        PictureFault(title, saying: words) { scene in
            let (parent, picture, area, _) = try scene.crop()
            let (told, shown, asked) = boxes(picture, area)
            let size = PixelSize(width: 67, height: 41)
            let stored = try scene.kit.resize(try scene.kit.crop(picture, to: shown), to: size, by: .bicubic)
            return try scene.derive(stored, from: parent, told) {
                ($0.resampler, $0.requested, $0.reason) = (.bicubic, asked, asked == nil ? nil : "the tool says so")
            }
        }
    }

    private static let readings: [PictureFault] = [
        PictureFault("one pixel that was painted over", saying: "no other reading explains it") { scene in
            let (parent, _, area, crop) = try scene.crop()
            return try scene.derive(
                scene.painted(crop, at: scene.random.number(0...crop.bytes.count / 4 - 1)), from: parent, area)
        },
        PictureFault("a crop of somewhere else", saying: "of image 0") { scene in
            let (parent, picture, area, _) = try scene.crop()
            let other = PixelArea(x: area.x - 9, y: area.y + 7, size: area.size)
            return try scene.derive(try scene.kit.crop(picture, to: other), from: parent, area)
        },
        PictureFault("a crop of another picture", saying: "it was cut from image 0, not from image 1") { scene in
            let (_, first, area, crop) = try scene.crop()
            let second = try scene.add(
                try scene.noise(first.size.width...first.size.width, first.size.height...first.size.height))
            return try scene.derive(crop, from: second, area)
        },
        PictureFault("another resampler", saying: "it was resampled lanczos, not bicubic") { scene in
            let picture = try scene.noise(120...180, 120...180)
            let parent = try scene.add(picture)
            let recipe = ZoomRecipe.qwen3VLZoom
            let asked = Box(x0: 20, y0: 24, x1: 84, y1: 92)
            guard let execution = recipe.execute(asked, in: picture.size), let area = PixelArea(execution.executed)
            else {
                throw TraceError(.pixels, "expected a box that the recipe takes")
            }
            let crop = try scene.kit.crop(picture, to: area)
            let stored = try scene.kit.resize(crop, to: execution.size, by: .lanczos)
            return try scene.derive(stored, from: parent, area) {
                ($0.recipe, $0.requested, $0.resampler) = (recipe.name, asked, .bicubic)
            }
        },
        PictureFault("another rounding rule", saying: "the box was rounded half-away") { scene in
            let (parent, picture, area, _) = try scene.crop()
            let told = PixelArea(
                x: area.x / 2 * 2, y: area.y,
                size: PixelSize(width: area.size.width / 2 * 2, height: area.size.height))
            let shown = PixelArea(x: told.x + 1, y: told.y, size: told.size)
            let asked = Box(
                x0: told.box.x0 + 0.5, y0: told.box.y0, x1: told.box.x1 + 0.5, y1: told.box.y1)
            return try scene.derive(try scene.kit.crop(picture, to: shown), from: parent, told) {
                ($0.requested, $0.rounding) = (asked, .halfEven)
            }
        },
        zoom("numbers that were read as thousandths", saying: "the numbers were read as permille") { picture, area in
            let (width, height) = (Double(picture.size.width), Double(picture.size.height))
            let box = Box(
                x0: (area.box.x0 * width / 1000).rounded(), y0: (area.box.y0 * height / 1000).rounded(),
                x1: (area.box.x1 * width / 1000).rounded(), y1: (area.box.y1 * height / 1000).rounded())
            return (area, PixelArea(box) ?? area, nil)
        },
        zoom("a box that was clamped in silence", saying: "the box was clamped to the image") { picture, area in
            let told = PixelArea(
                x: picture.size.width - 20, y: area.y, size: PixelSize(width: 33, height: area.size.height))
            return (told, PixelArea(x: told.x, y: told.y, size: PixelSize(width: 20, height: area.size.height)), nil)
        },
        zoom("a box that was padded in silence", saying: "what lies beyond the image was padded") { picture, area in
            let shown = PixelArea(
                x: picture.size.width - 20, y: area.y, size: PixelSize(width: 33, height: area.size.height))
            let told = PixelArea(x: shown.x, y: shown.y, size: PixelSize(width: 20, height: area.size.height))
            return (told, shown, shown.box)
        },
        zoom("an enlarged crop one pixel further right", saying: "the crop is one pixel further right") { _, area in
            (area, PixelArea(x: area.x + 1, y: area.y, size: area.size), nil)
        },
        PictureFault("an orientation that was applied in silence", saying: "EXIF orientation 6 was applied before") {
            scene in
            let picture = try scene.noise(90...90, 90...90)
            let parent = try scene.add(picture) { $0.orientation = 6 }
            let area = PixelArea(x: 20, y: 9, size: PixelSize(width: 31, height: 22))
            let turned = try scene.kit.orient(picture, 6)
            return try scene.derive(try scene.kit.crop(turned, to: area), from: parent, area)
        },
    ]

    /// A crop that was changed as a whole.
    private static func turned(_ title: String, _ orientation: Int, saying words: String) -> PictureFault {
        PictureFault(title, saying: words) { scene in
            let (parent, _, area, crop) = try scene.crop()
            let square = PixelArea(x: area.x, y: area.y, size: PixelSize(width: 16, height: 16))
            let cut = try scene.kit.crop(crop, to: PixelArea(x: 0, y: 0, size: square.size))
            return try scene.derive(try scene.kit.orient(cut, orientation), from: parent, square)
        }
    }

    private static let turns: [PictureFault] = [
        turned("a mirrored crop", 2, saying: "it is mirrored left and right"),
        turned("a crop upside down in the mirror", 4, saying: "it is mirrored top and bottom"),
        turned("a crop upside down", 3, saying: "it is turned by 180°"),
        turned("a crop that lies on its side", 6, saying: "it is turned by 90° clockwise"),
        turned("a crop that lies on its other side", 8, saying: "it is turned by 90° counter-clockwise"),
        turned("a crop whose rows are columns", 5, saying: "it is transposed"),
        PictureFault("a crop with red and blue exchanged", saying: "red and blue are exchanged") { scene in
            let (parent, _, area, crop) = try scene.crop()
            var bytes = crop.bytes
            for offset in stride(from: 0, to: bytes.count, by: 4) { bytes.swapAt(offset, offset + 2) }
            guard let stored = Raster(size: crop.size, bytes: bytes) else { throw TraceError(.pixels, "a crop") }
            return try scene.derive(stored, from: parent, area)
        },
        PictureFault("a flip in the other direction", saying: "it is turned by 180°") { scene in
            let picture = try scene.noise()
            let parent = try scene.add(picture)
            return try scene.make(
                try scene.kit.orient(picture, 4), from: parent, .flipHorizontal(width: picture.size.width)
            ) { $0.operation = .flipHorizontal }
        },
        PictureFault("a turn in the other direction", saying: "it is turned by 180°") { scene in
            let picture = try scene.noise()
            let parent = try scene.add(picture)
            return try scene.make(
                try scene.kit.orient(picture, 8), from: parent, .turn(quarters: 1, of: picture.size)
            ) {
                $0.operation = .turn
                $0.parameters = .object([JSONMember("quarters", .integer(1))])
            }
        },
        PictureFault("a margin of another color") { scene in
            let picture = try scene.noise()
            let parent = try scene.add(picture)
            let size = PixelSize(width: picture.size.width + 4, height: picture.size.height)
            let stored = try scene.kit.crop(picture, to: PixelArea(x: 0, y: 0, size: size))
            return try scene.make(stored, from: parent, .pad(left: 0, top: 0)) {
                $0.operation = .pad
                $0.parameters = .object([
                    JSONMember("right", .integer(4)),
                    JSONMember("fill", .array([.integer(255), .integer(0), .integer(0)])),
                ])
            }
        },
        PictureFault("a sheet whose parts changed places") { scene in
            let picture = try scene.noise(60...60, 80...80)
            return try scene.sheet(try scene.add(picture), picture, lying: true)
        },
    ]

    private static let files: [PictureFault] = [
        PictureFault("a file that was exchanged", "wrong-blob") { scene in
            let picture = try scene.noise()
            try scene.add(picture)
            let line = scene.line
            try scene.end()
            try scene.exchangeFiles(with: try scene.png(scene.painted(picture, at: 3)))
            return line
        },
        PictureFault("a size that is not that of the file", "wrong-image-header") { scene in
            try scene.add(try scene.noise()) { $0.width = ($0.width ?? 0) + 1 }
            return scene.line
        },
        PictureFault("a kind that is not that of the file", "wrong-image-header") { scene in
            try scene.add(try scene.noise()) { $0.media = "image/webp" }
            return scene.line
        },
        PictureFault("pixels that the decoder did not give", "wrong-pixel-digest") { scene in
            let picture = try scene.noise()
            let n = try scene.add(picture)
            return try scene.append(
                .imagePixels(
                    ImagePixels(
                        image: n, digest: Digest(of: Array("others".utf8)), width: picture.size.width,
                        height: picture.size.height, decoder: "libpng/1.6.39")))
        },
        PictureFault("a file that is gone", "missing-blob") { scene in
            try scene.add(try scene.noise())
            let line = scene.line
            try scene.end()
            try scene.dropFiles()
            return line
        },
        PictureFault("a file that is no picture", "unreadable-image") { scene in
            _ = try scene.add(file: Array("a letter, \(scene.random.next())".utf8), PixelSize(width: 9, height: 9))
            return scene.line
        },
        PictureFault("a drawing that changed what lies beside it", "drawing-beside-box") { scene in
            let picture = try scene.noise()
            let parent = try scene.add(picture)
            return try scene.make(scene.painted(picture, at: picture.bytes.count / 4 - 1), from: parent, .identity) {
                $0.executed = Box(x0: 4, y0: 4, x1: 30, y1: 30)
            }
        },
        PictureFault("a result that the tool does not give", "tool-result-differs", level: .l4) { scene in
            try scene.add(try scene.noise())
            try scene.append(
                .toolRequest(
                    ToolRequest(
                        agent: 0, n: 0, name: "upper", arguments: .object([JSONMember("text", .string("exit"))]))))
            return try scene.append(.toolResult(ToolResult(agent: 0, call: 0, parts: [.text("EXIT 14")])))
        },
    ]
}

extension PictureScene {
    /// Returns a picture with another color at one pixel.
    func painted(_ raster: Raster, at pixel: Int) -> Raster {
        var bytes = raster.bytes
        for channel in 0..<3 { bytes[pixel * 4 + channel] ^= 0x80 }
        return Raster(size: raster.size, bytes: bytes) ?? raster
    }
}
