import OpenAIWire
import Saccade
import SaccadeImaging
import SaccadeRecorder
import SaccadeServer

/// One request, from its conversation to the answer.
struct ReasoningTask: Sendable {
    /// The model's names: what they do is the same, but the second does it with three agents.
    static let models = ["stand-in", "stand-in-parallel"]

    let request: ChatRequest
    let picture: PixelImage
    let question: String
    /// Where in a distributed trace the request came from.
    let parent: TraceParent?

    /// - Throws: ``WireError`` for what the stand-in cannot answer.
    init(_ request: ChatRequest, parent: TraceParent?) throws {
        guard Self.models.contains(request.model) else {
            throw WireError(
                "expected one of \(Self.models.joined(separator: ", ")), found \(request.model)", at: "model")
        }
        var file: [UInt8]?
        for (index, message) in request.messages.enumerated() where message.role == "user" {
            for part in message.parts {
                if case .image(let bytes) = part { file = bytes }
                if case .link = part {
                    throw WireError(
                        "expected the image itself as a data URL; nothing is fetched", at: "messages[\(index)]")
                }
            }
        }
        guard let file else { throw WireError("expected a user's message with an image", at: "messages") }
        do {
            picture = try PixelImage.decode(file)
        } catch {
            throw WireError("expected a PNG, JPEG or WebP: \(error)", at: "messages")
        }
        question = request.messages.last { $0.role == "user" }?.text ?? ""
        (self.request, self.parent) = (request, parent)
    }

    /// Answers and, if there is a recorder, records how.
    ///
    /// - Parameter begun: Is told the id of the completion, which holds the trace's id, before anything is said.
    func run(
        _ recorder: TraceRecorder?, delay: Duration, begun: @Sendable (String) -> Void = { _ in },
        say: @escaping @Sendable (TextChannel, String) -> Void
    ) async throws -> (id: String, answer: String, usage: Usage) {
        let reasoner = Reasoner(delay: delay, say: say)
        guard let recorder else {
            begun("chatcmpl-unrecorded")
            let answer = try await answer(with: reasoner, .init(pixels: picture), Input())
            return ("chatcmpl-unrecorded", answer, usage(answer))
        }
        return try await recorder.trace(question: question, parent: parent, model: request.model) { trace in
            begun("chatcmpl-\(trace.id)")
            let (image, input) = conversation(in: trace)
            let answer = try await answer(with: reasoner, .init(pixels: picture, image: image), input)
            return ("chatcmpl-\(trace.id)", answer, usage(answer))
        }
    }

    private func answer(with reasoner: Reasoner, _ sight: Reasoner.Sight, _ input: Input) async throws -> String {
        request.model == "stand-in-parallel"
            ? try await reasoner.answerInParallel(question, about: sight, input: input)
            : try await reasoner.answer(question, about: sight, input: input)
    }

    /// Records what the conversation says, and returns its last image and the input of the first model call.
    private func conversation(in trace: LiveTrace) -> (LiveImage?, Input) {
        var latest: LiveImage?
        var input = Input()
        for message in request.messages {
            switch message.role {
            case "user":
                let parts = message.parts.map { part -> Part in
                    switch part {
                    case .text(let text): return .text(text)
                    case .image(let bytes):
                        let image = trace.image(bytes)
                        latest = image
                        return .image(image)
                    case .link(let url): return .text(url)
                    }
                }
                input.add.append(.turn(trace.turn(parts)))
            case "system", "developer": input.add.append(.system(message.text))
            default: input.add.append(.text(message.text))
            }
        }
        if let tools = request.tools { input.add.append(.tools(tools)) }
        return (latest, input)
    }

    private func usage(_ answer: String) -> Usage {
        let image = (picture.width + 27) / 28 * ((picture.height + 27) / 28)
        return Usage(input: image + 24, image: image, output: answer.split(separator: " ").count)
    }
}
