import Saccade

/// How sure a caller wants to be of what was recorded before.
enum Acknowledgement: Int, Sendable, Comparable {
    /// A crash of the process cannot lose it.
    case written
    /// A loss of power cannot lose it.
    case durable
    /// The recorder is closed.
    case closed

    static func < (a: Acknowledgement, b: Acknowledgement) -> Bool { a.rawValue < b.rawValue }
}

/// Somebody who waits for an acknowledgement.
final class Ticket: Sendable {
    let level: Acknowledgement
    /// Everything below this place of the ring is meant.
    let end: Int
    private let completion: Lock<(@Sendable (Result<Void, RecorderError>) -> Void)?>

    init(
        _ level: Acknowledgement, end: Int, completion: @escaping @Sendable (Result<Void, RecorderError>) -> Void
    ) {
        self.level = level
        self.end = end
        self.completion = Lock(completion)
    }

    /// Tells whoever waits; only the first time counts.
    func complete(_ result: Result<Void, RecorderError>) {
        let completion = completion.withLock { completion in
            defer { completion = nil }
            return completion
        }
        completion?(result)
    }
}

/// Those who wait.
struct Tickets {
    var waiting: [Ticket] = []
    /// Whether the worker is gone: nobody will be told any more.
    var isOver = false
}

extension RecorderCore {
    /// Asks for an acknowledgement of everything recorded so far; the closure is called on any thread, once.
    func request(
        _ level: Acknowledgement, _ completion: @escaping @Sendable (Result<Void, RecorderError>) -> Void
    ) {
        let ticket = Ticket(level, end: ring.end, completion: completion)
        guard isHere else { return ticket.complete(.failure(RecorderCore.forked)) }
        let isOver = tickets.withLock { tickets in
            if !tickets.isOver { tickets.waiting.append(ticket) }
            return tickets.isOver
        }
        if isOver { return ticket.complete(level == .closed ? .success(()) : .failure(RecorderCore.isClosed)) }
        bell.ring()
    }

    /// Waits for an acknowledgement on this thread, for a time in nanoseconds if one is given.
    ///
    /// - Throws: ``RecorderError`` with code `file-system`, `closed` or `timed-out`.
    func acknowledge(_ level: Acknowledgement, within limit: Int? = nil) throws(RecorderError) {
        let bell = Bell()
        let outcome = Outcome()
        request(level) { result in
            outcome.value.withLock { $0 = result }
            bell.ring()
        }
        if let limit {
            bell.wait(nanoseconds: limit)
        } else {
            while !bell.wait(nanoseconds: 3_600_000_000_000) {}
        }
        guard let result = outcome.value.withLock({ $0 }) else {
            throw RecorderError(.timedOut, "expected the recorder to write within \(limit ?? 0) ns, found it busy")
        }
        try result.get()
    }

    private final class Outcome: Sendable {
        let value = Lock<Result<Void, RecorderError>?>(nil)
    }

    private static let isClosed = RecorderError(.closed, "expected an open recorder, found a closed one")
    private static let forked = RecorderError(
        .closed, "expected the process that opened the recorder, found one that was forked from it")
}
