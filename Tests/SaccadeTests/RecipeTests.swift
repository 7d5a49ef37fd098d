import Saccade
import Testing

/// What each tool does with a box; the expected values were computed with the tools' own arithmetic in Python.
@Suite struct RecipeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var recipe: ZoomRecipe
        var requested: Box
        var parent: PixelSize
        var executed: Box
        var size: PixelSize

        init(
            _ recipe: ZoomRecipe, _ requested: [Double], _ parent: (Int, Int), _ executed: [Double], _ size: (Int, Int)
        ) {
            self.recipe = recipe
            self.requested = Box(x0: requested[0], y0: requested[1], x1: requested[2], y1: requested[3])
            self.parent = PixelSize(width: parent.0, height: parent.1)
            self.executed = Box(x0: executed[0], y0: executed[1], x1: executed[2], y1: executed[3])
            self.size = PixelSize(width: size.0, height: size.1)
        }

        var testDescription: String { "\(recipe.name) of \(requested) in \(parent)" }
    }

    static let cases = [
        Case(.plainCrop, [10.5, 11.5, 20.2, 30], (40, 28), [10, 12, 20, 28], (10, 16)),
        Case(.qwen3VLZoom, [1412.04, 485.212, 1623.6, 754.416], (2460, 1612), [1412, 485, 1624, 754], (480, 608)),
        Case(.deepEyes, [1250, 1030, 1360, 1070], (2000, 1500), [1250, 1030, 1360, 1070], (112, 28)),
        Case(.deepEyes, [-5.5, 10.5, 100, 60.5], (640, 480), [-6, 10, 100, 60], (112, 56)),
        Case(.deepEyes, [0, 0, 9000, 3000], (9000, 9000), [0, 0, 9000, 3000], (6188, 2044)),
        Case(
            .pixelReasoner, [0.35 * 801, 0.4 * 603, 0.5 * 801, 0.62 * 603], (801, 603), [200, 181, 481, 434], (281, 253)
        ),
        Case(.pixelReasoner, [0, 24, 76.8, 96], (640, 480), [0, 0, 141, 144], (141, 144)),
        Case(.pixelReasoner, [450, 400, 500, 950], (1000, 1000), [350, 300, 600, 1000], (250, 700)),
        Case(.chainOfFocus, [100, 100, 200, 160], (1000, 800), [75, 85, 225, 175], (308, 168)),
        Case(.chainOfFocus, [0, 0, 33, 21], (1000, 800), [0, 0, 41, 26], (84, 56)),
        Case(.chainOfFocus, [900, 700, 999, 799], (1000, 800), [875, 675, 1000, 800], (252, 252)),
        Case(.miniO3, [10.9, 0, 700, 480], (640, 480), [10, 0, 639, 479], (629, 479)),
        Case(.viGoRLPoint, [50, 60, 50, 60], (640, 480), [0, 0, 125, 135], (512, 512)),
        Case(.viGoRLPoint100, [320, 240, 320, 240], (640, 480), [220, 140, 420, 340], (512, 512)),
        Case(.viGoRLPoint182, [320, 240, 320, 240], (640, 480), [138, 58, 502, 422], (672, 672)),
        Case(.visualCoTSquare, [217, 343, 242, 393], (391, 500), [117, 256, 341, 480], (224, 224)),
        Case(.visualCoTSquare, [73.6, 398.2, 403.6, 1117.6], (1695, 2200), [0, 398, 718, 1116], (718, 718)),
        Case(.visualCoTSquare, [30, 70, 270, 100], (300, 200), [30, 0, 270, 200], (240, 200)),
        Case(.tacoExpand, [330, 126, 580, 276], (1000, 600), [267, 88, 642, 313], (375, 225)),
        Case(.tacoZoom, [0, 0, 33.3, 21.7], (333, 217), [0, 0, 41, 27], (82, 54)),
        Case(.octoToolsPatch, [270, 180, 600, 400], (600, 400), [270, 180, 600, 400], (660, 440)),
    ]

    @Test(arguments: cases) func `a recipe executes a box to the pixel`(_ example: Case) throws {
        let found = try #require(example.recipe.execute(example.requested, in: example.parent))
        #expect(found.executed == example.executed)
        #expect(found.size == example.size)
        let edges = [
            (found.executed.x0, example.requested.x0), (found.executed.y0, example.requested.y0),
            (found.executed.x1, example.requested.x1), (found.executed.y1, example.requested.y1),
        ]
        // A box that is not the requested one, rounded, comes with a reason.
        #expect(found.reason != nil || edges.allSatisfy { ($0 - $1).magnitude <= 1 })
    }

    @Test(arguments: [
        (ZoomRecipe.chainOfFocus, [10.0, 10, 700, 20]),  // leaves the image, which the harness refuses
        (.pixelReasoner, [600, 400, 640, 400]),  // at the corner too little is left
        (.miniO3, [10, 10, 600, 12]),  // 590 wide and 2 high
        (.plainCrop, [10, 10, 10.4, 20]), (.deepEyes, [700, 10, 900, 20]), (.tacoExpand, [20, 10, 10, 20]),
        (.qwen3VLZoom, [.nan, 0, 1, 1]), (.plainCrop, [0, 0, .infinity, 1]), (.deepEyes, [-1e300, 0, 1e300, 1]),
    ])
    func `a recipe fails where its tool does`(_ recipe: ZoomRecipe, _ box: [Double]) {
        let size = recipe == .pixelReasoner ? PixelSize(width: 640, height: 130) : PixelSize(width: 640, height: 480)
        #expect(recipe.execute(Box(x0: box[0], y0: box[1], x1: box[2], y1: box[3]), in: size) == nil)
    }

    @Test func `every recipe has a name of its own with a version, and is found by it`() {
        #expect(Set(ZoomRecipe.all.map(\.name)).count == ZoomRecipe.all.count)
        for recipe in ZoomRecipe.all {
            #expect(ZoomRecipe.named(recipe.name) == recipe)
            #expect(recipe.name.hasSuffix("@1"))
            #expect(!recipe.rule.isEmpty && !recipe.rule.hasSuffix("."))
            #expect(recipe.operation == (recipe.resampler == .nearest ? .crop : .zoom))
        }
    }

    @Test(arguments: 1...40) func `a recipe never leaves the image unless its rule says so`(_ seed: UInt64) {
        var random = Random(seed: seed)
        let parent = PixelSize(width: random.below(3000) + 1, height: random.below(3000) + 1)
        for recipe in ZoomRecipe.all where recipe != .deepEyes {
            let corner = Point(x: random.real(-50, 3000), y: random.real(-50, 3000))
            let box = Box(
                x0: corner.x, y0: corner.y, x1: corner.x + random.real(0, 900), y1: corner.y + random.real(0, 900))
            guard let found = recipe.execute(box, in: parent) else { continue }
            #expect(
                Box(x0: 0, y0: 0, x1: Double(parent.width), y1: Double(parent.height)).contains(found.executed),
                "\(recipe.name)")
            #expect(found.cropSize != nil && found.size.width > 0 && found.size.height > 0)
        }
    }

    @Test(arguments: 1...60) func `a place comes back through any chain of operations`(_ seed: UInt64) throws {
        var random = Random(seed: seed)
        var size = PixelSize(width: random.below(2000) + 40, height: random.below(2000) + 40)
        let first = size
        var map = PlaneMap.identity
        for _ in 0..<(random.below(6) + 1) {
            let step: PlaneMap
            switch random.below(6) {
            case 0:
                let (x, y) = (random.below(size.width - 1), random.below(size.height - 1))
                step = .crop(x: x, y: y)
                size = PixelSize(width: size.width - x, height: size.height - y)
            case 1:
                let to = PixelSize(width: random.below(1500) + 2, height: random.below(1500) + 2)
                step = try #require(PlaneMap.resize(from: size, to: to))
                size = to
            case 2: step = .flipHorizontal(width: size.width)
            case 3: step = .flipVertical(height: size.height)
            case 4:
                let quarters = random.below(4)
                step = .turn(quarters: quarters, of: size)
                if quarters % 2 == 1 { size = PixelSize(width: size.height, height: size.width) }
            default:
                let (left, top) = (random.below(50), random.below(50))
                step = .pad(left: left, top: top)
                size = PixelSize(width: size.width + left, height: size.height + top)
            }
            map = try #require(map.after(step))
        }
        let box = Box(x0: 3, y0: 5, x1: Double(first.width) / 2 + 4, y1: Double(first.height) / 3 + 6)
        let inverse = try #require(map.inverse)
        let made = try #require(Shape.box(box).mapped(by: inverse))
        guard case .box(let back)? = made.mapped(by: map) else {
            Issue.record("expected a box, found \(made)")
            return
        }
        for (found, expected) in [(back.x0, box.x0), (back.y0, box.y0), (back.x1, box.x1), (back.y1, box.y1)] {
            #expect((found - expected).magnitude < 1e-6)
        }
    }
}

/// Numbers that depend on a seed alone (SplitMix64).
private struct Random {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A whole number from 0, less than a limit of at least 1.
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }

    mutating func real(_ low: Double, _ high: Double) -> Double {
        low + (high - low) * Double(next() >> 11) / Double(1 << 53)
    }
}
