import Logging
import Saccade
import SaccadeDigest
import SaccadeImaging
import SaccadeRecorder
import SaccadeRenderer
import SaccadeReplay
import SaccadeServer
import Testing

@Suite struct PrivacyTests {
    private static let mail = "jane.doe.secret@private-example.org"
    private static let card = "4929 1234 5678 9017"

    /// A recorder that redacts, over a folder.
    private func recorder(_ folder: ServerFolder, _ change: (inout RecorderOptions) -> Void = { _ in }) throws
        -> TraceRecorder
    {
        try folder.recorder {
            $0.traceFilter = Redactor(patterns: TextPattern.known)
            change(&$0)
        }
    }

    @Test(arguments: ChunkCompression.allCases)
    func `nothing of a secret is left in segment, index, crop, picture or log line`(
        _ compression: ChunkCompression
    ) async throws {
        let folder = ServerFolder()
        let recorder = try recorder(folder) { $0.segments.container.compression = compression }
        // A letter whose right half must not be seen.
        let letter = try PixelImage.noise(64, 48)
        let hidden = Box(x0: 32, y0: 0, x1: 64, y1: 48)
        let file = try letter.encodedPNG(text: [(key: "Comment", value: Self.mail)])
        let cut = try letter.cropped(to: PixelRectangle(x0: 16, y0: 8, x1: 48, y1: 40))
        let (mail, card) = (Self.mail, Self.card)
        await recorder.trace(question: "what does \(mail) want?", session: "of \(mail)", model: "m \(card)") { trace in
            let photo = trace.image(file, names: ["/home/\(mail)/letter.png"], redacting: [hidden])
            let turn = trace.turn([.image(photo), .text("Read it to \(mail), paid by \(card)")], name: mail)
            await withGeneration(input: Input(add: [.system("you are \(mail)"), .turn(turn)]), request: card) {
                generation in
                await withStep(.look, title: "mail of \(mail)") { step in
                    for character in "It is from \(mail) and says \(card)." { step?.text(String(character)) }
                    let region = step?.region(
                        .box(Box(x0: 1, y0: 1, x1: 9, y1: 9)), on: photo, written: "\(card)", label: mail,
                        alternatives: [Alternative(label: mail)],
                        span: Span(step: 0, channel: .reasoning, bytes: [11, 11 + mail.utf8.count]))
                    step?.look("again \(mail)", at: photo, [.init(.point(Point(x: 1, y: 1)), label: mail)])
                    let call = step?.call(
                        "crop \(mail)", written: #"{"to":"\#(mail)"}"#,
                        arguments: .object([
                            JSONMember("to", .string(mail)), JSONMember("card", .integer(4_929_123_456_789_017)),
                            JSONMember(mail, .array([.string(card)])),
                        ]), id: card)
                    if let call, let region {
                        let crop = trace.image((try? cut.encodedPNG()) ?? [], names: [mail], origin: call.origin)
                        trace.derive(
                            crop, cropOf: photo, executed: Box(x0: 16, y0: 8, x1: 48, y1: 40), by: call)
                        call.succeed([.image(crop), .text("to \(mail)")])
                        step?.agent.answer("It is \(mail)", final: true, regions: [region], images: [crop])
                    }
                }
                generation.note(finish: mail, response: card)
            }
            trace.annotate("note on \(mail)", by: mail)
            trace.score("of \(mail)", 1)
            trace.record(.diagnostic(Diagnostic(severity: .warning, code: "x", message: mail, excerpt: card)))
        }
        try await recorder.close()
        let state = try #require(try folder.states().first)
        let reader = TraceFile(path: try folder.segment, storage: folder.memory)
        let bytes = try folder.bytes
        var everything = bytes
        for event in try folder.traces()[0] { everything += EventEncoder.bytes(of: event) }
        let pictures = try state.images.map { try reader.bytes(of: $0.declaration) }
        for picture in pictures { everything += picture }
        everything += try Storyboard(reader).png()
        for secret in [mail, card, "4929123456789017", Digest(of: file).description] {
            let isHidden = !holdsAny(of: secret.utf8, everything)
            #expect(isHidden, "\(secret)")
        }
        // The pixels are gone, too, also as they may stand in a PNG whose rows are not packed.
        let right = try letter.cropped(to: PixelRectangle(x0: 32, y0: 0, x1: 64, y1: 48))
        let colors = right.bytes.enumerated().filter { $0.offset % 4 != 3 }.map(\.element)
        let isHidden = !holdsAny(of: right.bytes, bytes) && !holdsAny(of: colors, bytes)
        #expect(isHidden)
        for picture in pictures {
            let isHidden = !holdsAny(of: right.bytes, try PixelImage.decode(picture).bytes)
            #expect(isHidden)
        }
        // What may be seen is there.
        let crop = try PixelImage.decode(try #require(pictures.last))
        let left = try cut.cropped(to: PixelRectangle(x0: 0, y0: 0, x1: 16, y1: 32))
        #expect(try crop.cropped(to: PixelRectangle(x0: 0, y0: 0, x1: 16, y1: 32)) == left)
        #expect(crop.color(x: 16, y: 0) == .black)
        let events = try folder.traces()[0]
        #expect(events.texts.map(\.text).joined().hasPrefix("It is from [redacted] and says [redacted]."))
        #expect(events.regions.first?.span?.bytes == [11, 21])
        #expect(events.gaps.isEmpty)
        let rules = Set(events.redactions.map { "\($0.kind) \($0.rule ?? "") \($0.by)" })
        #expect(
            rules.isSuperset(of: [
                "text email-address redactor", "text payment-card redactor", "pixels named by the host redactor",
                "pixels made from a redacted image redactor",
            ]))
        try folder.expectConsistent(.l3)
    }

    @Test func `a picture that cannot be painted over is not stored, and neither is its digest`() async throws {
        let folder = ServerFolder()
        let recorder = try recorder(folder)
        let broken = Array(try PixelImage.noise(40, 40).encodedPNG().dropLast(200))
        let whole = try PixelImage.noise(40, 40, seed: 5).encodedPNG()
        let trace = recorder.trace()
        let images = [
            trace.image(broken, redacting: [Box(x0: 0, y0: 0, x1: 4, y1: 4)]),
            trace.image(Array("no picture at all, but a secret".utf8), redacting: [Box(x0: 0, y0: 0, x1: 4, y1: 4)]),
            trace.image(whole, redacting: []),
        ]
        trace.turn(images.map { .image($0) })
        trace.root.end()
        trace.end()
        try await recorder.close()
        let events = try folder.traces()[0]
        #expect(events.images.allSatisfy { $0.digest == nil && $0.elided?.hasPrefix("redacted") == true })
        #expect(events.redactions.map(\.kind) == ["image", "image", "image"])
        for secret in [broken[60...], whole[60...], Array("no picture at all, but a secret".utf8)[...]] {
            let isHidden = !holdsAny(of: secret, try folder.bytes)
            #expect(isHidden)
        }
        try folder.expectConsistent(.l2)
    }

    @Test func `what was made from a redacted picture is painted over, or not stored`() async throws {
        let folder = ServerFolder()
        let recorder = try recorder(folder)
        let page = try PixelImage.noise(64, 64)
        let size = PixelSize(width: 64, height: 64)
        let trace = recorder.trace()
        let photo = trace.image(try page.encodedPNG(), redacting: [Box(x0: 40, y0: 40, x1: 60, y1: 60)])
        let again = trace.image(try page.encodedPNG(), names: ["the same file"])
        trace.turn([.image(photo), .image(again)])
        let step = trace.root.step(.look)
        /// A picture that a tool made.
        func made(_ picture: PixelImage, _ derivation: ImageDerivation?) throws -> Int {
            let call = step.call("tool")
            let image = trace.image(try picture.encodedPNG(), origin: call.origin)
            if let derivation { trace.derive(image, derivation) }
            call.succeed([.image(image)])
            return image.n
        }
        func crop(_ x: Int, _ y: Int, of parent: Int) -> ImageDerivation {
            ImageDerivation(image: 0, parents: [ImageParent(image: parent, map: .crop(x: x, y: y))], operation: .crop)
        }
        func cut(_ picture: PixelImage, _ x: Int, _ y: Int) throws -> PixelImage {
            try picture.cropped(to: PixelRectangle(x0: x, y0: y, x1: x + 32, y1: y + 32))
        }
        let clean = try made(try cut(page, 0, 0), crop(0, 0, of: photo.n))
        let partly = try made(try cut(page, 32, 32), crop(32, 32, of: photo.n))
        let ofPart = try made(
            try cut(page, 32, 32).cropped(to: PixelRectangle(x0: 4, y0: 4, x1: 20, y1: 20)), crop(4, 4, of: partly))
        let small = PixelSize(width: 32, height: 32)
        let resized = try made(
            try page.resized(to: small, filter: .bicubic),
            ImageDerivation(
                image: 0, parents: [ImageParent(image: photo.n, map: .resize(from: size, to: small))],
                operation: .resize))
        let ofResized = try made(try cut(page, 0, 0), crop(0, 0, of: resized))
        let part = try page.cropped(to: PixelRectangle(x0: 20, y0: 20, x1: 64, y1: 64))
        let unexplained = try made(part, nil)
        let unmapped = try made(
            part,
            ImageDerivation(
                image: 0, parents: [ImageParent(image: photo.n, unmapped: "drawn by hand")], operation: .external))
        step.end()
        trace.root.end()
        trace.end()
        try await recorder.close()
        let events = try folder.traces()[0]
        let stored = events.images.filter { $0.digest != nil }.map(\.n)
        #expect(stored == [photo.n, again.n, clean, partly, ofPart])
        let reader = TraceFile(path: try folder.segment, storage: folder.memory)
        func pixels(_ n: Int) throws -> PixelImage { try .decode(try reader.bytes(of: events.images[n])) }
        #expect(try pixels(photo.n) == pixels(again.n))
        #expect(try pixels(clean) == cut(page, 0, 0))
        #expect(try pixels(partly) == cut(pixels(photo.n), 32, 32))
        #expect(try pixels(ofPart).color(x: 15, y: 15) == .black)
        let secret = try page.cropped(to: PixelRectangle(x0: 40, y0: 40, x1: 60, y1: 60))
        for n in stored {
            let isHidden = !holdsAny(of: secret.bytes, try pixels(n).bytes)
            #expect(isHidden)
        }
        #expect(
            Set(events.redactions.compactMap(\.image)) == [
                0, 1, partly, ofPart, resized, ofResized, unexplained, unmapped,
            ])
        #expect(events.gaps.isEmpty)
        try folder.expectConsistent()
    }

    @Test func `a digest of pixels or of bytes kept elsewhere is no way around`() async throws {
        let folder = ServerFolder()
        let recorder = try recorder(folder)
        let page = try PixelImage.noise(32, 32)
        let trace = recorder.trace()
        let photo = trace.image(try page.encodedPNG(), redacting: [Box(x0: 0, y0: 0, x1: 16, y1: 16)])
        trace.turn([.image(photo)])
        trace.record(
            .imagePixels(ImagePixels(image: 0, digest: page.pixelDigest, width: 32, height: 32, decoder: "libpng")))
        _ = trace.image(digest: Digest(of: [1, 2, 3]), origin: ImageOrigin(kind: .rendered))
        trace.root.end()
        trace.end()
        try await recorder.close()
        let bytes = try folder.bytes
        for digest in [page.pixelDigest, Digest(of: [1, 2, 3])] {
            let isHidden = !holdsAny(of: digest.description.utf8, bytes)
            #expect(isHidden)
        }
        #expect(try folder.traces()[0].redactions.map(\.kind) == ["pixels", "digest"])
        try folder.expectConsistent(.l2)
    }

    @Test func `what waits is bounded, and in doubt it is not shown`() async throws {
        let folder = ServerFolder()
        let recorder = try recorder(folder)
        let trace = recorder.trace()
        let other = trace.root.spawn()
        let step = trace.root.step(.think)
        step.text("it is jane")
        let talk = other.step(.think)
        // More than a trace may hold back while somebody thinks about the first word.
        for number in 0..<8_000 {
            talk.text("word \(number), and a hundred bytes more of it; " + String(repeating: "x ", count: 50))
        }
        talk.end()
        try await recorder.flush()
        let written = try folder.traces()[0]
        #expect(written.texts.count > 3_000)
        #expect(written.texts.first?.text == "it is [redacted]")
        #expect(written.redactions.first?.rule == "undecided")
        step.text(".doe@example.org")
        step.end()
        other.end()
        trace.root.join(other)
        trace.root.end()
        trace.end()
        try await recorder.close()
        // Nor is the rest of the secret, which came after its beginning was given up.
        let isHidden = !holdsAny(of: "jane.doe@example.org".utf8, try folder.bytes)
        #expect(isHidden)
        #expect(try folder.traces()[0].texts.count { $0.text.contains("example") } == 0)
        try folder.expectConsistent()
    }

    @Test func `what the host names is hidden in crops also where the picture itself is not stored`() async throws {
        let folder = ServerFolder()
        let recorder = try recorder(folder) { $0.memoryLimit = 256 << 10 }
        let page = try PixelImage.noise(300, 300)
        let cut = try page.cropped(to: PixelRectangle(x0: 0, y0: 0, x1: 32, y1: 32))
        let hidden = Box(x0: 8, y0: 8, x1: 24, y1: 24)
        let trace = recorder.trace()
        // One is larger than the recorder's memory, one is not there.
        let sources = [
            trace.image(try page.encodedPNG(), redacting: [hidden]),
            trace.image(file: "nowhere.png", redacting: [hidden]),
            trace.image(file: "nowhere.png", redacting: []),
        ]
        let step = trace.root.step(.look)
        for source in sources {
            let call = step.call("zoom")
            let crop = trace.image(try cut.encodedPNG(), origin: call.origin)
            trace.derive(crop, cropOf: source, executed: Box(x0: 0, y0: 0, x1: 32, y1: 32), by: call)
            call.succeed([.image(crop)])
        }
        step.end()
        trace.root.end()
        trace.end()
        try await recorder.close()
        #expect(recorder.statistics.elidedImages == 1)
        let images = try folder.traces()[0].images
        #expect(images.prefix(3).allSatisfy { $0.digest == nil })
        let reader = TraceFile(path: try folder.segment, storage: folder.memory)
        for image in images[3...4] {
            let painted = try PixelImage.decode(try reader.bytes(of: image))
            #expect(painted.color(x: 8, y: 8) == .black && painted.color(x: 23, y: 23) == .black)
            #expect(painted.color(x: 7, y: 8) == cut.color(x: 7, y: 8))
        }
        #expect(images[5].digest == nil)
        let isHidden = !holdsAny(of: Digest(of: try cut.encodedPNG()).description.utf8, try folder.bytes)
        #expect(isHidden)
    }

    @Test func `a picture that stands in an event is hidden as every other`() async throws {
        let folder = ServerFolder()
        let recorder = try recorder(folder)
        let page = try PixelImage.noise(16, 16)
        let trace = recorder.trace()
        _ = trace.image(try page.encodedPNG(), redacting: [Box(x0: 0, y0: 0, x1: 8, y1: 16)])
        let copy = ImageDeclaration(
            n: 0, digest: .zero, origin: ImageOrigin(kind: .rendered), inline: Base64.encode(try page.encodedPNG()))
        let again = try trace.append(.image(copy))
        trace.turn([.image(again)])
        trace.root.end()
        trace.end()
        try await recorder.close()
        let images = try folder.traces()[0].images
        #expect(images.count == 2 && images[1].inline == nil && images[1].digest == images[0].digest)
        let isHidden = !holdsAny(of: Base64.encode(try page.encodedPNG()).utf8, try folder.bytes)
        #expect(isHidden)
    }

    @Test func `a trace that is left open is stored up to its last word`() async throws {
        let folder = ServerFolder()
        let recorder = try recorder(folder)
        let trace = recorder.trace()
        let step = trace.root.step(.think)
        step.text("it is jane")
        try await recorder.close()
        let events = try folder.traces()[0]
        #expect(events.texts.map(\.text) == ["it is jane"])
        trace.end()
    }

    @Test func `a trace without secrets is stored as it is, byte for byte`() async throws {
        var files: [[[UInt8]]] = []
        for redacts in [false, true] {
            let folder = ServerFolder()
            let recorder = redacts ? try recorder(folder) : try folder.recorder()
            await recorder.trace(question: "Which shop?", id: "4bf92f3577b34da6a3ce929d0e0e4736") { trace in
                let photo = trace.image((try? PixelImage.noise(20, 20).encodedPNG()) ?? [], names: ["a.png"])
                trace.turn([.image(photo), .text("Which shop?")])
                await withStep(.look) { step in
                    step?.text("The sign ")
                    step?.text("above the door, 12 %.", channel: .output)
                    step?.region(
                        .box(Box(x0: 1, y0: 2, x1: 3, y1: 4)), on: photo, written: "[1, 2, 3, 4]", label: "sign",
                        span: Span(step: 0, channel: .reasoning, bytes: [4, 8]))
                }
            }
            try await recorder.close()
            files.append(
                try folder.traces()[0].map { event in
                    // Times differ from run to run.
                    var event = event
                    event.time = nil
                    switch event.body {
                    case .traceBegin(var begin):
                        begin.wall = nil
                        event.body = .traceBegin(begin)
                    case .traceEnd(var end):
                        end.digest = nil
                        event.body = .traceEnd(end)
                    default: break
                    }
                    return EventEncoder.bytes(of: event)
                })
        }
        #expect(files[0] == files[1])
    }
}
