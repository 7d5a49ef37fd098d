import Saccade
import SaccadeDigest

/// A short log that keeps or breaks a rule: a test and an illustration at once.
///
/// A line that starts with `✗ ` is one at which the rule must find something. The events of the preamble come first and
/// are not repeated in every example.
public struct Example: Sendable {
    /// What comes before the lines of an example.
    public enum Preamble: Sendable, Hashable {
        /// Nothing.
        case nothing
        /// The header.
        case header
        /// The header, image 0 of 640×480 pixels, and the open step 0 of agent 0.
        case step

        /// The lines.
        public var lines: [String] {
            switch self {
            case .nothing: []
            case .header: [Preamble.headerLine]
            case .step: [Preamble.headerLine, Preamble.imageLine, Preamble.stepLine]
            }
        }

        private static let headerLine =
            #"{"t":"trace.begin","format":"0.1","id":"0af7651916cd43dd8448eb211c80319c","recorder":{"name":"example","version":"1"}}"#
        private static let imageLine =
            #"{"t":"image","n":0,"width":640,"height":480,"origin":{"kind":"input"},"missing":"an example"}"#
        private static let stepLine = #"{"t":"step.begin","agent":0,"n":0,"kind":"look"}"#
    }

    /// The file that the lines of an example are in.
    public enum Form: Sendable, Hashable {
        /// A text log.
        case text
        /// An MCAP file with one chunk.
        case container
        /// The same, with one bit changed at the place where a text stands in it.
        case damagedContainer(at: String)
    }

    /// What the example shows.
    public let title: String
    /// What comes before its lines.
    public let preamble: Preamble
    /// The lines, the flagged ones marked.
    public let marked: String
    /// What a check must require of the example.
    public let requirements: Set<Requirement>
    /// The file that its lines are in.
    public let form: Form
    /// The file that holds the example, for tests.
    public let file: String
    /// The file's path, for tests.
    public let filePath: String
    /// The line of the file, for tests.
    public let line: Int
    /// The column of the file, for tests.
    public let column: Int

    /// Creates an example.
    public init(
        _ title: String, after preamble: Preamble = .step, _ marked: String,
        requiring requirements: Set<Requirement> = [], form: Form = .text,
        file: String = #fileID, filePath: String = #filePath, line: Int = #line, column: Int = #column
    ) {
        self.title = title
        self.preamble = preamble
        self.marked = marked
        self.requirements = requirements
        self.form = form
        self.file = file
        self.filePath = filePath
        self.line = line
        self.column = column
    }

    /// Returns the SHA-256 of the lines of a preamble, as `trace.end` states it.
    static func digest(of preamble: Preamble) -> Digest {
        Digest(of: Array(preamble.lines.map { $0 + "\n" }.joined().utf8))
    }

    private var lines: [Substring] {
        marked.isEmpty ? [] : marked.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The log, without marks, with a line end after each line.
    public var text: String {
        let own = lines.map { $0.hasPrefix("✗ ") ? String($0.dropFirst(2)) : String($0) }
        return (preamble.lines + own).map { $0 + "\n" }.joined()
    }

    /// The numbers of the marked lines in ``text``, from 1.
    public var flaggedLines: [Int] {
        lines.indices.filter { lines[$0].hasPrefix("✗ ") }.map { $0 + 1 + preamble.lines.count }
    }
}

extension Example {
    /// A small picture for the examples of rules that need pixels.
    struct Picture: Sendable {
        /// The file, as base64.
        let base64: String
        /// The SHA-256 of the file.
        let digest: String
        /// The SHA-256 of the pixels, as `image.pixels` states it.
        let pixels: String
    }

    /// A PNG of 2×2 pixels: red and green over blue and yellow.
    static let dot = Picture(
        base64:
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR42mM4IaehscCGQc7mxIcTGgAf7gUVE9puCQAAAABJRU5ErkJggg==",
        digest: "e21e8ce50b84bc4809f03745ceba690452629576b9f84fa834d8d81950f89f0f",
        pixels: "36db748504e027ddf7dd17f277998f604fbd08865d4811d26f92fce3f42ff5db")
    /// A PNG of its left half: red over blue.
    static let leftHalf = Picture(
        base64:
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAACCAIAAAAW4yFwAAAAEElEQVR42mM4IafBIGdzAgAIlgIx92locQAAAABJRU5ErkJggg==",
        digest: "bc74a346b66aea21698201bcf9c5e94c54884ba9c332973456a3281bbaefd6f1",
        pixels: "b88d308b31b8cea81e690ed39da24351925e076851701ca49b1855f802591e89")
    /// A PNG of 8×8 grays that rise to the right and downwards.
    static let ramp = Picture(
        base64:
            "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAAMElEQVR42mNgEFAwcAhIKGDgkNCw8IjIqIAJNDBABToYoAITGKACMxigAgsYoAIrAIDmFQEIkE3NAAAAAElFTkSuQmCC",
        digest: "6b6ee0a0eb9e648aa24ef6be01c218fa6219b6efe0a0fefc1d29295cfa90e0d7",
        pixels: "3d6c5f3766920a7b5f1fabf890fa7986ae7c92c5cb350ef52b2103b1c7bdac51")
    /// ``ramp`` with a white frame of 3×3 pixels in the corner at the top left.
    static let markedRamp = Picture(
        base64:
            "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAAOElEQVR42mP4//+/gUNAQgHDf4n/Fh4RGRUMQBGQQAODhAZYoINBAayiYQIDVGAGA1RgAQNUYAUAO2wcOeM8V0kAAAAASUVORK5CYII=",
        digest: "8c2583cf429f7c3a83f18795ba4ae41b67f1b3379a4c443dab9a35f6c3ee17a0",
        pixels: "0c7933fa03ee6e14fa802e59927eb5cbda48854430fd9b73e6f2732ad8aa9830")
    /// ``markedRamp`` with a black pixel in the corner at the bottom right.
    static let strayRamp = Picture(
        base64:
            "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAAN0lEQVR42mP4//+/gUNAQgHDf4n/Fh4RGRUMQBGQQAODhAZYoINBAayiYQIDVGAGA1RgAQNMAAA6xBuRFmpFkAAAAABJRU5ErkJggg==",
        digest: "b1faad01bf55c3044158cb4ea2afe746d07b095ec500a9d59ad756828ec86fe2",
        pixels: "4749b9e660489339cb7ae525d3f5a70831efcbbcfce5584bd9ff608727945776")
}
