import Saccade

extension ImageLibrary {
    /// The most bytes of a blob with a mask's runs or a heat map's weights.
    private static let largestList = 64 << 20

    /// Returns a shape with its runs or weights, read from their blob if they lie in one; one that says why it is not a
    /// place, if they cannot be read.
    func whole(_ shape: Shape) -> Shape {
        let digest: Digest
        switch shape {
        case .mask(let mask):
            guard mask.runs.isEmpty, let blob = mask.blob else { return shape }
            digest = blob
        case .heatmap(let heatmap):
            guard heatmap.values.isEmpty, let blob = heatmap.blob else { return shape }
            digest = blob
        default: return shape
        }
        return shapes.whole(shape) {
            do throws(TraceError) {
                let bytes = try file.blob(digest, media: "application/json", limit: Self.largestList)
                return try Self.filled(shape, from: bytes)
            } catch {
                return .invalid(reason: error.message)
            }
        }
    }

    /// Returns a shape with the numbers of a blob.
    private static func filled(_ shape: Shape, from bytes: [UInt8]) throws(TraceError) -> Shape {
        var list = NumberList(bytes)
        switch shape {
        case .mask(var mask):
            mask.runs = try list.whole(most: MaskRaster.maximumRuns)
            return .mask(mask)
        case .heatmap(var heatmap):
            heatmap.values = try list.decimals(
                most: heatmap.columns.multipliedReportingOverflow(by: heatmap.rows).partialValue)
            return .heatmap(heatmap)
        default: return shape
        }
    }
}

/// A JSON array of numbers and nothing else, read without a value for each.
struct NumberList {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Reads whole numbers.
    mutating func whole(most: Int) throws(TraceError) -> [Int] {
        try read(most: most) { Int($0) }
    }

    /// Reads numbers.
    mutating func decimals(most: Int) throws(TraceError) -> [Double] {
        try read(most: most) { Double($0) }
    }

    private mutating func read<N>(most: Int, _ number: (Substring) -> N?) throws(TraceError) -> [N] {
        var result: [N] = []
        try take(UInt8(ascii: "["))
        skipSpace()
        if place < bytes.count, bytes[place] == UInt8(ascii: "]") { return [] }
        while true {
            skipSpace()
            let start = place
            while place < bytes.count, Self.isOfNumber(bytes[place]) { place += 1 }
            guard place > start, place - start <= 64,
                let value = number(Substring(String(decoding: bytes[start..<place], as: UTF8.self)))
            else { throw failure("a number", at: start) }
            guard result.count < most else { throw failure("at most \(most) numbers", at: start) }
            result.append(value)
            skipSpace()
            guard place < bytes.count, bytes[place] == UInt8(ascii: ",") else { break }
            place += 1
        }
        try take(UInt8(ascii: "]"))
        skipSpace()
        guard place == bytes.count else { throw failure("the end of the list", at: place) }
        return result
    }

    private mutating func take(_ byte: UInt8) throws(TraceError) {
        skipSpace()
        guard place < bytes.count, bytes[place] == byte else {
            throw failure("\"\(Character(Unicode.Scalar(byte)))\"", at: place)
        }
        place += 1
    }

    private mutating func skipSpace() {
        while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }

    private func failure(_ expected: String, at place: Int) -> TraceError {
        TraceError(.invalidField, "expected \(expected) at byte \(place) of the blob with its numbers")
    }
}
