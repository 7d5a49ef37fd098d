/// The size of a sheet of paper.
public struct PageSize: Sendable, Hashable {
    /// The width in points, 72 an inch.
    public var width: Double
    /// The height in points, 72 an inch.
    public var height: Double

    /// Creates a size in points, 72 an inch.
    public init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// A4, 210 × 297 mm.
    public static let a4 = PageSize(width: 595.276, height: 841.89)
    /// A3, 297 × 420 mm.
    public static let a3 = PageSize(width: 841.89, height: 1_190.551)
    /// US Letter, 8.5 × 11 inches.
    public static let letter = PageSize(width: 612, height: 792)

    /// The same sheet on its side.
    public var landscape: PageSize { PageSize(width: height, height: width) }

    /// The sizes that have a name, for choosing one by it.
    public static let named: [(name: String, size: PageSize)] = [
        ("a4", .a4), ("a4-landscape", .a4.landscape), ("a3", .a3), ("a3-landscape", .a3.landscape),
        ("letter", .letter), ("letter-landscape", .letter.landscape),
    ]
}
