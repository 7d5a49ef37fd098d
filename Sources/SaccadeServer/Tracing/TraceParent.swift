import Instrumentation
import Synchronization
import Tracing

/// A place in a distributed trace, as the header `traceparent` of W3C Trace Context carries it.
public struct TraceParent: Sendable, Hashable, CustomStringConvertible {
    /// The trace: 32 lower-case hexadecimal digits, not all zero.
    public let traceID: String
    /// The span: 16 lower-case hexadecimal digits, not all zero.
    public let spanID: String
    /// Whether the caller records the trace.
    public let isSampled: Bool

    /// Reads a header; `nil` if it is not one.
    public init?(_ header: some StringProtocol) {
        let fields = header.split(separator: "-", omittingEmptySubsequences: false)
        // Later versions may add fields, version 00 has none.
        guard fields.count >= 4, let version = Self.digits(fields[0], count: 2), version != "ff" else { return nil }
        guard version != "00" || fields.count == 4 else { return nil }
        guard let trace = Self.digits(fields[1], count: 32), let span = Self.digits(fields[2], count: 16),
            let flags = Self.digits(fields[3], count: 2).flatMap({ UInt8($0, radix: 16) }),
            trace.contains(where: { $0 != "0" }), span.contains(where: { $0 != "0" })
        else { return nil }
        (traceID, spanID, isSampled) = (trace, span, flags & 1 == 1)
    }

    /// The span that the running task is in, if the process has a tracer that speaks W3C Trace Context.
    ///
    /// swift-distributed-tracing has no common form of ids; every such tracer can write this header.
    public static var current: TraceParent? {
        guard let context = ServiceContext.current else { return nil }
        var header: String?
        InstrumentationSystem.instrument.inject(context, into: &header, using: HeaderInjector())
        return header.flatMap { TraceParent($0) }
    }

    /// The value as a header.
    public var description: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    private static func digits(_ text: some StringProtocol, count: Int) -> String? {
        let isRight = text.utf8.count == count && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
        return isRight ? String(text) : nil
    }

    private struct HeaderInjector: Injector {
        func inject(_ value: String, forKey key: String, into carrier: inout String?) {
            if key.lowercased() == "traceparent" { carrier = value }
        }
    }
}

/// The ids of distributed traces that have been given to traces of this process.
///
/// A distributed trace may hold several tasks, and two traces in one file must not share an id: the first gets the id, the
/// others get ids of their own and name it as their parent.
final class TakenTraceIDs: Sendable {
    static let shared = TakenTraceIDs()

    private struct Ids {
        var known: Set<String> = []
        var order: [String] = []
        var oldest = 0
    }

    private let ids = Mutex(Ids())
    private static let limit = 65_536

    /// Takes an id; false if it is taken already.
    func take(_ id: String) -> Bool {
        ids.withLock { ids in
            guard ids.known.insert(id).inserted else { return false }
            if ids.order.count < Self.limit {
                ids.order.append(id)
            } else {
                ids.known.remove(ids.order[ids.oldest])
                ids.order[ids.oldest] = id
                ids.oldest = (ids.oldest + 1) % Self.limit
            }
            return true
        }
    }
}
