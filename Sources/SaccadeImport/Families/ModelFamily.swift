import Saccade

/// How a family of models writes places into its answers, and what its numbers mean.
///
/// A family is a thin value: the syntaxes are grammars that families share. Its examples are its tests and its section of
/// the page on importing.
public struct ModelFamily: Sendable {
    /// The name, as `qwen2.5`.
    public let name: String
    /// Other names that are accepted.
    public let aliases: [String]
    /// What the family writes, in one sentence.
    public let summary: String
    /// The syntaxes, the more particular ones first.
    let grammars: [PlaceGrammar]
    /// The space of the numbers, unless the user declares another.
    private(set) var reading: WrittenPlace.Reading
    /// Outputs with the places that they name.
    let examples: [FamilyExample]

    init(
        _ name: String, aliases: [String] = [], summary: String, grammars: [PlaceGrammar], rule: SpaceRule,
        examples: [FamilyExample]
    ) {
        self.name = name
        self.aliases = aliases
        self.summary = summary
        self.grammars = grammars
        // The user names the family, and the family declares its space.
        reading = .declared(rule)
        self.examples = examples
    }

    /// The family where nobody named it: what a format takes for usual.
    var asUsual: ModelFamily {
        var family = self
        if case .declared(let rule) = reading { family.reading = .usual(rule) }
        return family
    }

    /// The space of the numbers, in words.
    public var space: String {
        if case .declared(let rule) = reading { return rule.words }
        return ""
    }

    /// The families that this version knows.
    public static let all: [ModelFamily] = [
        .qwen2, .qwen25, .qwen3, .gemini, .molmo, .florence2, .paliGemma, .kosmos2, .cogVLM, .internVL, .deepSeekVL2,
        .glmV,
        .uiTARS, .treeVGR, .grit, .viGoRL, .llava,
    ]

    /// Returns the family with a name, or `nil`.
    public static func named(_ name: String) -> ModelFamily? {
        let name = Array(name.utf8.map(\.lowercased)).text
        return all.first { $0.name == name || $0.aliases.contains(name) }
    }
}

/// An output of a model and the places that it names.
struct FamilyExample: Sendable {
    /// What the example shows.
    var title: String
    /// The size of the image.
    var size: PixelSize
    /// What the model wrote.
    var text: String
    /// The places in pixels, as ``PlaceOutline`` writes them.
    var places: [String]
    var file: String
    var filePath: String
    var line: Int

    init(
        _ title: String, _ width: Int, _ height: Int, _ text: String, _ places: [String], file: String = #fileID,
        filePath: String = #filePath, line: Int = #line
    ) {
        self.title = title
        size = PixelSize(width: width, height: height)
        self.text = text
        self.places = places
        self.file = file
        self.filePath = filePath
        self.line = line
    }
}
