extension MCAP {
    /// The schemas and channels that a reader has met, by id.
    ///
    /// They are kept as their bytes and read when somebody asks, because a long log repeats them in every chunk.
    package struct Definitions: ~Copyable {
        private let limits: Limits
        /// Whether a channel may name a schema that was not defined: a summary may repeat the one without the other.
        private let allowsMissingSchemas: Bool
        /// Bytes that were there before, a file's summary for one: what is defined in them is not copied.
        let given: RawBuffer
        private var buffer = RawBuffer()
        /// The number of bytes of all definitions.
        private var size = 0
        /// Where each definition stands: in the bytes that were given, or in those of the buffer, counted on from these.
        private var schemas: [Range<Int>] = []
        private var channels: [Range<Int>] = []

        init(limits: Limits, allowsMissingSchemas: Bool = false, in given: consuming RawBuffer = RawBuffer()) {
            self.limits = limits
            self.allowsMissingSchemas = allowsMissingSchemas
            self.given = given
        }

        /// Returns the channel of an id.
        package func channel(_ id: UInt16) throws(TraceError) -> Channel? {
            guard let bytes = bytes(id, in: channels) else { return nil }
            var cursor = RecordCursor(bytes, at: 0, limits: limits)
            return try Channel(&cursor)
        }

        /// Returns the schema of an id.
        package func schema(_ id: UInt16) throws(TraceError) -> Schema? {
            guard let bytes = bytes(id, in: schemas) else { return nil }
            var cursor = RecordCursor(bytes, at: 0, limits: limits)
            return try Schema(&cursor)
        }

        /// Returns the first channel with an entry in its metadata.
        func channel(withMetadata key: [UInt8], _ value: [UInt8]) throws(TraceError) -> UInt16? {
            for (id, range) in channels.enumerated() where !range.isEmpty {
                var cursor = RecordCursor(bytes(range), at: 0, limits: limits)
                try Channel.skipToMetadata(&cursor)
                var map = RecordCursor(try cursor.bytes("channel metadata"), at: 0, limits: limits)
                while !map.rest.isEmpty {
                    let isKey = try map.bytes("key").elementsEqual(key)
                    let isValue = try map.bytes("value").elementsEqual(value)
                    if isKey && isValue { return UInt16(truncatingIfNeeded: id) }
                }
            }
            return nil
        }

        /// Returns the channels of a topic, in rising order.
        func channels(topic: [UInt8]) throws(TraceError) -> [UInt16] {
            var result: [UInt16] = []
            for (id, range) in channels.enumerated() where !range.isEmpty {
                var cursor = RecordCursor(bytes(range), at: 0, limits: limits)
                _ = try cursor.take(4, "ids")
                if try cursor.bytes("topic").elementsEqual(topic) { result.append(UInt16(truncatingIfNeeded: id)) }
            }
            return result
        }

        /// The ids of the channels, in rising order.
        package var channelIDs: [UInt16] {
            Definitions.ids(channels)
        }

        /// The ids of the schemas, in rising order.
        package var schemaIDs: [UInt16] {
            Definitions.ids(schemas)
        }

        @inline(__always) private func isKnown(_ id: UInt16) -> Bool {
            Int(id) < channels.count && !channels[Int(id)].isEmpty
        }

        private func bytes(_ id: UInt16, in ranges: [Range<Int>]) -> UnsafeRawBufferPointer? {
            guard Int(id) < ranges.count, !ranges[Int(id)].isEmpty else { return nil }
            return bytes(ranges[Int(id)])
        }

        private func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
            let start = range.lowerBound - given.count
            if start < 0 { return UnsafeRawBufferPointer(rebasing: given.bytes[range]) }
            return UnsafeRawBufferPointer(rebasing: buffer.bytes[start..<start + range.count])
        }

        /// Takes a record into account: a definition is kept, and a message must be of a channel that was defined.
        @inline(__always)
        mutating func note(_ opcode: Opcode, _ content: UnsafeRawBufferPointer, at offset: Int) throws(TraceError) {
            if opcode == .message {
                guard content.count >= MessageHead.size else {
                    throw .container("expected a message, found \(content.count) bytes", at: offset)
                }
                let id = UInt16(littleEndian: content.loadUnaligned(as: UInt16.self))
                if !isKnown(id) { throw .container("expected a channel that was defined, found \(id)", at: offset) }
            } else if opcode == .channel {
                try noteChannel(content, at: offset)
            } else if opcode == .schema {
                try noteSchema(content, at: offset)
            } else if opcode == .chunk {
                throw .container("expected no chunk here, found one", at: offset)
            }
        }

        @inline(never)
        private mutating func noteChannel(_ content: UnsafeRawBufferPointer, at offset: Int) throws(TraceError) {
            guard content.count >= 2 else {
                throw .container("expected a channel, found \(content.count) bytes", at: offset)
            }
            let id = UInt16(littleEndian: content.loadUnaligned(as: UInt16.self))
            let known = bytes(id, in: channels)
            if let known, Definitions.areEqual(known, content) { return }
            var cursor = RecordCursor(content, at: offset, limits: limits)
            if known != nil {
                guard try channel(id) == Channel(&cursor) else {
                    throw .container("expected the same channel \(id) as before, found another", at: offset)
                }
                return
            }
            let schema = try Channel.check(&cursor)
            guard schema == 0 || allowsMissingSchemas || bytes(schema, in: schemas) != nil else {
                throw .container(
                    "expected a channel with a schema that was defined, found schema \(schema)", at: offset)
            }
            Definitions.set(id, try keep(content, at: offset), in: &channels)
        }

        @inline(never)
        private mutating func noteSchema(_ content: UnsafeRawBufferPointer, at offset: Int) throws(TraceError) {
            guard content.count >= 2 else {
                throw .container("expected a schema, found \(content.count) bytes", at: offset)
            }
            let id = UInt16(littleEndian: content.loadUnaligned(as: UInt16.self))
            let known = bytes(id, in: schemas)
            if let known, Definitions.areEqual(known, content) { return }
            var cursor = RecordCursor(content, at: offset, limits: limits)
            guard id != 0 else { throw .container("expected a schema with an id of at least 1, found 0", at: offset) }
            if known != nil {
                guard try schema(id) == Schema(&cursor) else {
                    throw .container("expected the same schema \(id) as before, found another", at: offset)
                }
                return
            }
            try Schema.check(&cursor)
            Definitions.set(id, try keep(content, at: offset), in: &schemas)
        }

        private mutating func keep(_ content: UnsafeRawBufferPointer, at offset: Int) throws(TraceError) -> Range<Int> {
            guard content.count <= limits.definitions - size else {
                throw TraceError(
                    .limitExceeded,
                    "byte \(offset): expected schemas and channels of at most \(limits.definitions) bytes, found more",
                    offset: offset)
            }
            size += content.count
            if let first = content.baseAddress, let start = given.bytes.baseAddress,
                first >= start, first < start + given.count
            {
                return first - start..<first - start + content.count
            }
            let start = given.count + buffer.count
            buffer.append(content)
            return start..<start + content.count
        }

        private static func ids(_ ranges: [Range<Int>]) -> [UInt16] {
            ranges.indices.lazy.filter { !ranges[$0].isEmpty }.map { UInt16(truncatingIfNeeded: $0) }
        }

        private static func set(_ id: UInt16, _ range: Range<Int>, in ranges: inout [Range<Int>]) {
            if ranges.count <= Int(id) {
                ranges.append(contentsOf: repeatElement(0..<0, count: Int(id) + 1 - ranges.count))
            }
            ranges[Int(id)] = range
        }

        private static func areEqual(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
            a.count == b.count && a.elementsEqual(b)
        }
    }
}
