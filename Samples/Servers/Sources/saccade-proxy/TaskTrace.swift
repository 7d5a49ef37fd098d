import OpenAIWire
import Saccade
import SaccadeImaging
import SaccadeRecorder
import SaccadeServer
import Synchronization

/// One task that goes on: its trace, its conversations and its pictures.
actor TaskTrace {
    nonisolated let id: String
    /// Where in a distributed trace it is, if the client said so.
    nonisolated let parent: TraceParent?
    private let live: LiveTrace
    private(set) var lanes: [Lane] = []
    private var latest = ContinuousClock.now
    private var requests = 0
    private var isEnded = false
    private var pictures: [Picture] = []

    /// A picture that a crop may have been made from.
    private struct Picture {
        let image: LiveImage
        let file: [UInt8]
    }

    /// How many pictures are kept to compare crops with.
    private static let most = 16

    init(_ live: LiveTrace, parent: TraceParent?) {
        (self.live, id, self.parent) = (live, live.id, parent)
    }

    /// Keeps the trace open for a request; false if it has ended.
    func reserve() -> Bool {
        if isEnded { return false }
        requests += 1
        latest = .now
        return true
    }

    /// Ends the trace if nobody has asked for anything for some time.
    func end(ifIdleFor limit: Duration) -> Bool {
        guard !isEnded, requests == 0, ContinuousClock.now - latest > limit else { return false }
        end()
        return true
    }

    /// A conversation of its own: the root's, or that of another agent.
    func lane(_ kind: AgentKind = .worker) -> Lane {
        let lane = Lane(lanes.isEmpty ? live.root : live.root.spawn(kind), of: self)
        lanes.append(lane)
        return lane
    }

    // MARK: A request

    /// Records what a request adds to its conversation, and begins the model call.
    func begin(_ request: ChatRequest, on lane: Lane, known: Int, _ how: Stitch) -> LiveGeneration {
        live.record(
            .diagnostic(
                Diagnostic(
                    severity: .info, code: "stitch",
                    message: "request \(lane.requests) was put here by \(how.rawValue)",
                    agent: lane.agent.n)))
        var input = Input()
        for message in request.messages.dropFirst(known) {
            switch message.role {
            case "assistant":
                // What was answered here is known; what was not is a text.
                if known > 0, let generation = lane.takeAnswered(message) {
                    input.add.append(.generation(generation))
                } else if !message.text.isEmpty {
                    input.add.append(.text(message.text))
                }
            case "user": input.add.append(.turn(live.turn(parts(message, on: lane))))
            case "tool":
                if let call = message.callID.flatMap({ lane.takeCall($0) }) {
                    call.call.succeed(parts(message, on: lane, by: call))
                    input.add.append(.call(call.call))
                } else {
                    input.add.append(.text(message.text))
                }
            default: input.add.append(.system(message.text))
            }
        }
        if known == 0, let tools = request.tools { input.add.append(.tools(tools)) }
        lane.endStep()
        return lane.begin(request, input, span: parent?.spanID)
    }

    /// The request is over, however it ended.
    func end(_ generation: LiveGeneration, on lane: Lane, _ reply: Reply, error: String?) {
        requests -= 1
        latest = .now
        if let problem = reply.problem {
            live.record(
                .diagnostic(
                    Diagnostic(severity: .warning, code: "unread-answer", message: problem, agent: lane.agent.n)))
        }
        lane.end(generation, reply, error: error)
    }

    func end() {
        isEnded = true
        for lane in lanes.reversed() {
            lane.endStep()
            lane.agent.end()
            if lane.agent.n > 0 { live.root.join(lane.agent) }
        }
        live.end()
    }

    // MARK: Pictures

    private func parts(_ message: ChatMessage, on lane: Lane, by call: Lane.OpenCall? = nil) -> [Part] {
        message.parts.map { part in
            switch part {
            case .text(let text): .text(text)
            case .image(let file): .image(image(file, by: call ?? lane.latestCall))
            case .link(let url):
                .image(
                    live.image(missing: "it was named by its address", names: [url], origin: ImageOrigin(kind: .input)))
            }
        }
    }

    /// Declares a picture; one that a zoom gave is proved to be one by its pixels.
    private func image(_ file: [UInt8], by call: Lane.OpenCall?) -> LiveImage {
        let found = call.flatMap { call in call.box.flatMap { origin(of: file, box: $0) } }
        guard let call, let found else {
            let image = live.image(file)
            keep(image, file)
            return image
        }
        let image = live.image(file, origin: call.call.origin)
        live.derive(image, cropOf: found.parent, requested: found.place.box, executed: found.place.box, by: call.call)
        keep(image, file)
        return image
    }

    private func keep(_ image: LiveImage, _ file: [UInt8]) {
        pictures.append(Picture(image: image, file: file))
        if pictures.count > Self.most { pictures.removeFirst() }
    }

    /// The picture that a file is a crop of, pixel for pixel, and where: the box as pixels, or as thousandths.
    private func origin(of file: [UInt8], box: Box) -> (parent: LiveImage, place: PixelRectangle)? {
        guard let made = try? PixelImage.decode(file) else { return nil }
        for picture in pictures.reversed() {
            guard let parent = try? PixelImage.decode(picture.file) else { continue }
            let thousandths = Box(
                x0: box.x0 * Double(parent.width) / 1000, y0: box.y0 * Double(parent.height) / 1000,
                x1: box.x1 * Double(parent.width) / 1000, y1: box.y1 * Double(parent.height) / 1000)
            for candidate in [box, thousandths] {
                for rounding in PixelRounding.allCases {
                    guard let place = try? rounding.rectangle(of: candidate),
                        place.intersection(PixelRectangle(size: parent.size)) == place,
                        let cut = try? parent.cropped(to: place), cut == made
                    else { continue }
                    return (picture.image, place)
                }
            }
        }
        return nil
    }
}
