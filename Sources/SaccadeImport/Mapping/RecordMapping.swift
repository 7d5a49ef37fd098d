import Saccade

/// Where the things of a trace stand in records of a layout of its own: question, images, texts, boxes and their space.
///
/// A mapping is a JSON file that ``Importer/proposeMapping(path:)`` writes for a record and a person edits. The page on
/// importing has every key.
public struct RecordMapping: Sendable {
    /// What the layout is called; `nil` for `mapping`.
    public internal(set) var name: String?
    /// Where the records stand in a value of the file; `nil` if the value is the record.
    var records: MapPath?
    /// Whether all lines of a file of JSON lines are one record, a list.
    var joinsLines = false
    var session: MappedText?
    /// What the root agent receives and does.
    var root = MappedAgent()
    /// Further agents.
    var agents: [MappedAgent] = []
    var truth: MappedTruth?

    /// The version of mapping files that is read and written.
    static let version: Int64 = 1
}

/// A text: where a record has it, or the text itself.
enum MappedText: Sendable, Hashable {
    case path(MapPath)
    case constant(String)
}

/// Where images stand.
struct MappedImages: Sendable {
    var at: MapPath
    /// Where the file's name stands in what is found, if that is an object.
    var file: MapPath?
    /// Where a further name stands.
    var name: MapPath?
}

/// What came in and what the model did, once.
struct MappedTurn: Sendable {
    var question: [MappedText] = []
    var images: [MappedImages] = []
    var thought: [MappedText] = []
    var text: [MappedText] = []
    var boxes: [MappedBoxes] = []
    var tool: MappedTool?
    var answer: MappedText?
}

/// An agent.
struct MappedAgent: Sendable {
    /// Where the agents stand; `nil` for the root.
    var at: MapPath?
    var kind: AgentKind = .sample
    var role: MappedText?
    var model: MappedText?
    var scores: [(name: String, path: MapPath)] = []
    var system: MappedText?
    var turn = MappedTurn()
    var steps: MappedSteps?
}

/// A list of steps, or of what several speakers said.
struct MappedSteps: Sendable {
    var at: MapPath
    var title: MappedText?
    var speaker: MappedSpeaker?
    var turn = MappedTurn()
}

/// Who speaks, and what the record calls them.
struct MappedSpeaker: Sendable {
    var at: MapPath
    var names: [(name: String, role: Message.Role)] = []
    /// Whether all who are not named are the model.
    var isModelByDefault = true
}

/// A tool call.
struct MappedTool: Sendable {
    var name: MappedText
    var arguments: MapPath?
    var result: MappedText?
    /// The pictures that came back.
    var images: [MappedImages] = []
    /// What says that the call failed.
    var error: MapPath?
}

/// Boxes, points or polygons.
struct MappedBoxes: Sendable {
    /// What a list of points is.
    enum Form: String, Sendable, CaseIterable {
        /// Each list of numbers is a place of its own.
        case single
        /// Two points are the corners of a box.
        case corners
        /// The points are the corners of a polygon.
        case polygon
    }

    var at: MapPath
    /// Where the numbers stand in what is found: one path to a list, or one for each number.
    var numbers: [MapPath] = []
    var form = Form.single
    var label: MappedText?
    var score: MapPath?
    var image: MappedImageReference?
    var space = MappedSpace.findOut
    var role: RegionRole = .attended
    var author: RegionAuthor = .model
}

/// Which image a place is on.
struct MappedImageReference: Sendable {
    var text: MappedText
    /// What the first image is called, where they are called by numbers.
    var first = 0
}

/// What numbers mean.
enum MappedSpace: Sendable {
    /// What the record proves.
    case findOut
    case rule(SpaceRule)
    /// The record says it, in its own words.
    case read(MapPath, words: [(word: String, rule: SpaceRule)])
    /// Pixels after a resize to a size that the record has.
    case resized(width: MapPath, height: MapPath, CoordinateOrder)
}

/// The right answer and the right places.
struct MappedTruth: Sendable {
    var answer: MappedText?
    var boxes: [MappedBoxes] = []
}
