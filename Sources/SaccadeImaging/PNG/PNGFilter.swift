/// The filters of PNG: each byte becomes its difference to what its neighbours predict.
///
/// A row has `distance` zero bytes before it. The loops are plain so that the compiler turns them into vectors.
enum PNGFilter: UInt8, CaseIterable {
    case none = 0
    case left = 1
    case up = 2
    case average = 3
    case paeth = 4

    /// Writes the differences of a row to `target`, which none of the rows overlaps.
    func apply(
        _ row: UnsafePointer<UInt8>, above: UnsafePointer<UInt8>, count: Int, distance: Int,
        into target: UnsafeMutablePointer<UInt8>
    ) {
        switch self {
        case .none: target.update(from: row, count: count)
        case .left: for index in 0..<count { target[index] = row[index] &- row[index &- distance] }
        case .up: for index in 0..<count { target[index] = row[index] &- above[index] }
        case .average:
            for index in 0..<count {
                let sum = UInt16(row[index &- distance]) &+ UInt16(above[index])
                target[index] = row[index] &- UInt8(truncatingIfNeeded: sum >> 1)
            }
        case .paeth:
            for index in 0..<count {
                target[index] =
                    row[index]
                    &- Self.prediction(
                        left: row[index &- distance], above: above[index], corner: above[index &- distance])
            }
        }
    }

    /// Returns which of three neighbours is nearest to left + above − corner, in arithmetic of 8 bits.
    ///
    /// The distances are |above − corner|, |left − corner| and |left + above − 2 × corner|. Where the first two
    /// differences point the same way the third is their sum, never the least, and may saturate.
    @inline(__always)
    private static func prediction(left: UInt8, above: UInt8, corner: UInt8) -> UInt8 {
        let ofLeft = max(above, corner) &- min(above, corner)
        let ofAbove = max(left, corner) &- min(left, corner)
        let difference = max(ofLeft, ofAbove) &- min(ofLeft, ofAbove)
        let ofCorner = (above < corner) == (left < corner) ? 255 : difference
        return ofLeft <= ofAbove && ofLeft <= ofCorner ? left : ofAbove <= ofCorner ? above : corner
    }

    /// Returns the sum of the differences as signed numbers, the usual guess of how well a filter did.
    static func weight(_ row: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        var sum: UInt64 = 0
        var start = 0
        while start < count {
            var part: UInt32 = 0
            let end = min(count, start &+ 1 << 16)
            for index in start..<end { part &+= UInt32(min(row[index], 0 &- row[index])) }
            sum &+= UInt64(part)
            start = end
        }
        return sum
    }
}
