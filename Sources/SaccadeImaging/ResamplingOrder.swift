import Saccade

/// Which axis a picture is resampled along first; the two orders differ by rounding and clipping.
public enum ResamplingOrder: String, Sendable, Hashable, CaseIterable {
    /// Rows, then columns: Pillow up to version 12.
    case rowsFirst = "rows-first"
    /// Columns first where the height shrinks by more than twice as many pixels as the width: Pillow from version 13.
    case columnsFirstIfShorter = "columns-first-if-shorter"

    /// Returns the order that a major version of Pillow uses.
    public static func pillow(major: Int) -> ResamplingOrder { major >= 13 ? .columnsFirstIfShorter : .rowsFirst }

    /// Returns whether the columns come first between two sizes of whole pictures.
    func takesColumnsFirst(from source: PixelSize, to target: PixelSize) -> Bool {
        guard self == .columnsFirstIfShorter, target.height < source.height else { return false }
        return source.height - target.height > 2 * (source.width - target.width)
    }
}
