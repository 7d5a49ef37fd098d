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
    var space: CoordinateSpace
    /// The usual recipe; `nil` if it is not one that this version knows.
    var recipe: ZoomRecipe?

    /// The tools that are known, the more particular ones first.
    static let all: [ToolProfile] = [
        // Qwen-Agent for Qwen3-VL.
        ToolProfile(
            names: ["image_zoom_in_tool", "image_zoom_in_tool_qwen3vl"], requires: "img_idx",
            space: CoordinateSpace(unit: .permille), recipe: .qwen3VLZoom),
        // DeepEyes and Chain-of-Focus.
        ToolProfile(names: ["image_zoom_in_tool"], requires: nil, space: .pixels, recipe: nil),
        // Pixel-Reasoner.
        ToolProfile(
            names: ["crop_image_normalized", "zoom_in"], requires: nil, space: CoordinateSpace(unit: .unit), recipe: nil
        ),
        ToolProfile(names: ["crop_image", "crop"], requires: nil, space: .pixels, recipe: .plainCrop),
    ]

    /// Returns the profile of a call's tool, or `nil`.
    static func of(_ call: WrittenCall) -> ToolProfile? {
        all.first { profile in
            profile.names.contains(call.name) && (profile.requires.map { call.arguments?[$0] != nil } ?? true)
        }
    }

    /// Whether a tool's name says that it shows a part of an image.
    static func looks(_ name: String) -> Bool {
        let name = Array(name.utf8.map(\.lowercased))
        return ["zoom", "crop", "look", "grounding", "focus", "magnif"].contains {
            name.range(of: Array($0.utf8)) != nil
        }
    }

    /// How the arguments of the field's tools name an image.
    static let imageArguments: [ImageArgument] = [
        .number(key: "img_idx", first: 0), .number(key: "target_image", first: 1),
        .number(key: "image_index", first: 0),
        .name(key: "source"), .name(key: "image"), .name(key: "image_path"), .name(key: "img"),
    ]
}
