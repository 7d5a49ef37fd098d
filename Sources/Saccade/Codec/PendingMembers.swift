/// The values of the containers of a JSON text that are open, in order, each with its key if it stands in an object.
///
/// One list for all: a container that ends takes its own off the end, into a list of just their number.
struct PendingMembers: ~Copyable {
    private var base: UnsafeMutablePointer<JSONMember>
    private var capacity = 16
    private(set) var count = 0

    init() { base = .allocate(capacity: capacity) }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }

    /// Adds a value of the innermost container; the key of an element is empty.
    @inline(__always) mutating func append(_ key: consuming String, _ value: consuming JSONValue) {
        if count == capacity { grow() }
        (base + count).initialize(to: JSONMember(key, value))
        count &+= 1
    }

    @inline(never) private mutating func grow() {
        let larger: UnsafeMutablePointer<JSONMember> = .allocate(capacity: capacity * 2)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity *= 2
    }

    /// Returns the members from one on and forgets them.
    mutating func takeMembers(from first: Int) -> [JSONMember] {
        var members: [JSONMember] = []
        members.reserveCapacity(count - first)
        for index in first..<count { members.append((base + index).move()) }
        count = first
        return members
    }

    /// Returns the values from one on without their keys, and forgets them.
    mutating func takeValues(from first: Int) -> [JSONValue] {
        var values: [JSONValue] = []
        values.reserveCapacity(count - first)
        for index in first..<count { values.append((base + index).move().value) }
        count = first
        return values
    }
}
