import Saccade
import SaccadeImaging
import SaccadePixels
import SaccadeReplay
import Testing

/// A derivation that a test changes.
private func crop(
    _ image: Int, of parent: Int, _ x0: Int, _ y0: Int, _ x1: Int, _ y1: Int, _ operation: Saccade.Operation = .crop
) -> ImageDerivation {
    ImageDerivation(
        image: image, parents: [ImageParent(image: parent, map: .crop(x: x0, y: y0))], operation: operation,
        executed: Box(x0: Double(x0), y0: Double(y0), x1: Double(x1), y1: Double(y1)))
}

@Suite struct ReexecutionTests {
    private static func rectangle(_ x0: Int, _ y0: Int, _ x1: Int, _ y1: Int) -> PixelRectangle {
        PixelRectangle(x0: x0, y0: y0, x1: x1, y1: y1)
    }

    /// Stores a picture beside an input of 120×90 and returns what the check says of the derivation.
    private static func report(
        storing child: PixelImage, from parent: PixelImage, _ derivation: ImageDerivation
    ) throws -> TraceReport {
        let trace = try PictureTrace()
        let input = try trace.add(parent)
        let made = try trace.add(child, .tool)
        var derivation = derivation
        derivation.image = made
        for index in derivation.parents.indices { derivation.parents[index].image = input }
        try trace.append(.imageDerive(derivation))
        return try trace.check()
    }

    private static func message(_ report: TraceReport) -> String {
        report.findings.first { $0.ruleID == "wrong-derived-pixels" }?.message ?? "nothing"
    }

    @Test func `operations that were recorded truly are exact and the trace passes`() throws {
        let parent = try PixelImage.noise(120, 90)
        let cut = try parent.cropped(to: Self.rectangle(10, 20, 50, 60))
        let trace = try PictureTrace()
        let input = try trace.add(parent)
        func derive(_ image: PixelImage, _ derivation: ImageDerivation) throws {
            var derivation = derivation
            derivation.image = try trace.add(image, .tool)
            try trace.append(.imageDerive(derivation))
        }
        try derive(cut, crop(0, of: input, 10, 20, 50, 60))
        try derive(
            parent.applying(.flipHorizontal),
            ImageDerivation(
                image: 0, parents: [ImageParent(image: input, map: .flipHorizontal(width: 120))],
                operation: .flipHorizontal))
        try derive(
            parent.applying(.quarterTurnClockwise),
            ImageDerivation(
                image: 0,
                parents: [ImageParent(image: input, map: .turn(quarters: 1, of: PixelSize(width: 120, height: 90)))],
                operation: .turn, parameters: .object([JSONMember("quarters", .integer(1))])))
        try derive(
            parent.padded(left: 3, right: 5, fill: .white),
            ImageDerivation(
                image: 0, parents: [ImageParent(image: input, map: .pad(left: 3, top: 0))], operation: .pad,
                parameters: .object([
                    JSONMember("left", .integer(3)), JSONMember("right", .integer(5)),
                    JSONMember("fill", .array([.integer(255), .integer(255), .integer(255)])),
                ])))
        try derive(
            parent.resized(to: PixelSize(width: 61, height: 33), filter: .lanczos),
            ImageDerivation(
                image: 0,
                parents: [
                    ImageParent(
                        image: input,
                        map: .resize(from: PixelSize(width: 120, height: 90), to: PixelSize(width: 61, height: 33)))
                ], operation: .resize, resampler: .lanczos))
        let report = try trace.check()
        #expect(report.verdict == .pass, "\(report.summary) \(report.findings.map(\.message))")
        #expect(report.coverage.pixels.exact == 5)
    }

    @Test func `a composite of whole pictures is put together again`() throws {
        let (left, right) = (try PixelImage.noise(30, 20, seed: 1), try PixelImage.noise(10, 20, seed: 2))
        let both = try left.padded(right: 10)
        var bytes = both.bytes
        for row in 0..<20 {
            let at = (row * 40 + 30) * 4
            bytes.replaceSubrange(at..<(at + 40), with: right.bytes[(row * 40)..<(row * 40 + 40)])
        }
        let sheet = try #require(PixelImage(width: 40, height: 20, bytes: bytes))
        let trace = try PictureTrace()
        let (a, b) = (try trace.add(left), try trace.add(right))
        let made = try trace.add(sheet, .tool)
        try trace.append(
            .imageDerive(
                ImageDerivation(
                    image: made,
                    parents: [
                        ImageParent(image: a, map: .identity, placement: Box(x0: 0, y0: 0, x1: 30, y1: 20)),
                        ImageParent(image: b, map: .crop(x: -30, y: 0), placement: Box(x0: 30, y0: 0, x1: 40, y1: 20)),
                    ], operation: .composite)))
        #expect(try trace.check().coverage.pixels.exact == 1)
    }

    @Test(arguments: [nil, Resampler.bilinear])
    func `a composite of parts is put together again, a resized part only with its resampler`(
        _ resampler: Resampler?
    ) throws {
        let whole = try PixelImage.noise(40, 20)
        let left = try whole.cropped(to: Self.rectangle(0, 0, 30, 20))
        let small = try whole.cropped(to: Self.rectangle(30, 0, 40, 20)).resized(
            to: PixelSize(width: 5, height: 20), filter: .bilinear)
        let both = try left.padded(right: 5)
        var bytes = both.bytes
        for row in 0..<20 {
            let at = (row * 35 + 30) * 4
            bytes.replaceSubrange(at..<(at + 20), with: small.bytes[(row * 20)..<(row * 20 + 20)])
        }
        let sheet = try #require(PixelImage(width: 35, height: 20, bytes: bytes))
        let trace = try PictureTrace()
        let input = try trace.add(whole)
        let made = try trace.add(sheet, .tool)
        let squeezed = PlaneMap(affine: [2, 0, -30, 0, 1, 0])
        try trace.append(
            .imageDerive(
                ImageDerivation(
                    image: made,
                    parents: [
                        ImageParent(image: input, map: .identity, placement: Box(x0: 0, y0: 0, x1: 30, y1: 20)),
                        ImageParent(image: input, map: squeezed, placement: Box(x0: 30, y0: 0, x1: 35, y1: 20)),
                    ], operation: .composite, resampler: resampler)))
        let report = try trace.check()
        #expect(report.coverage.pixels.impossible == (resampler == nil ? 1 : 0), "\(report.reasons)")
        #expect(report.coverage.pixels.exact == (resampler == nil ? 0 : 1), "\(report.findings.map(\.message))")
    }

    @Test(arguments: [
        (-1, 0, "one pixel further left"), (1, 0, "one pixel further right"), (0, -1, "one pixel further up"),
        (0, 1, "one pixel further down"), (1, 1, "one pixel further right and down"),
    ])
    func `a crop that is one pixel off is named so`(_ x: Int, _ y: Int, _ words: String) throws {
        let parent = try PixelImage.noise(120, 90)
        let child = try parent.cropped(to: Self.rectangle(10 + x, 20 + y, 50 + x, 60 + y))
        let report = try Self.report(storing: child, from: parent, crop(0, of: 0, 10, 20, 50, 60))
        #expect(report.verdict == .fail)
        #expect(Self.message(report).contains(words), "\(Self.message(report))")
    }

    @Test(arguments: [
        ("mirrored left and right", PixelTransform.flipHorizontal), ("mirrored top and bottom", .flipVertical),
        ("turned by 180°", .halfTurn),
    ])
    func `a mirrored or turned crop is named so`(_ words: String, _ transform: PixelTransform) throws {
        let parent = try PixelImage.noise(120, 90)
        let child = try parent.cropped(to: Self.rectangle(10, 20, 50, 60)).applying(transform)
        let report = try Self.report(storing: child, from: parent, crop(0, of: 0, 10, 20, 50, 60))
        #expect(Self.message(report).contains(words), "\(Self.message(report))")
    }

    @Test func `red and blue that were exchanged are named so`() throws {
        let parent = try PixelImage.noise(120, 90)
        var bytes = try parent.cropped(to: Self.rectangle(10, 20, 50, 60)).bytes
        for offset in stride(from: 0, to: bytes.count, by: 4) { bytes.swapAt(offset, offset + 2) }
        let child = try #require(PixelImage(width: 40, height: 40, bytes: bytes))
        let report = try Self.report(storing: child, from: parent, crop(0, of: 0, 10, 20, 50, 60))
        #expect(Self.message(report).contains("red and blue are exchanged"))
    }

    @Test func `another rounding rule is named`() throws {
        let parent = try PixelImage.noise(120, 90)
        // Half to even gives 10..50, half away from zero 11..51.
        let child = try parent.cropped(to: Self.rectangle(11, 20, 51, 60))
        var derivation = crop(0, of: 0, 10, 20, 50, 60)
        derivation.requested = Box(x0: 10.5, y0: 20, x1: 50.5, y1: 60)
        derivation.rounding = .halfEven
        let report = try Self.report(storing: child, from: parent, derivation)
        #expect(Self.message(report).contains("rounded half-away"), "\(Self.message(report))")
    }

    @Test func `numbers that were read in another space are named`() throws {
        let parent = try PixelImage.noise(120, 90)
        let trace = try PictureTrace()
        let input = try trace.add(parent)
        try trace.append(.stepBegin(StepBegin(agent: 0, n: 0, kind: .look)))
        try trace.append(.toolRequest(ToolRequest(agent: 0, n: 0, step: 0, name: "zoom")))
        try trace.append(
            .region(
                Region(
                    agent: 0, n: 0, step: 0, image: input, shape: .box(Box(x0: 10, y0: 20, x1: 50, y1: 60)), call: 0)))
        // Read as per cent the box is [12, 18, 60, 54].
        let made = try trace.add(try parent.cropped(to: Self.rectangle(12, 18, 60, 54)), .tool)
        var derivation = crop(made, of: input, 10, 20, 50, 60)
        (derivation.agent, derivation.call, derivation.region) = (0, 0, 0)
        try trace.append(.imageDerive(derivation))
        try trace.append(.toolResult(ToolResult(agent: 0, call: 0, parts: [.image(made)])))
        try trace.append(.stepEnd(StepEnd(agent: 0, step: 0)))
        let report = try trace.checkAsItIs()
        #expect(Self.message(report).contains("read as percent"), "\(Self.message(report))")
    }

    @Test func `a crop of another image is named`() throws {
        let (first, second) = (try PixelImage.noise(120, 90, seed: 1), try PixelImage.noise(120, 90, seed: 2))
        let trace = try PictureTrace()
        let (a, b) = (try trace.add(first), try trace.add(second))
        let made = try trace.add(try second.cropped(to: Self.rectangle(10, 20, 50, 60)), .tool)
        try trace.append(.imageDerive(crop(made, of: a, 10, 20, 50, 60)))
        let report = try trace.check()
        #expect(Self.message(report).contains("cut from image \(b), not from image \(a)"), "\(Self.message(report))")
    }

    @Test func `a crop that was made anywhere else on the image is found`() throws {
        let parent = try PixelImage.noise(120, 90)
        let child = try parent.cropped(to: Self.rectangle(33, 7, 73, 47))
        let report = try Self.report(storing: child, from: parent, crop(0, of: 0, 10, 20, 50, 60))
        #expect(Self.message(report).contains("[33, 7, 73, 47] of image 0"), "\(Self.message(report))")
    }

    @Test func `another resampler is named, and a picture that nothing explains is said to be one`() throws {
        let parent = try PixelImage.noise(120, 90)
        let cut = try parent.cropped(to: Self.rectangle(10, 20, 50, 60))
        let size = PixelSize(width: 80, height: 80)
        var derivation = crop(0, of: 0, 10, 20, 50, 60, .zoom)
        derivation.parents[0].map = .zoom(x: 10, y: 20, size: PixelSize(width: 40, height: 40), to: size)
        derivation.resampler = .bicubic
        let nearest = try Self.report(storing: cut.resized(to: size, filter: .nearest), from: parent, derivation)
        #expect(Self.message(nearest).contains("resampled nearest, not bicubic"), "\(Self.message(nearest))")
        let other = try Self.report(storing: PixelImage.noise(80, 80, seed: 9), from: parent, derivation)
        #expect(Self.message(other).contains("no other reading explains it"), "\(Self.message(other))")
    }

    @Test func `small differences are within the tolerance of a resampler and not of a crop`() throws {
        let parent = try PixelImage.noise(120, 90)
        let cut = try parent.cropped(to: Self.rectangle(10, 20, 50, 60))
        func nudged(_ image: PixelImage) throws -> PixelImage {
            var bytes = image.bytes
            for offset in stride(from: 0, to: bytes.count, by: 4) {
                bytes[offset] = bytes[offset] == 255 ? 254 : bytes[offset] + 1
            }
            return try #require(PixelImage(width: image.width, height: image.height, bytes: bytes))
        }
        let crops = try Self.report(storing: nudged(cut), from: parent, crop(0, of: 0, 10, 20, 50, 60))
        #expect(crops.verdict == .fail)
        let size = PixelSize(width: 80, height: 80)
        var derivation = crop(0, of: 0, 10, 20, 50, 60, .zoom)
        derivation.parents[0].map = .zoom(x: 10, y: 20, size: PixelSize(width: 40, height: 40), to: size)
        derivation.resampler = .bicubic
        let zoom = try Self.report(
            storing: nudged(cut.resized(to: size, filter: .bicubic)), from: parent, derivation)
        #expect(zoom.verdict == .pass, "\(zoom.summary)")
        #expect(zoom.coverage.pixels.tolerated == 1)
    }

    @Test func `an operation that cannot be repeated leaves the trace unverified, unless less is asked for`() throws {
        let parent = try PixelImage.noise(120, 90)
        func trace() throws -> PictureTrace {
            let trace = try PictureTrace()
            let input = try trace.add(parent)
            let made = try trace.add(try PixelImage.noise(50, 50, seed: 5), .tool)
            try trace.append(
                .imageDerive(
                    ImageDerivation(
                        image: made, parents: [ImageParent(image: input, unmapped: "drawn")], operation: .external)))
            return trace
        }
        let report = try trace().check()
        #expect(report.verdict == .unverified)
        #expect(
            report.reasons.contains { $0.contains("1 of 1 derived image cannot be made again") }, "\(report.reasons)")
        #expect(try trace().check(.l3) { $0.minimumCoverage = 0 }.passed)
    }

    @Test func `a trace without its pixels never passes`() throws {
        let empty = try check([Line.begin, #"{"t":"trace.end","counts":{"events":1}}"#]) { $0.level = .l3 }
        #expect(empty.verdict == .unverified)
        let stripped = try PictureTrace()
        _ = try stripped.add(try PixelImage.noise(120, 90))
        try stripped.dropBlobs()
        let report = try stripped.check()
        #expect(report.verdict == .unverified)
        #expect(report.findings.map(\.ruleID) == ["missing-blob"])
        let elided = try PictureTrace()
        try elided.append(
            .image(ImageDeclaration(n: 0, width: 9, height: 9, origin: ImageOrigin(kind: .input), elided: "private")))
        let verdict = try elided.check()
        #expect(verdict.verdict == .unverified)
        #expect(
            verdict.reasons.contains { $0.hasPrefix("1 of 1 image has no pixels (image 0: ") }, "\(verdict.reasons)")
        let without = try PictureTrace()
        _ = try without.add(try PixelImage.noise(9, 9))
        #expect(try without.check(.l3) { $0.pixels = nil }.verdict == .unverified)
    }

    @Test func `a file that was exchanged is found by its digest, by its header and by its pixels`() throws {
        let trace = try PictureTrace()
        let bytes = try PixelImage.noise(12, 9).encodedPNG()
        let image = try trace.add(bytes)
        try trace.append(
            .imagePixels(
                ImagePixels(image: image, digest: .zero, width: 12, height: 9, decoder: "libpng/1.6.39")))
        try trace.exchangeBlobs(with: try PixelImage.noise(10, 9, seed: 3).encodedPNG())
        #expect(
            Set(try trace.check().findings.map(\.ruleID))
                == ["wrong-blob", "wrong-image-header", "wrong-pixel-digest"])
    }

    @Test func `a cyclic, a deep and an exponential graph are clear findings`() throws {
        func image(_ n: Int) -> String {
            #"{"t":"image","n":\#(n),"width":9,"height":9,"origin":{"kind":"tool"},"missing":"a test has none"}"#
        }
        func derive(_ n: Int, _ parents: [Int]) -> String {
            let list = parents.map { #"{"image":\#($0),"unmapped":"a test"}"# }.joined(separator: ",")
            return #"{"t":"image.derive","image":\#(n),"parents":[\#(list)],"operation":"composite"}"#
        }
        let cyclic = try check([Line.begin, image(0), image(1), derive(0, [1]), derive(1, [0])]) { $0.level = .l3 }
        #expect(cyclic.findings.contains { $0.ruleID == "derivation-out-of-order" })
        let deep = try check([Line.begin, image(0)] + (1...2000).flatMap { [image($0), derive($0, [$0 - 1])] }) {
            $0.level = .l3
        }
        #expect(deep.findings.filter { $0.ruleID == "deep-derivation" }.count == 1)
        let wide = try check([Line.begin, image(0)] + (1...64).flatMap { [image($0), derive($0, [$0 - 1, $0 - 1])] }) {
            $0.level = .l3
        }
        #expect(wide.findings.contains { $0.ruleID == "deep-derivation" && $0.message.contains("ways") })
    }
}
