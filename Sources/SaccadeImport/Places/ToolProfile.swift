import Saccade

/// What is known of a tool that looks at images: what its coordinates usually mean and how it names an image.
struct ToolProfile: Sendable {
    /// How an argument names an image.
    enum ImageArgument: Sendable {
        /// The number of an image of the conversation so far, from a first one.
        case number(key: String, first: Int)
        /// A name.
        case name(key: String)
    }

    /// Names of the tool.
    var names: [String]
    /// An argument that the tool must have been given to be this one.
    var requires: String?
    /// The usual space.
    var rule: SpaceRule
    /// The usual recipe; `nil` if it is not one that this version knows.
    var recipe: ZoomRecipe?

    /// The tools that are known, the more particular ones first.
    static let all: [ToolProfile] = [
        // Qwen-Agent for Qwen3-VL.
        ToolProfile(
            names: ["image_zoom_in_tool", "image_zoom_in_tool_qwen3vl"], requires: "img_idx", rule: .permille,
            recipe: .qwen3VLZoom),
        // DeepEyes and Chain-of-Focus.
        ToolProfile(names: ["image_zoom_in_tool"], requires: nil, rule: .pixels, recipe: .deepEyes),
        // Pixel-Reasoner.
        ToolProfile(names: ["crop_image_normalized", "zoom_in"], requires: nil, rule: .unit, recipe: .pixelReasoner),
        // Mini-o3.
        ToolProfile(names: ["grounding"], requires: "source", rule: .unit, recipe: .miniO3),
        // TACO.
        ToolProfile(names: ["Crop"], requires: "image", rule: .unit, recipe: .tacoExpand),
        ToolProfile(names: ["ZoomIn"], requires: "image", rule: .unit, recipe: .tacoZoom),
        ToolProfile(names: ["LocalizeObjects", "DetectFaces"], requires: nil, rule: .unit, recipe: nil),
        // ViGoRL.
        ToolProfile(
            names: ["search_coordinate", "crop_point"], requires: "coordinate", rule: .pixels, recipe: .viGoRLPoint),
        ToolProfile(names: ["crop_image", "crop"], requires: nil, rule: .pixels, recipe: .plainCrop),
        // Computer and phone use of Qwen3-VL.
        ToolProfile(names: ["computer_use", "mobile_use"], requires: nil, rule: .permille999, recipe: nil),
    ]

    /// Returns the profile of a call's tool, or `nil`; what the record's format knows comes first.
    static func of(_ call: WrittenCall, in conversation: Conversation) -> ToolProfile? {
        func isMeant(_ profile: ToolProfile) -> Bool {
            profile.names.contains(call.name) && (profile.requires.map { call.arguments?[$0] != nil } ?? true)
        }
        return conversation.profiles.first(where: isMeant) ?? all.first(where: isMeant)
    }

    /// Chain-of-Focus shares the name of its tool with DeepEyes, but sends the image resized and crops from that.
    static let chainOfFocus = ToolProfile(
        names: ["image_zoom_in_tool"], requires: nil,
        rule: SpaceRule(
            resize: SmartResize(factor: 28, minimumPixels: 3136, maximumPixels: 3840 * 3840), recipe: "cof@1"),
        recipe: .chainOfFocus)

    /// Whether a tool's name says that it shows a part of an image.
    static func looks(_ name: String) -> Bool {
        let name = Array(name.utf8.map(\.lowercased))
        return words.contains { name.range(of: $0) != nil }
    }

    private static let words = ["zoom", "crop", "look", "grounding", "focus", "magnif"].map { Array($0.utf8) }

    /// How the arguments of the field's tools name an image.
    static let imageArguments: [ImageArgument] = [
        .number(key: "img_idx", first: 0), .number(key: "target_image", first: 1),
        .number(key: "image_index", first: 0),
        .name(key: "source"), .name(key: "image"), .name(key: "image_path"), .name(key: "img"),
    ]
}
