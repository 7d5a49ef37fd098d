import Saccade

extension Rule {
    /// `malformed-field`, with its page in `Docs/Rules`.
    public static let malformedField = Rule(
        builtIn: "malformed-field", code: "STR-14", level: .l0, since: "0.1",
        summary: "Every event has the fields of its kind, with values of the right type.",
        rationale: "An event without its fields says nothing that can be shown or checked.",
        hint: "see Docs/Format.md for the fields of this event",
        good: [Example("An end that names its step", #"{"t":"step.end","agent":0,"step":0}"#)],
        bad: [
            Example("An end that names no step", #"✗ {"t":"step.end","agent":0}"#),
            Example("A text where a number belongs", #"✗ {"t":"step.end","agent":0,"step":"first"}"#),
        ])

    /// Returns the id of the rule that reports a line which the reader refused.
    static func unreadable(_ code: TraceError.Code) -> String {
        switch code {
        // The bytes of a damaged container are no events, whatever they say.
        case .malformedContainer, .checksumMismatch: damagedContainer.id
        case .truncated: truncatedEvent.id
        case .duplicateKey: duplicateKey.id
        case .limitExceeded: oversizedEvent.id
        case .invalidField: malformedField.id
        case .missingHeader: missingHeader.id
        default: malformedJSON.id
        }
    }
}
