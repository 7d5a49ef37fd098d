import Saccade
import SaccadeImaging

/// Writes a plan as the events of a trace.
final class TraceEmitter {
    let writer: TraceWriter
    let plan: RecordPlan
    /// The file that remarks point into.
    private let source: String
    /// The file and the record in it.
    private let record: String
    /// The ordinals of the images that have been declared, by their index.
    private(set) var ordinals: [Int?]
    /// What the root received before its first model call: the prompt that samples share.
    private var prompt: [Part] = []

    /// The remarks that were written.
    private(set) var diagnostics: [Diagnostic] = []
    /// How many images were made from others.
    var derivations = 0
    /// How many images have no bytes.
    private(set) var missingImages = 0

    init(writer: TraceWriter, plan: RecordPlan, source: String, record: String) {
        self.writer = writer
        self.plan = plan
        self.source = source
        self.record = record
        ordinals = (0..<plan.images.count).map { _ in nil }
    }

    /// Writes everything but the end.
    func emit(id: String, recorder: Recorder) throws(TraceError) {
        let conversation = plan.conversation
        try writer.append(
            .traceBegin(
                TraceBegin(
                    format: FormatVersion.current.description, id: id, session: conversation.session,
                    recorder: recorder, model: conversation.model, task: conversation.task, wall: conversation.wall,
                    source: record)))
        for remark in conversation.remarks { try write(remark) }
        var emitters: [AgentEmitter] = []
        for (n, agent) in plan.agents.enumerated() {
            var emitter = AgentEmitter(n, agent, self)
            var inputs: [Part] = []
            if let thread = agent.thread {
                // A thread names agents and steps that came before it.
                let parent = min(max(0, thread.parent), n - 1)
                let step = thread.step.flatMap { $0 < emitters[parent].stepCount ? $0 : nil }
                try writer.append(
                    .agentSpawn(
                        AgentSpawn(
                            n: n, kind: thread.kind, parent: parent, step: step, role: thread.role,
                            model: thread.model)))
                if thread.sharesPrompt { inputs = prompt }
            } else if let tools = conversation.tools {
                inputs = [.tools(tools)]
            }
            let received = try emitter.emit(inputs)
            emitters.append(emitter)
            if n == 0 { prompt = received }
            if let thread = agent.thread {
                for var score in thread.scores {
                    score.agent = n
                    try writer.append(.score(score))
                }
                try writer.append(.agentEnd(AgentEnd(agent: n)))
                if thread.isJoined {
                    try writer.append(.agentJoin(AgentJoin(agent: min(max(0, thread.parent), n - 1), joined: n)))
                }
            }
        }
        try writeStrays()
        try writeTruth()
        for score in conversation.scores { try writer.append(.score(score)) }
        if !emitters.contains(where: { $0.generationCount > 0 }) {
            // A record of right places without any model is whole.
            if plan.truth.isEmpty {
                try write(Remark(.warning, "no-model-output", "the record has no message of a model", at: ""))
            }
        } else if !emitters.contains(where: { $0.answerCount > 0 }) {
            try write(Remark(.info, "no-answer", "the record ends without an answer", at: ""))
        }
    }

    // MARK: Images

    /// Returns a part of what came in or back.
    func part(_ piece: AgentPlan.Piece, origin: ImageOrigin) throws(TraceError) -> Part {
        switch piece {
        case .text(let text): return .text(text)
        case .image(let index): return .image(try declare(index, origin: origin).ordinal)
        }
    }

    /// Declares an image unless it has been; says whether it is new.
    func declare(_ index: Int, origin: ImageOrigin) throws(TraceError) -> (ordinal: Int, isNew: Bool) {
        if let known = ordinals[index] { return (known, false) }
        let image = plan.images[index]
        let next = writer.counts.images
        var declaration = ImageDeclaration(n: next, names: image.names, origin: origin)
        let ordinal: Int
        switch image.content {
        case .file(let file):
            declaration.width = file.info.size.width
            declaration.height = file.info.size.height
            declaration.media = file.info.mediaType
            if file.info.orientation != .upright { declaration.orientation = file.info.orientation.rawValue }
            ordinal = try writer.image(file.bytes, digest: file.digest, as: declaration)
        case .missing(let reason):
            declaration.width = image.statedSize?.width
            declaration.height = image.statedSize?.height
            declaration.missing = reason
            try writer.append(.image(declaration))
            ordinal = next
            missingImages += 1
            try write(
                Remark(
                    .warning, "missing-image", "image \(next) is missing: \(reason)", at: image.pointer,
                    excerpt: image.name), image: next)
        }
        ordinals[index] = ordinal
        if let remark = image.remark { try write(remark, image: ordinal) }
        return (ordinal, ordinal == next)
    }

    private func writeStrays() throws(TraceError) {
        for index in plan.strays {
            let (image, isNew) = try declare(index, origin: ImageOrigin(kind: .rendered))
            guard isNew else { continue }
            let name = plan.images[index].name ?? ""
            try write(
                Remark(
                    .info, "picture-not-in-record", "\(name) lies beside the record, and no message holds it", at: "",
                    excerpt: name), image: image)
        }
    }

    // MARK: The truth and remarks

    private func writeTruth() throws(TraceError) {
        guard let truth = plan.conversation.truth else { return }
        var event = Truth(answer: truth.answer, source: truth.source)
        for planned in plan.truth {
            let (image, _) = try declare(planned.image, origin: ImageOrigin(kind: .input))
            let size = plan.images[planned.image].size
            var shape = Shape.invalid(reason: "the size of the image is not known")
            if let space = planned.reading.space(for: size) {
                let written = planned.place.shape(in: space)
                if space.unit == .pixel {
                    shape = written
                } else if let size, let pixels = try? written.resolved(in: space, of: size) {
                    shape = pixels
                }
            }
            event.regions.append(TruthRegion(image: image, pixels: shape, label: planned.place.label))
        }
        try writer.append(.reference(event))
    }

    /// Writes a remark as a diagnostic.
    func write(_ remark: Remark, agent: Int = 0, step: Int? = nil, image: Int? = nil) throws(TraceError) {
        let place = remark.pointer.isEmpty ? source : "\(source)#\(remark.pointer)"
        let diagnostic = Diagnostic(
            severity: remark.severity, code: remark.code, message: remark.message,
            agent: step == nil && agent == 0 ? nil : agent, step: step, image: image, source: place,
            excerpt: remark.excerpt?.cut(to: 4000))
        try writer.append(.diagnostic(diagnostic))
        diagnostics.append(diagnostic)
    }
}
