/// Reads the fields of one record; every length is checked against what is left before it is believed.
struct RecordCursor {
    /// The bytes that are left.
    private(set) var rest: UnsafeRawBufferPointer
    /// The offset in the file of the next byte, for errors.
    ///
    /// In a packed chunk it is counted from that of the chunk.
    private(set) var offset: Int
    private let limits: MCAP.Limits

    init(_ bytes: UnsafeRawBufferPointer, at offset: Int, limits: MCAP.Limits) {
        self.rest = bytes
        self.offset = offset
        self.limits = limits
    }

    /// Takes some bytes.
    mutating func take(_ count: Int, _ what: @autoclosure () -> String) throws(TraceError) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= rest.count else {
            throw .container(
                "expected \(count) bytes of \(what()), found the record's end after \(rest.count)", at: offset)
        }
        let taken = UnsafeRawBufferPointer(rebasing: rest[..<count])
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        offset += count
        return taken
    }

    mutating func integer<T: FixedWidthInteger>(_ type: T.Type, _ what: StaticString) throws(TraceError) -> T {
        T(littleEndian: try take(MemoryLayout<T>.size, "\(what)").loadUnaligned(as: T.self))
    }

    /// Takes bytes whose number stands before them in 32 bits.
    mutating func bytes(_ what: StaticString) throws(TraceError) -> UnsafeRawBufferPointer {
        let count = Int(try integer(UInt32.self, what))
        return try take(count, "\(what)")
    }

    mutating func text(_ what: StaticString) throws(TraceError) -> String {
        let start = offset
        let utf8 = try textBytes(what)
        guard let text = String(validating: utf8, as: UTF8.self) else {
            throw .container("expected a \(what) in UTF-8, found other bytes", at: start)
        }
        return text
    }

    /// Checks a text without making a string of it.
    mutating func checkText(_ what: StaticString) throws(TraceError) {
        let start = offset
        let utf8 = try textBytes(what)
        if utf8.isASCII { return }
        guard String(validating: utf8, as: UTF8.self) != nil else {
            throw .container("expected a \(what) in UTF-8, found other bytes", at: start)
        }
    }

    /// Checks a map of texts without making strings of it.
    mutating func checkMap(_ what: StaticString) throws(TraceError) {
        let start = offset
        var inner = RecordCursor(try bytes(what), at: start + 4, limits: limits)
        var count = 0
        while !inner.rest.isEmpty {
            try checkCount(count, what, at: start)
            try inner.checkText("key")
            try inner.checkText("value")
            count += 1
        }
    }

    private func checkCount(_ count: Int, _ what: StaticString, at start: Int) throws(TraceError) {
        guard count < limits.mapEntries else {
            throw TraceError(
                .limitExceeded, "byte \(start): expected \(what) of at most \(limits.mapEntries) entries, found more",
                offset: start)
        }
    }

    /// Takes the bytes of a text, which may be no UTF-8.
    private mutating func textBytes(_ what: StaticString) throws(TraceError) -> UnsafeRawBufferPointer {
        let start = offset
        let utf8 = try bytes(what)
        guard utf8.count <= limits.text else {
            throw TraceError(
                .limitExceeded,
                "byte \(start): expected a \(what) of at most \(limits.text) bytes, found \(utf8.count)", offset: start)
        }
        return utf8
    }

    mutating func map(_ what: StaticString) throws(TraceError) -> [MCAP.Entry] {
        let start = offset
        var inner = RecordCursor(try bytes(what), at: start + 4, limits: limits)
        var entries: [MCAP.Entry] = []
        while !inner.rest.isEmpty {
            try checkCount(entries.count, what, at: start)
            let key = try inner.text("key")
            entries.append(MCAP.Entry(key, try inner.text("value")))
        }
        return entries
    }

    /// Takes an array of elements of a fixed size.
    mutating func elements<Element>(
        _ what: StaticString, size: Int, _ read: (inout RecordCursor) throws(TraceError) -> Element
    ) throws(TraceError) -> [Element] {
        let start = offset
        var inner = RecordCursor(try bytes(what), at: start + 4, limits: limits)
        guard inner.rest.count % size == 0 else {
            throw .container("expected \(what) in pieces of \(size) bytes, found \(inner.rest.count) bytes", at: start)
        }
        var elements: [Element] = []
        elements.reserveCapacity(inner.rest.count / size)
        while !inner.rest.isEmpty { elements.append(try read(&inner)) }
        return elements
    }
}

extension UnsafeRawBufferPointer {
    /// Whether all bytes are ASCII, read eight at once.
    fileprivate var isASCII: Bool {
        var bits: UInt64 = 0
        let whole = count & ~7
        for offset in stride(from: 0, to: whole, by: 8) {
            bits |= loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        }
        for byte in self[whole...] { bits |= UInt64(byte) }
        return bits & 0x8080_8080_8080_8080 == 0
    }
}
