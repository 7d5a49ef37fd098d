/// A canonical prefix code of limited length for the symbols of deflate.
struct PrefixCode {
    /// The bits of each symbol's code, 0 for a symbol that does not occur.
    private(set) var lengths: [UInt8]
    /// Each symbol's code with its first bit lowest, and its length in the upper 16 bits.
    private(set) var entries: [UInt32]

    /// Makes the best code for symbols with these counts, none longer than `limit` bits.
    ///
    /// At least two symbols get a code, because old decoders refuse fewer.
    init(counts: UnsafeBufferPointer<UInt32>, limit: Int) {
        lengths = [UInt8](repeating: 0, count: counts.count)
        entries = [UInt32](repeating: 0, count: counts.count)
        var used: [UInt64] = []
        used.reserveCapacity(counts.count)
        for (symbol, count) in counts.enumerated() where count > 0 {
            used.append(UInt64(count) << 16 | UInt64(symbol))
        }
        var spare = 0
        while used.count < 2, spare < counts.count {
            if counts[spare] == 0 { used.append(1 << 16 | UInt64(spare)) }
            spare += 1
        }
        Self.sort(&used)
        var weights = used.map { $0 >> 16 }
        weights.withUnsafeMutableBufferPointer { Self.replaceWeightsByDepths($0) }
        var numbers = Self.numbersOfLengths(weights, limit: limit)
        // The rarest symbols come first and get the longest codes.
        var length = limit
        for entry in used {
            while numbers[length] == 0 { length -= 1 }
            numbers[length] -= 1
            lengths[Int(entry & 0xFFFF)] = UInt8(length)
        }
        assignCodes(limit: limit)
    }

    /// Makes the code with these lengths.
    init(lengths: [UInt8]) {
        self.lengths = lengths
        entries = [UInt32](repeating: 0, count: lengths.count)
        assignCodes(limit: 15)
    }

    /// Returns the bits that symbols with these counts take.
    func cost(_ counts: UnsafeBufferPointer<UInt32>) -> Int {
        var sum = 0
        for symbol in 0..<counts.count { sum += Int(counts[symbol]) * Int(lengths[symbol]) }
        return sum
    }

    /// Huffman's algorithm in place, after Moffat and Katajainen (1995): ascending weights become depths, descending.
    private static func replaceWeightsByDepths(_ a: UnsafeMutableBufferPointer<UInt64>) {
        let n = a.count
        guard n > 2 else {
            for index in a.indices { a[index] = 1 }
            return
        }
        // Weights become parents: `leaf` is the next symbol, `root` the next inner node that has no parent yet.
        var root = 0
        var leaf = 2
        a[0] += a[1]
        for next in 1..<(n - 1) {
            func takeSmaller() -> UInt64 {
                if leaf >= n || (root < next && a[root] < a[leaf]) {
                    defer { root += 1 }
                    let weight = a[root]
                    a[root] = UInt64(next)
                    return weight
                }
                defer { leaf += 1 }
                return a[leaf]
            }
            let first = takeSmaller()
            a[next] = first + takeSmaller()
        }
        // Parents become depths of inner nodes, from the top.
        a[n - 2] = 0
        for next in stride(from: n - 3, through: 0, by: -1) { a[next] = a[Int(a[next])] + 1 }
        // Depths of inner nodes become depths of symbols.
        var available = 1
        var depth: UInt64 = 0
        var inner = n - 2
        var next = n - 1
        while available > 0 {
            var taken = 0
            while inner >= 0, a[inner] == depth {
                taken += 1
                inner -= 1
            }
            while available > taken {
                a[next] = depth
                next -= 1
                available -= 1
            }
            available = 2 * taken
            depth += 1
        }
    }

    /// Returns how many symbols have each length once no code is longer than `limit`.
    private static func numbersOfLengths(_ depths: [UInt64], limit: Int) -> [Int] {
        var numbers = [Int](repeating: 0, count: limit + 1)
        for depth in depths { numbers[min(limit, Int(depth))] += 1 }
        var total = 0
        for length in 1...limit { total += numbers[length] << (limit - length) }
        // Too many codes of full length: hang one of them beside a shorter one, until the code fits.
        while total > 1 << limit {
            numbers[limit] -= 1
            for length in stride(from: limit - 1, to: 0, by: -1) where numbers[length] > 0 {
                numbers[length] -= 1
                numbers[length + 1] += 2
                break
            }
            total -= 1
        }
        return numbers
    }

    private mutating func assignCodes(limit: Int) {
        var next = [UInt32](repeating: 0, count: 17)
        for length in lengths where length > 0 { next[Int(length) + 1] += 1 }
        var code: UInt32 = 0
        for length in 1...15 {
            code = (code + next[length]) << 1
            next[length] = code
        }
        for (symbol, length) in lengths.enumerated() where length > 0 {
            let bits = next[Int(length)]
            next[Int(length)] += 1
            entries[symbol] = Self.reversed(bits, Int(length)) | UInt32(length) << 16
        }
    }

    /// Returns the lowest bits of a number in the opposite order.
    private static func reversed(_ bits: UInt32, _ length: Int) -> UInt32 {
        var value = UInt16(truncatingIfNeeded: bits)
        value = (value & 0x5555) << 1 | (value >> 1 & 0x5555)
        value = (value & 0x3333) << 2 | (value >> 2 & 0x3333)
        value = (value & 0x0F0F) << 4 | (value >> 4 & 0x0F0F)
        return UInt32(value.byteSwapped) >> UInt32(truncatingIfNeeded: 16 - length)
    }

    /// Sorts by the bits above the lowest 16, nine at a time; as fast as it takes to look at each entry a few times.
    private static func sort(_ entries: inout [UInt64]) {
        let most = entries.reduce(0, |)
        var other = entries
        var starts = [Int](repeating: 0, count: 513)
        var shift: UInt64 = 16
        while most >> shift > 0 {
            starts.withUnsafeMutableBufferPointer { starts in
                starts.update(repeating: 0)
                for entry in entries { starts[Int(entry &>> shift & 511) &+ 1] &+= 1 }
                for digit in 0..<512 { starts[digit &+ 1] &+= starts[digit] }
                other.withUnsafeMutableBufferPointer { other in
                    for entry in entries {
                        let digit = Int(entry &>> shift & 511)
                        other[starts[digit]] = entry
                        starts[digit] &+= 1
                    }
                }
            }
            swap(&entries, &other)
            shift += 9
        }
    }
}
