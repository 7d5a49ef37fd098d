/// Splits bytes into literals and matches, and counts their symbols.
///
/// A strip of a photo has few repetitions after filtering: only runs of one byte are looked for, eight bytes at a time.
/// Where runs make up much of a strip, as on pages of text, repetitions of all kinds are looked for.
///
/// A finder belongs to one thread at a time.
final class MatchFinder {
    /// Literals, then a match: how many, how long, how far back.
    struct Token {
        var literals: UInt32
        var length: UInt32
        var distance: UInt32
    }

    /// How often each literal or length occurs.
    let literals: UnsafeMutableBufferPointer<UInt32>
    /// How often each distance occurs.
    let distances: UnsafeMutableBufferPointer<UInt32>
    private let lanes: UnsafeMutablePointer<UInt32>
    private let places: UnsafeMutablePointer<UInt32>
    private let memory: UnsafeMutablePointer<Token>
    private var count = 0

    private static let slots = 1 << 14
    /// A shorter match costs more than its literals.
    private static let shortestUseful = 5
    private static let shortestRun = 8

    /// Creates a finder for pieces of at most `capacity` bytes.
    init(capacity: Int) {
        literals = .allocate(capacity: DeflateSymbols.literalCount)
        distances = .allocate(capacity: DeflateSymbols.distanceCount)
        lanes = .allocate(capacity: 8 * 256)
        places = .allocate(capacity: Self.slots)
        memory = .allocate(capacity: capacity / Self.shortestUseful + 1)
    }

    deinit {
        literals.deallocate()
        distances.deallocate()
        lanes.deallocate()
        places.deallocate()
        memory.deallocate()
    }

    /// What the bytes were split into, in order.
    var tokens: UnsafeBufferPointer<Token> { UnsafeBufferPointer(start: memory, count: count) }

    /// Looks for runs, and for all repetitions if these are wanted or the bytes look as if they had many.
    func split(_ bytes: UnsafePointer<UInt8>, count: Int, wantsMatches: Bool) {
        self.count = 0
        literals.initialize(repeating: 0)
        distances.initialize(repeating: 0)
        lanes.initialize(repeating: 0, count: 8 * 256)
        literals[DeflateSymbols.end] = 1
        if wantsMatches || Self.isFlat(bytes, count) {
            findMatches(bytes, count)
        } else {
            findRuns(bytes, count)
        }
        for index in 0..<256 {
            for lane in 0..<8 { literals[index] &+= lanes[lane &* 256 &+ index] }
        }
    }

    /// Whether a third of the places that are looked at stand in runs.
    private static func isFlat(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        var looks = 0
        var runs = 0
        // An odd step meets all columns of a picture in turn.
        for place in stride(from: 1, to: count - 8, by: 61) {
            looks += 1
            if Unaligned.load64(bytes + place) == Unaligned.load64(bytes + (place - 1)) { runs += 1 }
        }
        return runs * 3 > looks
    }

    private func add(literals count: Int, length: Int, distance: Int) {
        memory[self.count] = Token(
            literals: UInt32(truncatingIfNeeded: count), length: UInt32(truncatingIfNeeded: length),
            distance: UInt32(truncatingIfNeeded: distance))
        self.count += 1
        guard length > 0 else { return }
        let symbol = DeflateSymbols.distance(distance).symbol
        var rest = length
        while rest > 0 {
            let part = DeflateSymbols.part(of: rest)
            literals[DeflateSymbols.lengthSymbol(part)] &+= 1
            distances[symbol] &+= 1
            rest &-= part
        }
    }

    private func findRuns(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
        var start = 0
        var place = 0
        if count >= 8 {
            tally(Unaligned.load64(bytes))
            place = 8
        }
        while place &+ 8 <= count {
            let word = Unaligned.load64(bytes + place)
            if word == Unaligned.load64(bytes + (place &- 1)) {
                let length = Self.runLength(bytes, place, count)
                add(literals: place &- start, length: length, distance: 1)
                place &+= length
                start = place
            } else {
                tally(word)
                place &+= 8
            }
        }
        finish(bytes, start, place, count)
    }

    /// Counts the literals at the end.
    private func finish(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ place: Int, _ count: Int) {
        for index in place..<max(place, count) { lanes[Int(bytes[index])] &+= 1 }
        if start < count { add(literals: count &- start, length: 0, distance: 0) }
    }

    /// Counts eight literals, each in a table of its own, so that no count waits for the last.
    @inline(__always)
    private func tally(_ word: UInt64) {
        lanes[Int(word & 255)] &+= 1
        lanes[256 &+ Int(word &>> 8 & 255)] &+= 1
        lanes[512 &+ Int(word &>> 16 & 255)] &+= 1
        lanes[768 &+ Int(word &>> 24 & 255)] &+= 1
        lanes[1_024 &+ Int(word &>> 32 & 255)] &+= 1
        lanes[1_280 &+ Int(word &>> 40 & 255)] &+= 1
        lanes[1_536 &+ Int(word &>> 48 & 255)] &+= 1
        lanes[1_792 &+ Int(word &>> 56)] &+= 1
    }

    /// Returns how many bytes from a place on equal the byte before it; the first eight are known to.
    @inline(__always)
    private static func runLength(_ bytes: UnsafePointer<UInt8>, _ place: Int, _ count: Int) -> Int {
        8 &+ matchLength(bytes, place, place &+ 8, count)
    }

    /// Takes runs, and repetitions within the window of the nearest place that began alike.
    private func findMatches(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
        places.initialize(repeating: 0, count: Self.slots)
        var start = 0
        var place = 0
        while place &+ 8 <= count {
            let word = Unaligned.load64(bytes + place)
            if place > 0, word == Unaligned.load64(bytes + (place &- 1)) {
                let length = Self.runLength(bytes, place, count)
                add(literals: place &- start, length: length, distance: 1)
                place &+= length
                start = place
                continue
            }
            let known = exchange(word, place)
            if known >= 0, place &- known <= DeflateSymbols.window {
                let length = Self.matchLength(bytes, known, place, count)
                if length >= Self.shortestUseful {
                    add(literals: place &- start, length: length, distance: place &- known)
                    let end = place &+ length
                    // Places inside a match may begin others.
                    place &+= 1
                    while place &+ 8 <= end {
                        _ = exchange(Unaligned.load64(bytes + place), place)
                        place &+= 2
                    }
                    place = end
                    start = end
                    continue
                }
            }
            // Neighbours are often equal; in tables of their own, none waits for the other.
            lanes[(place & 7) &<< 8 | Int(bytes[place])] &+= 1
            place &+= 1
        }
        finish(bytes, start, place, count)
    }

    /// Remembers a place for how it begins, and returns the one that was remembered for that, or −1.
    @inline(__always)
    private func exchange(_ word: UInt64, _ place: Int) -> Int {
        let slot = Int((UInt32(truncatingIfNeeded: word) &* 0x9E37_79B1) &>> 18)
        let known = Int(places[slot]) &- 1
        places[slot] = UInt32(truncatingIfNeeded: place &+ 1)
        return known
    }

    @inline(__always)
    private static func matchLength(_ bytes: UnsafePointer<UInt8>, _ known: Int, _ place: Int, _ count: Int) -> Int {
        var length = 0
        while place &+ length &+ 8 <= count {
            let differing =
                Unaligned.load64(bytes + (known &+ length)) ^ Unaligned.load64(bytes + (place &+ length))
            if differing != 0 { return length &+ differing.trailingZeroBitCount &>> 3 }
            length &+= 8
        }
        while place &+ length < count, bytes[known &+ length] == bytes[place &+ length] { length &+= 1 }
        return length
    }
}
