import Saccade

/// Whose `box_2d` a record holds: two families write the key, and not in the same order.
enum BoxOrder {
    /// Gemini's: top, left, bottom, right.
    case gemini
    /// GLM-V's: left, top, right, bottom.
    case glmV
    /// The record does not say.
    case unsaid

    /// Returns whose boxes a record holds, by the model that it names or by what only one of them writes.
    static func of(_ conversation: Conversation) -> BoxOrder {
        let models = [conversation.model] + conversation.threads.map(\.model)
        for case let model? in models {
            if model.holds("glm") || model.holds("GLM") { return .glmV }
            if model.holds("gemini") || model.holds("Gemini") { return .gemini }
        }
        for messages in [conversation.messages] + conversation.threads.map(\.messages) {
            for index in messages.indices where messages[index].role == .assistant {
                for part in messages[index].parts {
                    if case .text(let text) = part.content,
                        text.holds("<|begin_of_box|>") || text.holds("element_info=")
                    {
                        return .glmV
                    }
                }
            }
        }
        return .unsaid
    }
}
