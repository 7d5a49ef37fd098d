import CPixelLoops

/// Writes bytes as one block of deflate that ends at a whole byte.
///
/// Blocks do not refer to one another, so that they can be made in any order and by several threads.
struct DeflateBlock {
    /// The bytes after a block that writing may touch.
    static let slack = 64

    /// The longest code: four of them fit the bits that a sink takes at once.
    private static let limit = 12
    private static let storedLimit = 65_535
    private static let fixed: (literals: PrefixCode, distances: PrefixCode) = (
        PrefixCode(
            lengths: [UInt8](repeating: 8, count: 144) + [UInt8](repeating: 9, count: 112)
                + [UInt8](repeating: 7, count: 24) + [UInt8](repeating: 8, count: 8)),
        PrefixCode(lengths: [UInt8](repeating: 5, count: 32))
    )

    private let finder: MatchFinder

    /// Creates a writer of blocks of at most `capacity` bytes.
    init(capacity: Int) { finder = MatchFinder(capacity: capacity) }

    /// Returns the most bytes that a block of `count` bytes takes, without slack.
    static func capacity(_ count: Int) -> Int { count + (count / storedLimit + 1) * 5 + 5 }

    /// Writes a block and returns the number of bytes written, at most `capacity(count)`.
    ///
    /// No byte after the `count` is read.
    func write(
        _ bytes: UnsafePointer<UInt8>, count: Int, isLast: Bool, wantsMatches: Bool,
        to target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        finder.split(bytes, count: count, wantsMatches: wantsMatches)
        let literals = PrefixCode(counts: UnsafeBufferPointer(finder.literals), limit: Self.limit)
        let distances = PrefixCode(counts: UnsafeBufferPointer(finder.distances), limit: Self.limit)
        let header = CodeLengthHeader(literals: literals, distances: distances)
        let extra = extraBits
        let own = 3 + header.bits + cost(literals, distances) + extra
        let plain = 3 + cost(Self.fixed.literals, Self.fixed.distances) + extra
        let stored = Self.storedBytes(count) * 8
        var sink = BitSink(target)
        if stored <= min(own, plain) + 40 {
            Self.store(bytes, count, isLast: isLast, into: &sink)
            return sink.target - target
        }
        if plain <= own {
            sink.write(isLast ? 0b011 : 0b010, 3)
            emit(bytes, Self.fixed.literals, Self.fixed.distances, into: &sink)
        } else {
            sink.write(isLast ? 0b101 : 0b100, 3)
            header.write(into: &sink)
            emit(bytes, literals, distances, into: &sink)
        }
        if isLast {
            sink.align()
        } else {
            // An empty stored block ends at a whole byte.
            sink.write(0, 3)
            sink.align()
            sink.write(0xFFFF_0000, 32)
        }
        return sink.target - target
    }

    private func cost(_ literals: PrefixCode, _ distances: PrefixCode) -> Int {
        literals.cost(UnsafeBufferPointer(finder.literals)) + distances.cost(UnsafeBufferPointer(finder.distances))
    }

    /// The bits that lengths and distances carry beside their symbols.
    private var extraBits: Int {
        var sum = 0
        for (symbol, count) in finder.literals.enumerated() where symbol >= 265 && symbol < 285 {
            sum += Int(count) * ((symbol - 261) / 4)
        }
        for (symbol, count) in finder.distances.enumerated() where symbol >= 4 {
            sum += Int(count) * (symbol / 2 - 1)
        }
        return sum
    }

    // MARK: Stored

    private static func storedBytes(_ count: Int) -> Int { count + (count + storedLimit - 1) / storedLimit * 5 }

    private static func store(_ bytes: UnsafePointer<UInt8>, _ count: Int, isLast: Bool, into sink: inout BitSink) {
        var start = 0
        while start < count {
            let length = min(storedLimit, count - start)
            sink.write(isLast && start + length == count ? 1 : 0, 3)
            sink.align()
            sink.write(UInt64(length) | UInt64(length ^ 0xFFFF) << 16, 32)
            sink.copy(bytes + start, count: length)
            start += length
        }
    }

    // MARK: Coded

    private func emit(
        _ bytes: UnsafePointer<UInt8>, _ literals: PrefixCode, _ distances: PrefixCode, into sink: inout BitSink
    ) {
        var own = sink
        withUnsafeTemporaryAllocation(of: saccade_codes.self, capacity: 1) { memory in
            guard let tables = memory.baseAddress else { return }
            literals.entries.withUnsafeBufferPointer { entries in
                if let base = entries.baseAddress { saccade_prepare_codes(base, tables) }
            }
            var place = bytes
            for token in finder.tokens {
                own.write(place, count: Int(token.literals), tables)
                place += Int(token.literals) &+ Int(token.length)
                guard token.length > 0 else { continue }
                Self.emit(token, literals, distances, into: &own)
            }
            let end = literals.entries[DeflateSymbols.end]
            own.write(UInt64(end & 0xFFFF), UInt64(end &>> 16))
        }
        sink = own
    }

    /// Writes the match of a token, in as many symbols as its length takes.
    @inline(__always)
    private static func emit(
        _ token: MatchFinder.Token, _ literals: PrefixCode, _ distances: PrefixCode, into sink: inout BitSink
    ) {
        let distance = DeflateSymbols.distance(Int(token.distance))
        let code = distances.entries[distance.symbol]
        let tail = UInt64(code & 0xFFFF) | UInt64(distance.extra) &<< UInt64(code &>> 16)
        let tailLength = UInt64(code &>> 16) &+ UInt64(distance.bits)
        var rest = Int(token.length)
        while rest > 0 {
            let part = DeflateSymbols.part(of: rest)
            let length = DeflateSymbols.lengths[part]
            let head = literals.entries[Int(length.symbol)]
            let bits = UInt64(head & 0xFFFF) | UInt64(length.extra) &<< UInt64(head &>> 16)
            let headLength = UInt64(head &>> 16) &+ UInt64(length.bits)
            sink.write(bits | tail &<< headLength, headLength &+ tailLength)
            rest &-= part
        }
    }
}

/// The lengths of both codes of a block, as they stand before its symbols.
struct CodeLengthHeader {
    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private static let limit = 7

    private struct Item {
        var symbol: Int
        var extra: UInt64 = 0
        var extraBits: UInt64 = 0
    }

    private let literalCount: Int
    private let distanceCount: Int
    private let items: [Item]
    private let code: PrefixCode
    private let orderCount: Int
    /// The bits that the header takes.
    let bits: Int

    init(literals: PrefixCode, distances: PrefixCode) {
        literalCount = max(257, (literals.lengths.lastIndex { $0 > 0 } ?? 0) + 1)
        distanceCount = max(1, (distances.lengths.lastIndex { $0 > 0 } ?? 0) + 1)
        items = Self.items(literals.lengths[..<literalCount] + distances.lengths[..<distanceCount])
        var counts = [UInt32](repeating: 0, count: 19)
        for item in items { counts[item.symbol] += 1 }
        let code = counts.withUnsafeBufferPointer { PrefixCode(counts: $0, limit: Self.limit) }
        self.code = code
        orderCount = max(4, (Self.order.lastIndex { code.lengths[$0] > 0 } ?? 0) + 1)
        bits =
            14 + orderCount * 3
            + items.reduce(0) { $0 + Int(code.lengths[$1.symbol]) + Int($1.extraBits) }
    }

    /// Says repeated lengths once.
    private static func items(_ lengths: ArraySlice<UInt8>) -> [Item] {
        var result: [Item] = []
        result.reserveCapacity(lengths.count)
        var index = lengths.startIndex
        while index < lengths.endIndex {
            let length = lengths[index]
            var end = index + 1
            while end < lengths.endIndex, lengths[end] == length { end += 1 }
            var run = end - index
            index = end
            if length > 0 {
                result.append(Item(symbol: Int(length)))
                run -= 1
                while run >= 3 {
                    let part = min(run, 6)
                    result.append(Item(symbol: 16, extra: UInt64(part - 3), extraBits: 2))
                    run -= part
                }
            } else {
                while run >= 3 {
                    let part = min(run, 138)
                    result.append(
                        part <= 10
                            ? Item(symbol: 17, extra: UInt64(part - 3), extraBits: 3)
                            : Item(symbol: 18, extra: UInt64(part - 11), extraBits: 7))
                    run -= part
                }
            }
            for _ in 0..<run { result.append(Item(symbol: Int(length))) }
        }
        return result
    }

    func write(into sink: inout BitSink) {
        sink.write(UInt64(literalCount - 257), 5)
        sink.write(UInt64(distanceCount - 1), 5)
        sink.write(UInt64(orderCount - 4), 4)
        for symbol in Self.order[..<orderCount] { sink.write(UInt64(code.lengths[symbol]), 3) }
        for item in items {
            let entry = code.entries[item.symbol]
            sink.write(
                UInt64(entry & 0xFFFF) | item.extra << UInt64(entry >> 16), UInt64(entry >> 16) + item.extraBits)
        }
    }
}
