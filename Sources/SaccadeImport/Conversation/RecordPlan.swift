import Saccade

/// A record, split into what the model received and what it did, with everything found that a trace needs.
struct RecordPlan: Sendable {
    var conversation: Conversation
    /// The images by their first appearance, each once.
    var images: [RecordImage] = []
    /// The calls, in order.
    var calls: [PlannedCall] = []
    /// The rounds: what came in, then what the model did.
    var rounds: [Round] = []
    /// Pictures beside the record that no message holds, by their index.
    var strays: [Int] = []

    /// What came in, then what the model did.
    struct Round: Sendable {
        var inputs: [Input] = []
        var steps: [PlannedStep] = []
        /// JSON pointer of the first message of the model.
        var pointer = ""
    }

    /// Something that came in.
    enum Input: Sendable {
        case system(String)
        case turn([Piece], name: String?, remarks: [Remark])
        /// The outcome of a call, by its ordinal.
        case outcome(Int)
    }

    /// A part of what came in.
    enum Piece: Sendable {
        case text(String)
        /// An image, by its index.
        case image(Int)
    }
}

/// One step of the model.
struct PlannedStep: Sendable {
    /// A text of the step.
    struct Words: Sendable {
        var channel: TextChannel
        var text: String
    }

    var kind: StepKind
    var words: [Words] = []
    /// The calls, by their ordinals.
    var calls: [Int] = []
    /// The answer, if the step gives one.
    var answer: String?
    /// Images that the model produced itself.
    var images: [Int] = []
    var remarks: [Remark] = []
    var pointer: String
}

/// One tool call with all that belongs to it.
struct PlannedCall: Sendable {
    /// How a call came out.
    enum Outcome: Sendable {
        case succeeded
        case failed(String)
        /// The record does not say.
        case unknown(String)
    }

    var call: WrittenCall
    var regions: [WrittenRegion] = []
    var remarks: [Remark] = []
    /// What came back.
    var result: [RecordPlan.Piece] = []
    var outcome: Outcome = .unknown("the record holds no result")
    /// The space of the regions, once it is known.
    var reading = SpaceReading()
    /// Pictures that the call drew and the model never received, by their index.
    var unshown: [Int] = []

    /// The images that came back.
    var resultImages: [Int] {
        result.compactMap { piece in
            if case .image(let index) = piece { return index }
            return nil
        }
    }
}

/// How the coordinates of a tool are read.
struct SpaceReading: Sendable {
    var space: CoordinateSpace = .pixels
    var source: SpaceSource = .unresolved
    /// What the tool did with a box, where the stored pictures prove it or the tool is known for it.
    var recipe: ZoomRecipe?
}
