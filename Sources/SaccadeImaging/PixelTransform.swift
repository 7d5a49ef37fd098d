/// One of the eight ways to lay a picture's pixels on a grid: flips, quarter turns and both together.
public enum PixelTransform: String, Sendable, Hashable, CaseIterable {
    /// Leaves the picture as it is.
    case identity
    /// Mirrors left and right.
    case flipHorizontal = "flip-horizontal"
    /// Turns by 180 degrees.
    case halfTurn = "rotate-180"
    /// Mirrors top and bottom.
    case flipVertical = "flip-vertical"
    /// Mirrors at the diagonal from the top left to the bottom right.
    case transpose
    /// Turns by 90 degrees clockwise.
    case quarterTurnClockwise = "rotate-90"
    /// Mirrors at the diagonal from the top right to the bottom left.
    case transverse
    /// Turns by 270 degrees clockwise.
    case quarterTurnCounterclockwise = "rotate-270"

    /// The transform that undoes this one.
    public var inverse: PixelTransform {
        switch self {
        case .quarterTurnClockwise: .quarterTurnCounterclockwise
        case .quarterTurnCounterclockwise: .quarterTurnClockwise
        default: self
        }
    }

    /// Whether width and height change places.
    public var swapsSides: Bool {
        switch self {
        case .transpose, .transverse, .quarterTurnClockwise, .quarterTurnCounterclockwise: true
        case .identity, .flipHorizontal, .flipVertical, .halfTurn: false
        }
    }
}

/// How a picture's stored rows lie in the scene: EXIF's orientation tag, 1 to 8.
public enum ImageOrientation: Int, Sendable, Hashable, CaseIterable {
    /// The rows are stored upright; also what a picture without the tag has.
    case upright = 1
    /// The rows are mirrored left and right.
    case mirrored = 2
    /// The rows are upside down.
    case upsideDown = 3
    /// The rows are mirrored top and bottom.
    case mirroredUpsideDown = 4
    /// The rows are mirrored at the diagonal from the top left to the bottom right.
    case transposed = 5
    /// The rows need a quarter turn clockwise.
    case turnedLeft = 6
    /// The rows are mirrored at the diagonal from the top right to the bottom left.
    case transversed = 7
    /// The rows need a quarter turn counter-clockwise.
    case turnedRight = 8

    /// The transform that makes the stored rows upright.
    public var transformToUpright: PixelTransform {
        switch self {
        case .upright: .identity
        case .mirrored: .flipHorizontal
        case .upsideDown: .halfTurn
        case .mirroredUpsideDown: .flipVertical
        case .transposed: .transpose
        case .turnedLeft: .quarterTurnClockwise
        case .transversed: .transverse
        case .turnedRight: .quarterTurnCounterclockwise
        }
    }
}
