/// A piece of text and the places on one image that it speaks of, packed for another thread in a form of its own.
///
/// Most events of a recorder are these, so they do not go the way of ``EventPacker``: packing copies bytes and numbers, and
/// ``encodeText(into:at:)`` and ``encodeNextRegion(into:at:)`` make the lines of the log from them without making events.
/// What does not fit in here (other shapes, spaces with a size, numbers that are not finite) is packed as events. A test
/// holds the lines to those that the list of fields gives.
package struct PackedLook {
    /// What stands before the text and the marks.
    struct Head: BitwiseCopyable {
        var agent: Int32
        var step: Int32
        var image: Int32
        /// The ordinal of the first region; the others follow.
        var region: Int32
        var marks: UInt16
        /// The place of the channel in ``channels``.
        var channel: UInt8
        /// The place of the unit in ``units``, 0 for pixels.
        var unit: UInt8
        /// How many bytes of text follow.
        var text: UInt32
    }

    /// The bits of a mark's first word that say what follows it, in this order: the place, the place in pixels, the
    /// score, the texts.
    enum Has {
        /// The places are points; without it they are boxes.
        static let point: UInt32 = 1
        static let pixels: UInt32 = 2
        static let score: UInt32 = 4
        static let label: UInt32 = 8
        static let role: UInt32 = 16
        static let written: UInt32 = 32
    }

    static let channels: [TextChannel] = TextChannel.known
    static let units: [SpaceUnit] = [.pixel, .unit, .unitSquare, .percent, .permille999, .permille]

    let head: Head
    let bytes: UnsafeRawBufferPointer
    /// How many regions were encoded, and where the next mark begins.
    var next: (mark: Int, position: Int)

    /// Takes what ``EventPacker/begin(look:channel:agent:step:image:region:marks:unit:)`` has begun.
    package init(_ bytes: UnsafeRawBufferPointer) {
        head = bytes.loadUnaligned(as: Head.self)
        self.bytes = bytes
        next = (0, MemoryLayout<Head>.size + Int(head.text))
    }

    /// The agent.
    package var agent: Int { Int(head.agent) }
    /// The step.
    package var step: Int { Int(head.step) }
    /// The image of the places.
    package var image: Int { Int(head.image) }
    /// The ordinal of the first region.
    package var region: Int { Int(head.region) }
    /// How many places there are.
    package var marks: Int { Int(head.marks) }
    /// Whether there is a text.
    package var hasText: Bool { head.text > 0 }
    /// How many events it stands for.
    package var events: Int { marks + (hasText ? 1 : 0) }

    // MARK: Packing

    /// Returns the number of a channel that can be packed.
    package static func number(of channel: TextChannel) -> UInt8? {
        channels.firstIndex(of: channel).map { UInt8(truncatingIfNeeded: $0) }
    }

    /// Returns the number of the unit of a space that can be packed: one without a size, in the plain order.
    package static func number(of space: CoordinateSpace) -> UInt8? {
        guard space.size.isEmpty, space.bins == nil, space.recipe == nil, space.order == .xyxy else { return nil }
        return units.firstIndex(of: space.unit).map { UInt8(truncatingIfNeeded: $0) }
    }
}

extension EventPacker {
    /// Begins to pack a look, in place of what was packed before; its marks follow.
    ///
    /// - Returns: False if it cannot be packed as one: an ordinal is too large.
    @inline(__always) package mutating func begin(
        look text: String, channel: UInt8, agent: Int, step: Int, image: Int, region: Int, marks: Int, unit: UInt8
    ) -> Bool {
        removeAll()
        guard let agent = Int32(exactly: agent), let step = Int32(exactly: step), let image = Int32(exactly: image),
            let region = Int32(exactly: region), let marks = UInt16(exactly: marks)
        else { return false }
        let head = PackedLook.Head(
            agent: agent, step: step, image: image, region: region, marks: marks, channel: channel, unit: unit, text: 0)
        buffer.append(bytesOf: head)
        let start = buffer.count
        buffer.append(utf8: text)
        buffer.store(UInt32(truncatingIfNeeded: buffer.count - start), at: start - MemoryLayout<UInt32>.size)
        return true
    }

    /// Packs a mark of a look.
    ///
    /// - Parameter pixels: The place in pixels, of the same kind as the shape.
    /// - Returns: False if it cannot be packed as one.
    @inline(__always) package mutating func pack(
        mark shape: borrowing Shape, label: String?, role: RegionRole?, score: Double?, written: String?,
        pixels: borrowing Shape?
    ) -> Bool {
        let start = buffer.count
        buffer.append(UInt32(0))
        var has: UInt32 = 0
        switch shape {
        case .box(let box):
            guard buffer.append(finite: SIMD4(box.x0, box.y0, box.x1, box.y1)) else { return false }
        case .point(let point):
            guard buffer.append(finite: SIMD2(point.x, point.y)) else { return false }
            has |= PackedLook.Has.point
        default: return false
        }
        switch pixels {
        case .box(let box)? where has & PackedLook.Has.point == 0:
            guard buffer.append(finite: SIMD4(box.x0, box.y0, box.x1, box.y1)) else { return false }
            has |= PackedLook.Has.pixels
        case .point(let point)? where has & PackedLook.Has.point != 0:
            guard buffer.append(finite: SIMD2(point.x, point.y)) else { return false }
            has |= PackedLook.Has.pixels
        case nil: break
        default: return false
        }
        if let score {
            guard score.isFinite else { return false }
            buffer.append(score.bitPattern)
            has |= PackedLook.Has.score
        }
        if let label {
            buffer.append(counted: label)
            has |= PackedLook.Has.label
        }
        if let role {
            buffer.append(counted: role.rawValue)
            has |= PackedLook.Has.role
        }
        if let written {
            buffer.append(counted: written)
            has |= PackedLook.Has.written
        }
        buffer.store(has, at: start)
        return true
    }
}

extension RawBuffer {
    /// Appends a value as it lies in memory.
    @inline(__always) fileprivate mutating func append<T: BitwiseCopyable>(bytesOf value: T) {
        let size = MemoryLayout<T>.size
        reserve(size)
        (base + count).storeBytes(of: value, as: T.self)
        didAppend(size)
    }

    /// Appends numbers as they lie in memory; false if one of them is not finite.
    @inline(__always) fileprivate mutating func append<V: SIMD>(finite values: V) -> Bool
    where V.Scalar == Double, V: BitwiseCopyable {
        for index in 0..<V.scalarCount where !values[index].isFinite { return false }
        append(bytesOf: values)
        return true
    }

    /// Appends the UTF-8 of a text.
    @inline(__always) fileprivate mutating func append(utf8 text: String) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { append(UnsafeRawBufferPointer($0)) }
        if done == nil { append(Array(text.utf8)) }
    }

    /// Appends the UTF-8 of a text behind its count.
    @inline(__always) fileprivate mutating func append(counted text: String) {
        let start = count
        append(UInt32(0))
        append(utf8: text)
        store(UInt32(truncatingIfNeeded: count - start - MemoryLayout<UInt32>.size), at: start)
    }
}
