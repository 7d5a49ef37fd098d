/// Memory that scanners of one machine share while they look at a byte: where in the list of live states a state is.
final class ScanScratch {
    var places: [Int32]

    init(_ machine: PatternMachine) { places = [Int32](repeating: -1, count: machine.sets.count) }
}

/// Looks for patterns in a text that comes in pieces, and knows up to where it can no longer change its mind.
///
/// All bytes that any match covers are a *run*, from scalar to scalar; runs that touch are one.
struct TextScanner {
    /// Bytes of the text that are to be made unreadable, counted from its beginning.
    struct Run: Hashable {
        var start: Int
        var end: Int
        /// The number of the pattern that was found first; `nil` where nobody could wait to see what it is.
        var rule: Int?
    }

    /// A state of the machine that the text so far has led to.
    private struct Thread {
        var state: Int32
        /// The first byte of the earliest match that may come of it.
        var start: Int
    }

    private let machine: PatternMachine
    private let scratch: ScanScratch
    private var threads: [Thread] = []
    private var nextThreads: [Thread] = []
    /// The runs that somebody may still ask for, in order.
    private(set) var runs: [Run] = []
    /// How many bytes of the text have been seen.
    private(set) var count = 0
    /// Where the latest scalar begins.
    private var scalar = 0

    init(_ machine: PatternMachine, _ scratch: ScanScratch) {
        self.machine = machine
        self.scratch = scratch
    }

    /// Looks at the next piece: whole scalars.
    mutating func take(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { take(byte) }
    }

    private mutating func take(_ byte: UInt8) {
        if byte & 0xC0 != 0x80 {
            scalar = count
        } else if let last = runs.last, last.end == count {
            runs[runs.count - 1].end += 1
        }
        nextThreads.removeAll(keepingCapacity: true)
        for thread in threads {
            for state in machine.follow[Int(thread.state)] where machine.sets[Int(state)].contains(byte) {
                enter(state, thread.start)
            }
        }
        for state in machine.first where machine.sets[Int(state)].contains(byte) { enter(state, scalar) }
        swap(&threads, &nextThreads)
        count += 1
        for thread in threads {
            scratch.places[Int(thread.state)] = -1
            let rule = machine.ends[Int(thread.state)]
            if rule >= 0 { add(Run(start: thread.start, end: count, rule: Int(rule))) }
        }
    }

    private mutating func enter(_ state: Int32, _ start: Int) {
        let place = Int(scratch.places[Int(state)])
        if place >= 0 {
            nextThreads[place].start = min(nextThreads[place].start, start)
        } else {
            scratch.places[Int(state)] = Int32(truncatingIfNeeded: nextThreads.count)
            nextThreads.append(Thread(state: state, start: start))
        }
    }

    /// Adds a run that ends at the latest byte.
    private mutating func add(_ run: Run) {
        var run = run
        while let last = runs.last, last.end >= run.start {
            run = Run(start: min(run.start, last.start), end: max(run.end, last.end), rule: last.rule ?? run.rule)
            runs.removeLast()
        }
        runs.append(run)
    }

    /// Up to where nothing that is still to come changes anything: before what may become a match, or in a run.
    var decided: Int {
        var earliest = count
        for thread in threads { earliest = min(earliest, thread.start) }
        // What a match covers already will not be shown, whatever else it becomes a part of.
        let covering = runs.last { $0.start <= earliest && $0.end > earliest }
        return covering?.end ?? earliest
    }

    /// Decides on everything seen so far as if the text ended here: what might have become a match has not.
    mutating func end() { threads.removeAll(keepingCapacity: true) }

    /// Decides on everything seen so far, and in doubt against showing it: what may become a match counts as one.
    ///
    /// It may still become one, so that the rest of a secret is not shown after its beginning.
    mutating func giveUpWaiting() {
        let from = decided
        if from < count { add(Run(start: from, end: count, rule: nil)) }
    }

    /// Forgets the runs that end before a byte.
    mutating func forgetRuns(before byte: Int) { runs.removeAll { $0.end < byte } }

    /// Makes the scanner ready for another text.
    mutating func reset() {
        threads.removeAll(keepingCapacity: true)
        runs.removeAll(keepingCapacity: true)
        (count, scalar) = (0, 0)
    }
}
