import Saccade

/// What the root alone had spent by the time of its own first answer.
struct Alone {
    /// The tokens, in and out, of its generations up to the one that answered.
    private(set) var tokens: Int?
    /// The nanoseconds since `trace.begin` at which the step with that answer ended.
    private(set) var duration: Int?

    /// Measures a trace; `nil` if the root gives no answer in a step of its own, so that nobody knows when it did.
    init?(_ trace: TraceState) {
        guard let root = trace.agents.first,
            let step = root.steps.first(where: { !$0.answers.isEmpty })
        else { return nil }
        duration = step.endTime
        // Without the generation of the step, the last one that had begun answered.
        let last =
            step.begin.generation
            ?? root.generations.lastIndex { ($0.beginTime ?? .max) <= (step.beginTime ?? .min) }
            ?? root.generations.count - 1
        let usages = root.generations.prefix(max(0, min(last, root.generations.count - 1) + 1)).compactMap {
            $0.end?.usage
        }
        guard !usages.isEmpty else { return }
        tokens = usages.reduce(0) { sum, usage in
            let (one, first) = sum.addingReportingOverflow(usage.input ?? 0)
            let (both, second) = one.addingReportingOverflow(usage.output ?? 0)
            return first || second ? .max : both
        }
    }
}
