import Saccade
import SaccadeImaging

extension RecordFormat {
    /// What the patch zoomer of octotools prints.
    public static let octotoolsLog = RecordFormat(
        name: "octotools-log",
        summary:
            "what the patch zoomer of octotools prints: the path of each patch, and of which image it is which part",
        notes: """
            The log names no coordinates: *The bottom-right region* is one of five fixed parts of the image, a quarter of it with a \
            margin of a tenth, and which pixels these are follows from the tool's code and the size of the image beside the \
            record. Each patch is a call of its own, twice the size of its part, by OpenCV's bilinear interpolation; so a check at L3 \
            compares it within the tolerance of another resampler. Without the image the part has no place.
            """,
        shape: .text, examples: OctotoolsLogExamples.all,
        detect: { record in
            guard let text = record.value.string, text.utf8.count < 1 << 22 else { return false }
            return text.holds("Detected Patches:") && !patches(in: text).isEmpty
        },
        read: { record in
            let text = record.value.string ?? ""
            var conversation = Conversation()
            conversation.profiles = [
                ToolProfile(names: [PatchOfLog.tool], requires: nil, rule: .pixels, recipe: .octoToolsPatch)
            ]
            let patches = patches(in: text)
            var turn = Message(role: .user, pointer: "")
            for (index, patch) in patches.enumerated()
            where !patches[..<index].contains(where: { $0.image == patch.image }) {
                turn.add(.image(patch.image))
            }
            if let question = lines(of: text).lazy.compactMap({ rest(of: $0, after: "Test question: ") }).first {
                turn.add(.text(question))
                conversation.task = question
            }
            conversation.messages.append(turn)
            for (index, patch) in patches.enumerated() {
                conversation.messages += patch.messages(index, in: record.folder)
            }
            return conversation
        })

    /// Returns the patches of a log: a line with the path, and the one after it with the part and the image.
    private static func patches(in text: String) -> [PatchOfLog] {
        var patches: [PatchOfLog] = []
        var path: String?
        for line in lines(of: text) {
            if let found = rest(of: line, after: "Path: ") {
                path = found
            } else if let found = path, let words = rest(of: line, after: "Description: The ") {
                path = nil
                guard let middle = words.firstRange(of: " region of the image: "),
                    let part = PatchOfLog.Part(rawValue: String(words[..<middle.lowerBound]))
                else { continue }
                let image = words[middle.upperBound...]
                // The tool ends its sentence behind the path.
                patches.append(
                    PatchOfLog(
                        part: part, image: String(image.hasSuffix(".") ? image.dropLast() : image), path: found,
                        description: "The \(words)"))
            }
        }
        return patches
    }

    private static func lines(of text: String) -> [Substring] { text.split(whereSeparator: \.isNewline) }

    private static func rest(of line: Substring, after prefix: String) -> String? {
        line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : nil
    }
}

/// A patch that the log names.
private struct PatchOfLog {
    static let tool = "Relevant_Patch_Zoomer_Tool"

    /// The parts of an image that the tool knows, by their names in the log.
    enum Part: String {
        case topLeft = "top-left"
        case topRight = "top-right"
        case bottomLeft = "bottom-left"
        case bottomRight = "bottom-right"
        case center

        /// Returns its edges in pixels of an image: halves, and for the center the half in the middle, each with a margin
        /// of a tenth, cut off at the image's edges.
        func edges(in size: PixelSize) -> [Double] {
            func span(_ length: Int, _ place: Int) -> (Int, Int) {
                let half = length / 2
                let margin = half / 10
                let start = [0, half / 2, half][place]
                // The second half goes on to the end, also where the length is odd.
                let end = place == 2 ? length : start + half
                return (max(0, start - margin), min(length, end + margin))
            }
            let (column, row): (Int, Int) =
                switch self {
                case .topLeft: (0, 0)
                case .topRight: (2, 0)
                case .bottomLeft: (0, 2)
                case .bottomRight: (2, 2)
                case .center: (1, 1)
                }
            let (x, y) = (span(size.width, column), span(size.height, row))
            return [x.0, y.0, x.1, y.1].map { Double($0) }
        }
    }

    var part: Part
    var image: String
    var path: String
    /// The line of the log that describes it.
    var description: String

    /// Returns the call that cut the patch out, and the picture that came back.
    func messages(_ index: Int, in folder: RecordFolder) -> [Message] {
        var place = WrittenPlace(
            written: part.rawValue, form: .none("which pixels the part is follows from the image, which is not here"))
        if let size = size(in: folder) { place.form = .numbers(part.edges(in: size)) }
        place.reading = .declared(.pixels)
        place.image = .named(image)
        place.label = part.rawValue
        var call = WrittenCall(
            name: PatchOfLog.tool, written: description, arguments: nil, places: [place], pointer: "")
        call.id = "patch \(index)"
        call.isCode = true
        var model = Message(role: .assistant, pointer: "")
        model.isCall = true
        model.title = part.rawValue
        model.add(.call(call))
        var result = Message(role: .tool, pointer: "")
        result.callID = call.id
        result.add(.image(path))
        return [model, result]
    }

    /// Returns the size of the image, which lies beside the record under its last name.
    private func size(in folder: RecordFolder) -> PixelSize? {
        let name = StoragePath.name(of: image)
        guard let bytes = folder.bytes(name) ?? folder.bytes(StoragePath.join("images", name)) else { return nil }
        return (try? ImageInfo(sniffing: bytes))?.size
    }
}
