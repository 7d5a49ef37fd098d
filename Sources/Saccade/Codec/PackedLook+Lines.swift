extension PackedLook {
    // MARK: Lines

    /// Appends the event of the text, without a line end.
    package func encodeText(into encoder: inout EventEncoder, at time: Int) {
        encoder.emitter.raw("{\"t\":\"step.text\",\"at\":")
        encoder.emitter.integer(Int64(time))
        encoder.emitter.raw(",\"agent\":")
        encoder.emitter.integer(Int64(head.agent))
        encoder.emitter.raw(",\"step\":")
        encoder.emitter.integer(Int64(head.step))
        encoder.emitter.raw(",\"channel\":")
        encoder.emitter.string(PackedLook.channels[Int(head.channel)].rawValue)
        encoder.emitter.raw(",\"text\":")
        encoder.emitter.string(text)
        encoder.emitter.byte(UInt8(ascii: "}"))
    }

    /// Appends the event of the next region, without a line end.
    ///
    /// It is to be called once for each of the ``marks``.
    package mutating func encodeNextRegion(into encoder: inout EventEncoder, at time: Int) {
        let has: UInt32 = number()
        let size = has & Has.point == 0 ? MemoryLayout<SIMD4<Double>>.size : MemoryLayout<SIMD2<Double>>.size
        let place = next.position
        next.position += has & Has.pixels == 0 ? size : 2 * size
        let score = has & Has.score == 0 ? nil : Double(bitPattern: number())
        let label = has & Has.label == 0 ? nil : piece()
        let role = has & Has.role == 0 ? nil : piece()
        let written = has & Has.written == 0 ? nil : piece()

        encoder.emitter.raw("{\"t\":\"region\",\"at\":")
        encoder.emitter.integer(Int64(time))
        encoder.emitter.raw(",\"agent\":")
        encoder.emitter.integer(Int64(head.agent))
        encoder.emitter.raw(",\"n\":")
        encoder.emitter.integer(Int64(head.region) + Int64(next.mark))
        next.mark += 1
        encoder.emitter.raw(",\"step\":")
        encoder.emitter.integer(Int64(head.step))
        encoder.emitter.raw(",\"image\":")
        encoder.emitter.integer(Int64(head.image))
        if let written {
            encoder.emitter.raw(",\"written\":")
            encoder.emitter.string(written)
        }
        encoder.emitter.raw(",\"shape\":")
        encodePlace(has, at: place, &encoder.emitter)
        if head.unit != 0 {
            encoder.emitter.raw(",\"space\":{\"unit\":")
            encoder.emitter.string(PackedLook.units[Int(head.unit)].rawValue)
            encoder.emitter.byte(UInt8(ascii: "}"))
        }
        if has & Has.pixels != 0 {
            encoder.emitter.raw(",\"pixels\":")
            encodePlace(has, at: place + size, &encoder.emitter)
        }
        if let role {
            encoder.emitter.raw(",\"role\":")
            encoder.emitter.string(role)
        }
        if let label {
            encoder.emitter.raw(",\"label\":")
            encoder.emitter.string(label)
        }
        if let score {
            encoder.emitter.raw(",\"score\":")
            encoder.emitter.double(score)
        }
        encoder.emitter.byte(UInt8(ascii: "}"))
    }

    @inline(__always) private func encodePlace(_ has: UInt32, at position: Int, _ emitter: inout JSONEmitter) {
        if has & Has.point == 0 {
            emitter.raw("{\"box\":")
            let edges = bytes.loadUnaligned(fromByteOffset: position, as: SIMD4<Double>.self)
            Box(x0: edges.x, y0: edges.y, x1: edges.z, y1: edges.w).encode(into: &emitter)
        } else {
            emitter.raw("{\"point\":")
            let place = bytes.loadUnaligned(fromByteOffset: position, as: SIMD2<Double>.self)
            Point(x: place.x, y: place.y).encode(into: &emitter)
        }
        emitter.byte(UInt8(ascii: "}"))
    }

    private var text: UnsafeBufferPointer<UInt8> {
        let start = MemoryLayout<Head>.size
        return UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(head.text)]).bindMemory(to: UInt8.self)
    }

    private mutating func number<T: FixedWidthInteger & BitwiseCopyable>() -> T {
        defer { next.position += MemoryLayout<T>.size }
        return bytes.loadUnaligned(fromByteOffset: next.position, as: T.self)
    }

    private mutating func piece() -> UnsafeBufferPointer<UInt8> {
        let count = Int(number() as UInt32)
        defer { next.position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[next.position..<next.position + count])
            .bindMemory(to: UInt8.self)
    }

    // MARK: Events

    /// The text as an event, for where it does not fit.
    package var textEvent: EventBody {
        .stepText(
            StepText(
                agent: agent, step: step, channel: PackedLook.channels[Int(head.channel)],
                text: String(decoding: text, as: UTF8.self)))
    }

    /// Returns the regions as events, for where they do not fit.
    ///
    /// - Throws: ``TraceError`` if the bytes were not packed by this process.
    package func regionEvents() throws(TraceError) -> [EventBody] {
        var rest = PackedLook(bytes)
        var encoder = EventEncoder()
        var events: [EventBody] = []
        for _ in 0..<marks {
            encoder.removeAll()
            rest.encodeNextRegion(into: &encoder, at: 0)
            events.append(try EventDecoder().decode(encoder.bytes).body)
        }
        return events
    }
}
