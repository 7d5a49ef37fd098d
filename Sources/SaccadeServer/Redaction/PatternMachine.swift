/// All patterns as one machine without empty moves (Glushkov): each state is a place of a pattern that takes one byte.
///
/// A machine only goes forward, never back, so that its time is linear and text can be looked at as it comes.
struct PatternMachine: Sendable {
    /// What each state takes.
    private(set) var sets: [ByteSet] = []
    /// The states that may take the next byte.
    private(set) var follow: [[Int32]] = []
    /// The states that a match may begin with.
    private(set) var first: [Int32] = []
    /// The number of the pattern that ends at a state, or -1.
    private(set) var ends: [Int32] = []
    let names: [String]

    init(_ patterns: [TextPattern]) {
        names = patterns.map(\.name)
        for (number, pattern) in patterns.enumerated() {
            let part = add(pattern.syntax)
            first += part.first
            for state in part.last { ends[Int(state)] = Int32(truncatingIfNeeded: number) }
        }
    }

    /// Where a piece of a pattern begins and ends.
    private struct Part {
        var first: [Int32] = []
        var last: [Int32] = []
        var isNullable = true
    }

    private mutating func add(_ syntax: PatternSyntax) -> Part {
        switch syntax {
        case .byte(let set):
            let state = Int32(truncatingIfNeeded: sets.count)
            sets.append(set)
            follow.append([])
            ends.append(-1)
            return Part(first: [state], last: [state], isNullable: false)
        case .sequence(let items):
            var whole = Part()
            for item in items { whole = join(whole, add(item)) }
            return whole
        case .choice(let items):
            var whole = Part(isNullable: false)
            for item in items {
                let part = add(item)
                whole.first += part.first
                whole.last += part.last
                whole.isNullable = whole.isNullable || part.isNullable
            }
            return whole
        case .repetition(let item, let least, let most):
            var whole = Part()
            for _ in 0..<least { whole = join(whole, add(item)) }
            guard let most else {
                // The last of the required ones may be repeated; without any, one that may be left out is.
                var loop = add(item)
                connect(loop.last, loop.first)
                loop.isNullable = true
                return join(whole, loop)
            }
            // Each optional one follows the one before: a{1,3} is a(a(a)?)?.
            var optional: [Part] = []
            for _ in least..<max(least, most) { optional.append(add(item)) }
            var rest = Part()
            for part in optional.reversed() {
                rest = join(part, rest)
                rest.isNullable = true
            }
            return join(whole, rest)
        }
    }

    private mutating func join(_ a: Part, _ b: Part) -> Part {
        connect(a.last, b.first)
        return Part(
            first: a.isNullable ? a.first + b.first : a.first, last: b.isNullable ? a.last + b.last : b.last,
            isNullable: a.isNullable && b.isNullable)
    }

    private mutating func connect(_ from: [Int32], _ to: [Int32]) {
        for state in from {
            for next in to where !follow[Int(state)].contains(next) { follow[Int(state)].append(next) }
        }
    }
}
