import Synchronization

/// Strips that several workers take and finish in any order.
final class StripRound: Sendable {
    private struct State {
        var next: Int
        var done: [PNGStrip?]
    }

    private let range: Range<Int>
    private let state: Mutex<State>

    init(_ range: Range<Int>) {
        self.range = range
        state = Mutex(State(next: range.lowerBound, done: Array(repeating: nil, count: range.count)))
    }

    /// Returns the number of a strip that nobody has taken yet, or `nil` if all are.
    func next() -> Int? {
        state.withLock { state in
            guard state.next < range.upperBound else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    func finish(_ number: Int, _ strip: PNGStrip) {
        state.withLock { $0.done[number - range.lowerBound] = strip }
    }

    /// The strips that are finished, in order.
    var strips: [PNGStrip] { state.withLock { $0.done.compactMap(\.self) } }
}
