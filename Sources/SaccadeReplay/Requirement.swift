/// Something that a check may insist on, because a trace without it is of no use to a project.
public enum Requirement: String, Sendable, Hashable, CaseIterable {
    /// The root agent gives a final answer.
    case answer
    /// Its final answer cites regions, images or texts.
    case evidence
    /// There is at least one region.
    case regions
    /// Every image has a digest of its bytes.
    case pixels
    /// The first generation of each agent says what it received.
    case inputs
    /// Every step has a time.
    case times
    /// Every generation has its input and output tokens.
    case usage
    /// There is a reference to measure against.
    case truth
}
