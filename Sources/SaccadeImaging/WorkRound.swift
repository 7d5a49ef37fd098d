import Synchronization

/// Pieces of work that several workers take and finish in any order.
package final class WorkRound<Output: Sendable>: Sendable {
    private struct State {
        var next: Int
        var done: [Output?]
    }

    private let range: Range<Int>
    private let state: Mutex<State>

    /// Creates a round of the pieces with these numbers.
    package init(_ range: Range<Int>) {
        self.range = range
        state = Mutex(State(next: range.lowerBound, done: Array(repeating: nil, count: range.count)))
    }

    /// Returns the number of a piece that nobody has taken yet, or `nil` if all are.
    package func next() -> Int? {
        state.withLock { state in
            guard state.next < range.upperBound else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    /// Notes what came of a piece.
    package func finish(_ number: Int, _ output: Output) {
        state.withLock { $0.done[number - range.lowerBound] = output }
    }

    /// What came of the pieces that are finished, in order.
    package var outputs: [Output] { state.withLock { $0.done.compactMap(\.self) } }
}
