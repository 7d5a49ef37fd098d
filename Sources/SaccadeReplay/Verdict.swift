/// What a check says about a trace at the level that was asked for.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// Everything that the level asks for was checked and holds.
    case pass
    /// The trace itself proves that something is wrong.
    case fail
    /// Nothing wrong was found, but not everything could be checked.
    case unverified

    /// The worse of two verdicts: `fail` before `unverified` before `pass`.
    func worse(_ other: Verdict) -> Verdict {
        if self == .fail || other == .fail { return .fail }
        return self == .unverified || other == .unverified ? .unverified : .pass
    }
}
