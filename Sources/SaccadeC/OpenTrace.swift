import Saccade
import SaccadeRecorder

/// A trace that is recorded through the C interface.
final class OpenTrace: Sendable {
    let recorder: TraceRecorder
    let live: LiveTrace
    /// The sizes of images, as far as they are known: what places on them need that are not written in pixels.
    private let sizes = Lock<[Int: PixelSize]>([:])

    init(_ live: LiveTrace, of recorder: TraceRecorder) {
        self.live = live
        self.recorder = recorder
    }

    /// Notes the size of an image.
    func note(_ size: PixelSize?, of image: Int) {
        if let size { sizes.withLock { $0[image] = size } }
    }

    /// Records an event and returns its ordinal.
    func append(_ body: EventBody) throws(TraceError) -> Int {
        switch body {
        case .region(var region):
            resolve(&region)
            return try live.append(.region(region))
        case .image(let image):
            let n = try live.append(body)
            note(image.size, of: n)
            return n
        default: return try live.append(body)
        }
    }

    /// Adds the place in pixels, where the numbers are in another space and the size of the image is known.
    func resolve(_ region: inout Region) {
        guard region.pixels == nil, region.space != .pixels, region.spaceSource != .unresolved,
            let size = sizes.withLock({ $0[region.image] })
        else { return }
        let pixels = try? region.shape.resolved(in: region.space, of: size)
        // Numbers that are far too large have no place; what the model wrote is kept.
        if let bounds = pixels?.bounds, ![bounds.x0, bounds.y0, bounds.x1, bounds.y1].allSatisfy(\.isFinite) { return }
        region.pixels = pixels
    }

    // MARK: What ordinals stand for

    /// Returns an agent.
    func agent(_ value: Int64) throws(Failure) -> LiveAgent {
        guard let agent = live.agent(at: try ordinal(value, "agent")) else { throw unknown("agent", value) }
        return agent
    }

    /// Returns a step of an agent.
    func step(_ value: Int64, of agent: Int64) throws(Failure) -> LiveStep {
        guard let step = try self.agent(agent).step(at: ordinal(value, "step")) else { throw unknown("step", value) }
        return step
    }

    /// Returns an image.
    func image(_ value: Int64) throws(Failure) -> LiveImage {
        guard let image = live.image(at: try ordinal(value, "image")) else { throw unknown("image", value) }
        return image
    }

    /// Returns a tool call of an agent.
    func call(_ value: Int64, of agent: Int64) throws(Failure) -> LiveCall {
        guard let call = try self.agent(agent).call(at: ordinal(value, "call")) else { throw unknown("call", value) }
        return call
    }

    /// Returns a model call of an agent.
    func generation(_ value: Int64, of agent: Int64) throws(Failure) -> LiveGeneration {
        guard let generation = try self.agent(agent).generation(at: ordinal(value, "generation")) else {
            throw unknown("generation", value)
        }
        return generation
    }

    func unknown(_ kind: String, _ value: Int64) -> Failure {
        Failure(.badArgument, "\(kind): expected one that was recorded, found \(value)")
    }
}
