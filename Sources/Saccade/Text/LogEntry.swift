/// One event as it stands in a log: what it says, its very bytes, and where they are.
public struct LogEntry: Sendable {
    /// The event.
    public var event: Event
    /// The bytes of the event in the log, without the line end.
    ///
    /// Copying writes these, so that nothing is lost.
    public var source: [UInt8]
    /// The number of the line, from 1.
    public var line: Int
    /// The ordinal of the event in its trace, from 0.
    public var index: Int

    /// Creates an entry.
    public init(event: Event, source: [UInt8], line: Int, index: Int) {
        self.event = event
        self.source = source
        self.line = line
        self.index = index
    }

    /// Returns the column, from 1, at which the value of a top-level field begins; 1 if there is no such field.
    public func column(of key: String) -> Int {
        let wanted = Array(key.utf8)
        let offset = source.withUnsafeBufferPointer { buffer -> Int? in
            var cursor = JSONCursor(buffer)
            cursor.skipWhitespace()
            guard cursor.current == UInt8(ascii: "{") else { return nil }
            cursor.position += 1
            while true {
                cursor.skipWhitespace()
                guard let token = try? cursor.string() else { return nil }
                cursor.skipWhitespace()
                guard cursor.current == UInt8(ascii: ":") else { return nil }
                cursor.position += 1
                cursor.skipWhitespace()
                if cursor.unescaped(token) == wanted { return cursor.position }
                guard (try? cursor.skipValue(depth: 1)) != nil else { return nil }
                cursor.skipWhitespace()
                guard cursor.current == UInt8(ascii: ",") else { return nil }
                cursor.position += 1
            }
        }
        return (offset ?? 0) + 1
    }
}
