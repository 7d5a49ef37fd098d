import Saccade
import SaccadeDigest

extension Finding {
    /// A name for the finding that stays the same when lines move: 16 hexadecimal digits of the SHA-256 of its rule, what
    /// it is about, and its message.
    public var fingerprint: String {
        func text(_ value: Int?) -> String { value.map(String.init) ?? "-" }
        let place = [text(agent), text(step), text(image), region.map(\.description) ?? "-"].joined(separator: " ")
        return String(Digest(of: Array("\(ruleID)\n\(place)\n\(message)".utf8)).description.prefix(16))
    }
}
