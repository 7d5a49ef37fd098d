import OpenAIWire
import Saccade
import SaccadeDigest

/// Digests of the beginnings of a conversation: element n is that of its first n messages.
struct Prefixes {
    let digests: [Digest]

    init(_ messages: [ChatMessage]) {
        var hasher = SHA256Hasher()
        var digests = [hasher.finalize()]
        for message in messages {
            // The length keeps two messages from looking like one.
            hasher.update(Array("\(message.canonical.utf8.count):\(message.canonical)".utf8))
            digests.append(hasher.finalize())
        }
        self.digests = digests
    }

    /// The digest of the whole conversation.
    var whole: Digest { digests[digests.count - 1] }
}
