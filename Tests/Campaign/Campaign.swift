import Saccade

/// A test of full size: what is too long for every change, with a figure for each promise.
struct Campaign: Sendable {
    /// The name on the command line and in the page.
    let name: String
    /// What it is about, in a few words.
    let title: String
    /// Runs it; the argument is how much of the work is done, 1 for all of it.
    let run: @Sendable (_ share: Int) throws -> [Figure]

    /// All campaigns, in the order of the page.
    static let all: [Campaign] = [
        .textRecovery, .containerRecovery, .containerReading, .hostileContainers, .largeContainer, .segments,
        .powerLoss, .replay, .recorder, .recorderCalls, .recorderThreads, .recorderSoak,
    ]
}

/// One promise and what was found.
struct Figure: Sendable, Hashable {
    /// What was done, with its numbers.
    var work: String
    /// What must come of it.
    var promise: String
    /// What came of it.
    var found: String
    /// Whether the promise holds.
    var holds: Bool

    /// Creates the figure of a promise that holds if nothing broke it; the first failures are shown.
    init(_ work: String, _ promise: String, failures: [String]) {
        self.work = work
        self.promise = promise
        holds = failures.isEmpty
        found = failures.isEmpty ? "holds" : "\(failures.count) failures: \(failures.prefix(3).joined(separator: "; "))"
    }

    /// Creates the figure of a promise that holds if a share of all cases is right; the first others are shown.
    init(_ work: String, _ promise: String, part: Int, of whole: Int, least: Double, examples: [String]) {
        self.work = work
        self.promise = promise
        holds = whole > 0 && Double(part) >= least * Double(whole)
        let share = whole == 0 ? 0 : (Double(part) / Double(whole) * 10_000).rounded(.down) / 100
        found = "\(part) of \(whole) (\(share) %)"
        if part < whole { found += ", not \(examples.prefix(3).joined(separator: "; "))" }
    }
}
