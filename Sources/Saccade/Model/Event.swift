/// One event of a log: what happened, and when.
public struct Event: Sendable, Hashable {
    /// Nanoseconds since `trace.begin` on a monotonic clock, or `nil` where the record has no times.
    public var time: Int?
    /// What happened.
    public var body: EventBody
    /// Fields that this version does not know, in the order in which they stood.
    public var unknownFields: [JSONMember]

    /// Creates an event; the time is in nanoseconds since `trace.begin`.
    public init(_ body: EventBody, time: Int? = nil, unknownFields: [JSONMember] = []) {
        self.body = body
        self.time = time
        self.unknownFields = unknownFields
    }

    /// Whether a reader that does not know the event must refuse the log.
    public var isCritical: Bool {
        unknownFields.contains { $0.key.utf8.elementsEqual("critical".utf8) && $0.value == .bool(true) }
    }
}
