import Saccade
import SaccadeDigest
import SaccadeImaging

/// What happens in a trace: events of several agents, each with a clock of its own, brought into order at the end.
final class TraceScript {
    /// A picture of the trace and its file.
    struct Image {
        var pixels: PixelImage
        var file: [UInt8]
        var digest: Digest
    }

    private(set) var images: [Image] = []
    private(set) var agents: [AgentScript] = []
    private var events: [Event] = []
    private var turns = 0

    /// Begins a trace; the id is 32 hexadecimal digits, the wall clock RFC 3339.
    init(id: String, wall: String, model: String) {
        let begin = TraceBegin(
            format: "0.1", id: id, recorder: Recorder(name: "make-samples", version: "1"),
            environment: Environment(decoders: [DecoderIdentity(.png).name]), model: model, wall: wall)
        add(.traceBegin(begin), at: 0)
        agents = [AgentScript(self, n: 0, clock: 0)]
    }

    /// The agent that the trace begins with.
    var root: AgentScript { agents[0] }

    func add(_ body: EventBody, at time: Int) { events.append(Event(body, time: time)) }

    /// Declares a picture, with the digest of its pixels, and returns its ordinal.
    func image(_ pixels: PixelImage, names: [String], origin: ImageOrigin, at time: Int) throws -> Int {
        let file = try pixels.encodedPNG()
        let digest = Digest(of: file)
        let n = images.count
        images.append(Image(pixels: pixels, file: file, digest: digest))
        add(
            .image(
                ImageDeclaration(
                    n: n, width: pixels.width, height: pixels.height, media: "image/png", digest: digest,
                    bytes: file.count, names: names, origin: origin)), at: time)
        add(
            .imagePixels(
                ImagePixels(
                    image: n, digest: pixels.pixelDigest, width: pixels.width, height: pixels.height,
                    decoder: DecoderIdentity(.png).name)), at: time)
        return n
    }

    /// The user shows a picture and asks; returns what the first model call is given.
    func ask(_ question: String, about pixels: PixelImage, name: String) throws -> [Part] {
        let n = try image(pixels, names: [name], origin: ImageOrigin(kind: .input), at: root.clock)
        add(.turn(Turn(n: turns, parts: [.image(n), .text(question)])), at: root.clock)
        turns += 1
        return [.image(n), .text(question)]
    }

    /// Adds the truth to measure against.
    func truth(_ answer: String, regions: [TruthRegion]) {
        add(.reference(Truth(answer: answer, regions: regions, source: "the program that drew the image")), at: 0)
    }

    /// An agent is born.
    func spawn(_ kind: AgentKind, role: String, by parent: AgentScript, after delay: Int) -> AgentScript {
        let agent = AgentScript(self, n: agents.count, clock: parent.clock + delay * 1_000_000)
        agents.append(agent)
        add(
            .agentSpawn(AgentSpawn(n: agent.n, kind: kind, parent: parent.n, step: parent.openStep, role: role)),
            at: parent.clock)
        return agent
    }

    /// Writes the trace and its pictures.
    func write(to path: String, storage: any Storage) throws {
        let writer = try TraceWriter(path: path, digest: SHA256Hasher(), storage: storage)
        for image in images { try writer.blobs?.write(image.file, digest: image.digest, media: "image/png") }
        // Equal times keep the order in which they were told.
        let ordered = events.enumerated().sorted { a, b in
            (a.element.time ?? 0, a.offset) < (b.element.time ?? 0, b.offset)
        }
        for (_, event) in ordered { try writer.append(event) }
        try writer.finish(at: root.clock)
    }
}
