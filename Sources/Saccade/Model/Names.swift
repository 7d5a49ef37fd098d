// Names from lists that may grow.

/// What a step of reasoning is for.
public struct StepKind: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Reasoning without a new image or tool.
    public static let think = StepKind(rawValue: "think")
    /// Turning to a place of an image.
    public static let look = StepKind(rawValue: "look")
    /// Calling a tool or acting on a screen.
    public static let act = StepKind(rawValue: "act")
    /// Giving work to another agent.
    public static let delegate = StepKind(rawValue: "delegate")
    /// Checking something found before.
    public static let verify = StepKind(rawValue: "verify")
    /// Giving an answer.
    public static let answer = StepKind(rawValue: "answer")

    /// The names that this version knows.
    public static let known: [StepKind] = [.think, .look, .act, .delegate, .verify, .answer]
}

/// Where a step's text belongs.
public struct TextChannel: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Thinking.
    public static let reasoning = TextChannel(rawValue: "reasoning")
    /// What the model says.
    public static let output = TextChannel(rawValue: "output")
    /// The arguments of a tool call as they stream.
    public static let toolArguments = TextChannel(rawValue: "tool-arguments")

    /// The names that this version knows.
    public static let known: [TextChannel] = [.reasoning, .output, .toolArguments]
}

/// How a text relates to what the model produced.
public struct TextForm: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The model's own words.
    public static let verbatim = TextForm(rawValue: "verbatim")
    /// A summary of them.
    public static let summary = TextForm(rawValue: "summary")
    /// Bytes that only the provider can read.
    public static let encrypted = TextForm(rawValue: "encrypted")
    /// Nothing: the provider keeps it.
    public static let withheld = TextForm(rawValue: "withheld")

    /// The names that this version knows.
    public static let known: [TextForm] = [.verbatim, .summary, .encrypted, .withheld]
}

/// How something ended.
public struct EndStatus: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It came to its end.
    public static let ok = EndStatus(rawValue: "ok")
    /// It failed.
    public static let failed = EndStatus(rawValue: "failed")
    /// Somebody stopped it.
    public static let cancelled = EndStatus(rawValue: "cancelled")

    /// The names that this version knows.
    public static let known: [EndStatus] = [.ok, .failed, .cancelled]
}

/// What an agent was made for.
public struct AgentKind: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A part of the work.
    public static let worker = AgentKind(rawValue: "worker")
    /// One of several tries at the same thing.
    public static let sample = AgentKind(rawValue: "sample")
    /// An alternative from a point on.
    public static let branch = AgentKind(rawValue: "branch")
    /// Checking the work of others.
    public static let verifier = AgentKind(rawValue: "verifier")

    /// The names that this version knows.
    public static let known: [AgentKind] = [.worker, .sample, .branch, .verifier]
}

/// Where an image comes from.
public struct OriginKind: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The user gave it.
    public static let input = OriginKind(rawValue: "input")
    /// A tool returned it.
    public static let tool = OriginKind(rawValue: "tool")
    /// It shows a screen.
    public static let screenshot = OriginKind(rawValue: "screenshot")
    /// A program drew it.
    public static let rendered = OriginKind(rawValue: "rendered")
    /// It is a frame of a video.
    public static let frame = OriginKind(rawValue: "frame")

    /// The names that this version knows.
    public static let known: [OriginKind] = [.input, .tool, .screenshot, .rendered, .frame]
}

/// How a coordinate space is known.
public struct SpaceSource: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The record or its format says it.
    public static let declared = SpaceSource(rawValue: "declared")
    /// It follows from evidence in the record.
    public static let inferred = SpaceSource(rawValue: "inferred")
    /// It is the usual one; nothing confirms it.
    public static let standard = SpaceSource(rawValue: "default")
    /// It is not known.
    public static let unresolved = SpaceSource(rawValue: "unresolved")

    /// The names that this version knows.
    public static let known: [SpaceSource] = [.declared, .inferred, .standard, .unresolved]
}

/// Who named a region.
public struct RegionAuthor: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The model.
    public static let model = RegionAuthor(rawValue: "model")
    /// A tool.
    public static let tool = RegionAuthor(rawValue: "tool")
    /// A person.
    public static let human = RegionAuthor(rawValue: "human")
    /// The reference answer.
    public static let reference = RegionAuthor(rawValue: "reference")

    /// The names that this version knows.
    public static let known: [RegionAuthor] = [.model, .tool, .human, .reference]
}

/// What a region is for.
public struct RegionRole: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The model looked there.
    public static let attended = RegionRole(rawValue: "attended")
    /// The model acted there.
    public static let action = RegionRole(rawValue: "action")
    /// A tool found something there.
    public static let detection = RegionRole(rawValue: "detection")
    /// It supports an answer.
    public static let evidence = RegionRole(rawValue: "evidence")
    /// It is what was asked for.
    public static let target = RegionRole(rawValue: "target")
    /// It is there to mislead.
    public static let distractor = RegionRole(rawValue: "distractor")
    /// It is the answer.
    public static let answer = RegionRole(rawValue: "answer")

    /// The names that this version knows.
    public static let known: [RegionRole] = [.attended, .action, .detection, .evidence, .target, .distractor, .answer]
}

/// How a tool call failed.
public struct CallFailure: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The tool reported an error.
    public static let failed = CallFailure(rawValue: "failed")
    /// The tool did not answer in time.
    public static let timedOut = CallFailure(rawValue: "timed-out")
    /// Nobody knows whether it ran.
    public static let indeterminate = CallFailure(rawValue: "indeterminate")

    /// The names that this version knows.
    public static let known: [CallFailure] = [.failed, .timedOut, .indeterminate]
}

/// How candidate answers became one.
public struct AggregateMethod: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The most frequent one.
    public static let vote = AggregateMethod(rawValue: "vote")
    /// A judge chose.
    public static let judge = AggregateMethod(rawValue: "judge")
    /// The highest score.
    public static let bestOfN = AggregateMethod(rawValue: "best-of-n")
    /// A new answer from all.
    public static let synthesis = AggregateMethod(rawValue: "synthesis")

    /// The names that this version knows.
    public static let known: [AggregateMethod] = [.vote, .judge, .bestOfN, .synthesis]
}

/// How much a remark matters.
public struct Severity: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Something is wrong.
    public static let error = Severity(rawValue: "error")
    /// Something may be wrong.
    public static let warning = Severity(rawValue: "warning")
    /// Something to know.
    public static let info = Severity(rawValue: "info")

    /// The names that this version knows.
    public static let known: [Severity] = [.error, .warning, .info]
}

/// How edges between pixels become whole numbers.
public struct RoundingRule: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Downwards.
    public static let floor = RoundingRule(rawValue: "floor")
    /// To the nearest, halves to the even one: Python and Pillow.
    public static let halfEven = RoundingRule(rawValue: "half-even")
    /// To the nearest, halves away from zero: C and Swift.
    public static let halfAway = RoundingRule(rawValue: "half-away")
    /// So that the region grows.
    public static let outward = RoundingRule(rawValue: "outward")
    /// Towards zero.
    public static let truncate = RoundingRule(rawValue: "truncate")

    /// The names that this version knows.
    public static let known: [RoundingRule] = [.floor, .halfEven, .halfAway, .outward, .truncate]
}

/// How pixels are computed when an image changes size.
public struct Resampler: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The nearest pixel.
    public static let nearest = Resampler(rawValue: "nearest")
    /// The average over the area.
    public static let box = Resampler(rawValue: "box")
    /// A triangle, widened when shrinking.
    public static let bilinear = Resampler(rawValue: "bilinear")
    /// A cubic with a = −0.5, widened when shrinking.
    public static let bicubic = Resampler(rawValue: "bicubic")
    /// A sinc window of three lobes, widened when shrinking.
    public static let lanczos = Resampler(rawValue: "lanczos")

    /// The names that this version knows.
    public static let known: [Resampler] = [.nearest, .box, .bilinear, .bicubic, .lanczos]
}

/// What made an image from its parents.
public struct Operation: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A part of the parent.
    public static let crop = Operation(rawValue: "crop")
    /// The parent in another size.
    public static let resize = Operation(rawValue: "resize")
    /// A crop, then a resize.
    public static let zoom = Operation(rawValue: "zoom")
    /// A margin around the parent.
    public static let pad = Operation(rawValue: "pad")
    /// Left and right exchanged.
    public static let flipHorizontal = Operation(rawValue: "flip-horizontal")
    /// Top and bottom exchanged.
    public static let flipVertical = Operation(rawValue: "flip-vertical")
    /// Turned by quarters, clockwise; parameter `quarters`.
    public static let turn = Operation(rawValue: "turn")
    /// Upright by the EXIF orientation.
    public static let orient = Operation(rawValue: "orient")
    /// The parent with marks on it.
    public static let draw = Operation(rawValue: "draw")
    /// Several parents side by side.
    public static let composite = Operation(rawValue: "composite")
    /// Something that cannot be repeated.
    public static let external = Operation(rawValue: "external")

    /// The names that this version knows.
    public static let known: [Operation] = [
        .crop, .resize, .zoom, .pad, .flipHorizontal, .flipVertical, .turn, .orient, .draw, .composite,
        .external,
    ]
}

/// Why something is missing from a log.
public struct GapReason: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The recorder had to let go of it.
    public static let pressure = GapReason(rawValue: "pressure")
    /// The file is damaged.
    public static let damage = GapReason(rawValue: "damage")
    /// The recorder ended early.
    public static let crash = GapReason(rawValue: "crash")
    /// Somebody left it out.
    public static let filter = GapReason(rawValue: "filter")
    /// The record that was imported lacks it.
    public static let source = GapReason(rawValue: "source")

    /// The names that this version knows.
    public static let known: [GapReason] = [.pressure, .damage, .crash, .filter, .source]
}

/// What the numbers of a coordinate count.
public struct SpaceUnit: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Pixels of the image.
    public static let pixel = SpaceUnit(rawValue: "pixel")
    /// Pixels after a resize to `size`.
    public static let resized = SpaceUnit(rawValue: "resized")
    /// 0 to 1 over the width and the height.
    public static let unit = SpaceUnit(rawValue: "unit")
    /// 0 to 1 over the image padded to a square, centred.
    public static let unitSquare = SpaceUnit(rawValue: "unit-square")
    /// 0 to 100 over the width and the height.
    public static let percent = SpaceUnit(rawValue: "percent")
    /// 0 to 999 over the width and the height.
    public static let permille999 = SpaceUnit(rawValue: "permille-999")
    /// 0 to 1000 over the width and the height.
    public static let permille = SpaceUnit(rawValue: "permille")
    /// `bins` equal bins over the width and the height.
    public static let bins = SpaceUnit(rawValue: "bins")
    /// Cells of a grid of `size`.
    public static let grid = SpaceUnit(rawValue: "grid")

    /// The names that this version knows.
    public static let known: [SpaceUnit] = [
        .pixel, .resized, .unit, .unitSquare, .percent, .permille999, .permille, .bins, .grid,
    ]
}

/// In what order the numbers of a coordinate stand; points read x, y or y, x by the first two letters.
public struct CoordinateOrder: OpenName, FieldValue {
    /// The name as the log has it.
    public let rawValue: String

    /// Creates the name from its text, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Left, top, right, bottom.
    public static let xyxy = CoordinateOrder(rawValue: "xyxy")
    /// Left, top, width, height.
    public static let xywh = CoordinateOrder(rawValue: "xywh")
    /// Centre x, centre y, width, height.
    public static let cxcywh = CoordinateOrder(rawValue: "cxcywh")
    /// Top, left, bottom, right.
    public static let yxyx = CoordinateOrder(rawValue: "yxyx")

    /// The names that this version knows.
    public static let known: [CoordinateOrder] = [.xyxy, .xywh, .cxcywh, .yxyx]
}
