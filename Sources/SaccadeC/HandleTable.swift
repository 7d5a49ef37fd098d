import Saccade
import SaccadeRecorder
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What handles stand for.
enum HeldObject: Sendable {
    case recorder(TraceRecorder)
    case trace(OpenTrace)
    case reader(OpenReader)

    /// The number of the kind in a handle.
    var kind: UInt64 {
        switch self {
        case .recorder: 1
        case .trace: 2
        case .reader: 3
        }
    }
}

/// Gives out numbers for objects and finds the objects by them.
///
/// A handle is, from its highest bit: a 0, three bits of kind, 28 bits that change each time its place is used anew and
/// begin at a random number, and 32 bits of place. So a handle that was closed, one of another kind, and almost any other
/// number find nothing. What a call has found stays alive until the call returns, even if it is closed meanwhile.
final class HandleTable: Sendable {
    /// The table of this process.
    ///
    /// A forked child gets an empty one of its own: in the old one, a thread that is not there may hold a lock.
    static var shared: HandleTable { current.load(ordering: .acquiring).takeUnretainedValue() }

    private static let current = Atomic(Unmanaged.passRetained(HandleTable()))
    private static let forked = Atomic(false)

    /// Whether this process was forked from one that had handles.
    static var isForked: Bool { forked.load(ordering: .relaxed) }

    private static let watchesForks: Bool = {
        let status = pthread_atfork(nil, nil) {
            HandleTable.current.store(Unmanaged.passRetained(HandleTable()), ordering: .releasing)
            HandleTable.forked.store(true, ordering: .relaxed)
        }
        return status == 0
    }()

    private static let shardBits: UInt64 = 4
    private static let useMask: UInt64 = (1 << 28) - 1

    private struct Place {
        var use: UInt64
        var object: HeldObject?
    }

    private struct Places {
        var all: [Place] = []
        var free: [Int] = []
    }

    /// A part of the table, so that threads that record for different traces do not wait for each other.
    private final class Shard: Sendable {
        let places = Lock(Places())
    }

    private let shards = (0..<(1 << HandleTable.shardBits)).map { _ in Shard() }
    private let next = Atomic<Int>(0)

    /// Keeps an object and returns its handle.
    func add(_ object: HeldObject) -> Int {
        _ = HandleTable.watchesForks
        let shard = next.wrappingAdd(1, ordering: .relaxed).oldValue & (shards.count - 1)
        return shards[shard].places.withLock { places in
            let index: Int
            if let free = places.free.popLast() {
                index = free
                places.all[index].object = object
            } else {
                index = places.all.count
                let use = UInt64.random(in: 1...HandleTable.useMask)
                places.all.append(Place(use: use, object: object))
            }
            let place = UInt64(index) << HandleTable.shardBits | UInt64(shard)
            return Int(object.kind << 60 | places.all[index].use << 32 | place)
        }
    }

    /// Returns the object of a handle, or `nil`.
    func object(_ handle: Int64) -> HeldObject? {
        withPlace(of: handle) { places, index in places.all[index].object }
    }

    /// Forgets a handle and returns its object, or `nil`.
    func remove(_ handle: Int64) -> HeldObject? {
        withPlace(of: handle) { places, index in
            defer {
                let use = (places.all[index].use + 1) & HandleTable.useMask
                places.all[index] = Place(use: max(1, use), object: nil)
                places.free.append(index)
            }
            return places.all[index].object
        }
    }

    /// The handles of all traces of a recorder.
    func traces(of recorder: TraceRecorder) -> [Int64] {
        var handles: [Int64] = []
        for (number, shard) in shards.enumerated() {
            shard.places.withLock { places in
                for (index, place) in places.all.enumerated() {
                    guard case .trace(let trace)? = place.object, trace.recorder === recorder else { continue }
                    let kind = HeldObject.trace(trace).kind
                    let bits = UInt64(index) << HandleTable.shardBits | UInt64(number)
                    handles.append(Int64(kind << 60 | place.use << 32 | bits))
                }
            }
        }
        return handles
    }

    /// Calls a closure with the place of a handle, if it is one that is in use.
    private func withPlace(
        of handle: Int64, _ body: (inout sending Places, Int) -> HeldObject?
    ) -> HeldObject? {
        guard handle > 0 else { return nil }
        let bits = UInt64(handle)
        let shard = shards[Int(bits & (UInt64(shards.count) - 1))]
        let index = Int((bits & 0xFFFF_FFFF) >> HandleTable.shardBits)
        return shard.places.withLock { places in
            guard index < places.all.count, places.all[index].use == (bits >> 32) & HandleTable.useMask,
                places.all[index].object?.kind == bits >> 60
            else { return nil }
            return body(&places, index)
        }
    }
}

/// Returns the recorder of a handle.
func recorder(_ handle: Int64) throws(Failure) -> TraceRecorder {
    guard case .recorder(let recorder)? = HandleTable.shared.object(handle) else { throw bad("recorder", handle) }
    return recorder
}

/// Returns the trace of a handle.
func trace(_ handle: Int64) throws(Failure) -> OpenTrace {
    guard case .trace(let trace)? = HandleTable.shared.object(handle) else { throw bad("trace", handle) }
    return trace
}

/// Returns the reader of a handle.
func reader(_ handle: Int64) throws(Failure) -> OpenReader {
    guard case .reader(let reader)? = HandleTable.shared.object(handle) else { throw bad("reader", handle) }
    return reader
}

func bad(_ kind: String, _ handle: Int64) -> Failure {
    if HandleTable.isForked {
        return Failure(
            .closed,
            "expected the process that opened the \(kind), found one that was forked from it, or a closed \(kind)")
    }
    return Failure(.badHandle, "expected the handle of an open \(kind), found \(handle)")
}
