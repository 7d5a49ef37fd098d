import CPixelLoops

/// The filters of PNG: each byte becomes its difference to what its neighbours predict.
enum PNGFilter: UInt8, CaseIterable {
    case none = 0
    case left = 1
    case up = 2
    case average = 3
    case paeth = 4

    /// Writes the differences of a row to `target`, which none of the rows overlaps.
    ///
    /// A row has `distance` bytes before it, which are zero at the left edge.
    func apply(
        _ row: UnsafePointer<UInt8>, above: UnsafePointer<UInt8>, count: Int, distance: Int,
        into target: UnsafeMutablePointer<UInt8>
    ) {
        switch self {
        case .none: target.update(from: row, count: count)
        case .left: saccade_filter_left(row, count, distance, target)
        case .up: saccade_filter_up(row, above, count, target)
        case .average: saccade_filter_average(row, above, count, distance, target)
        case .paeth: saccade_filter_paeth(row, above, count, distance, target)
        }
    }

    /// Returns the sum of the differences as signed numbers, the usual guess of how well a filter did.
    static func weight(_ row: UnsafePointer<UInt8>, count: Int) -> UInt64 { saccade_weight(row, count) }
}
