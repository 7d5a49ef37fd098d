import Saccade

/// A record, split into what the models received and what they did, with everything found that a trace needs.
///
/// Its steps, calls and places are objects: each is made once and filled in where it is, and handing one on costs nothing.
struct RecordPlan {
    var conversation: Conversation
    /// The images by their first appearance, each once.
    var images = ImageTable()
    /// The agents: the root, then the record's threads in order.
    var agents: [AgentPlan] = []
    /// The places of the truth.
    var truth: [PlannedPlace] = []
    /// Pictures beside the record that no message holds, by their index.
    var strays: [Int] = []
}

/// One agent: what it received and what it did.
struct AgentPlan {
    /// How it came to be; `nil` for the root.
    var thread: AgentThread?
    /// The calls, in order.
    var calls: [PlannedCall] = []
    /// The rounds: what came in, then what the model did.
    var rounds: [Round] = []

    /// What came in, then what the model did.
    struct Round {
        var inputs: [Input] = []
        var steps: [PlannedStep] = []
        var model: String?
        var usage: Usage?
        var finish: String?
        var time: Int?
        var endTime: Int?
        /// JSON pointer of the first message of the model.
        var pointer = ""
    }

    /// Something that came in.
    enum Input {
        case system(String)
        case turn([Piece], name: String?, kind: OriginKind, time: Int?, remarks: [Remark])
        /// The outcome of a call, by its ordinal.
        case outcome(Int)
    }

    /// A part of what came in.
    enum Piece: Sendable {
        case text(String)
        /// An image, by its index.
        case image(Int)

        /// Whether it is an image.
        var isImage: Bool { if case .image = self { true } else { false } }
    }
}

/// One step of a model.
final class PlannedStep {
    /// A text of the step.
    struct Words {
        var channel: TextChannel
        var text: String
        var form: TextForm = .verbatim
        /// The places that it names, by their ranges in the text.
        var places: [PlannedPlace] = []
    }

    var kind: StepKind
    let title: String?
    var words: [Words] = []
    /// The calls, by their ordinals.
    var calls: [Int] = []
    /// Places that the record states apart from texts and calls.
    var places: [PlannedPlace] = []
    /// The answer, if the step gives one.
    var answer: String?
    /// Images that the model produced itself.
    var images: [Int] = []
    var remarks: [Remark] = []
    let pointer: String

    init(kind: StepKind, title: String? = nil, pointer: String) {
        self.kind = kind
        self.title = title
        self.pointer = pointer
    }
}

/// A place whose image is known.
final class PlannedPlace {
    let place: WrittenPlace
    /// The image, as an index into the images of the record.
    let image: Int
    /// The space, once it is known.
    var reading: SpaceReading

    init(_ place: consuming WrittenPlace, image: Int, reading: SpaceReading) {
        self.place = place
        self.image = image
        self.reading = reading
    }
}

/// One tool call with all that belongs to it.
final class PlannedCall {
    /// How a call came out.
    enum Outcome: Sendable {
        case succeeded
        case failed(String)
        /// The record does not say.
        case unknown(String)
    }

    let call: WrittenCall
    var places: [PlannedPlace] = []
    var remarks: [Remark] = []
    /// What came back.
    var result: [AgentPlan.Piece] = []
    /// The places that the tool found.
    var found: [PlannedPlace] = []
    var outcome: Outcome = .unknown("the record holds no result")
    /// Pictures that the call drew and the model never received, by their index.
    var unshown: [Int] = []
    /// When the result came.
    var time: Int?

    init(call: WrittenCall) { self.call = call }

    /// The images that came back.
    var resultImages: [Int] {
        result.compactMap { piece in
            if case .image(let index) = piece { return index }
            return nil
        }
    }
}

/// How coordinates are read: one object for all the places that are read alike.
final class SpaceReading {
    let rule: SpaceRule
    let source: SpaceSource
    /// What the tool did with a box, where the stored pictures prove it or the tool is known for it.
    let recipe: ZoomRecipe?

    init(rule: SpaceRule = .pixels, source: SpaceSource = .unresolved, recipe: ZoomRecipe? = nil) {
        self.rule = rule
        self.source = source
        self.recipe = recipe
    }

    /// Returns the space for an image, or `nil` if it is not known.
    func space(for size: PixelSize?) -> CoordinateSpace? {
        source == .unresolved ? nil : rule.space(for: size)
    }
}
