public import Saccade

/// A derivation from one parent with the sizes of both images, worked out once for all rules.
public struct PlacedDerivation: Sendable {
    /// The stored size of the parent, where it is known.
    public let parent: PixelSize?
    /// The stored size of the image that was made, where it is known.
    public let child: PixelSize?
    /// The map that the derivation states, from the made image to the parent.
    public let map: PlaneMap?
    /// The size that the operation gives, if it can be told from the trace.
    public let expectedSize: PixelSize?
    /// The map that the operation gives, if it can be told from the trace.
    public let expectedMap: PlaneMap?
    /// What the named recipe does with the box that was asked for, if it is known.
    public let execution: ZoomRecipe.Execution?

    /// Works out the facts, or returns `nil` for a derivation from none or several parents.
    init?(_ derivation: ImageDerivation, in structure: LogStructure) {
        guard derivation.parents.count == 1, let origin = derivation.parents.first else { return nil }
        let parent = structure.image(origin.image)?.size
        let child = structure.image(derivation.image)?.size
        self.parent = parent
        self.child = child
        map = origin.map
        var execution: ZoomRecipe.Execution?
        if let parent, let requested = derivation.requested,
            let recipe = derivation.recipe.flatMap(ZoomRecipe.named)
        {
            execution = recipe.execute(requested, in: parent)
        }
        self.execution = execution
        let crop = derivation.executed.flatMap(PlacedDerivation.whole)
        var (size, expected): (PixelSize?, PlaneMap?) = (nil, nil)
        switch derivation.operation {
        case .crop:
            if let crop { (size, expected) = (crop.size, .crop(x: crop.x, y: crop.y)) }
        case .zoom:
            size = execution?.size ?? derivation.statedSize
            if let crop, let made = derivation.statedSize ?? child {
                expected = .zoom(x: crop.x, y: crop.y, size: crop.size, to: made)
            }
        case .resize:
            size = derivation.statedSize
            if let parent, let made = size ?? child { expected = .resize(from: parent, to: made) }
        case .flipHorizontal:
            if let parent { (size, expected) = (parent, .flipHorizontal(width: parent.width)) }
        case .flipVertical:
            if let parent { (size, expected) = (parent, .flipVertical(height: parent.height)) }
        case .turn:
            if let parent, let quarters = derivation.parameters?["quarters"]?.integer {
                let swaps = quarters % 2 != 0
                size = swaps ? PixelSize(width: parent.height, height: parent.width) : parent
                expected = .turn(quarters: quarters % 4, of: parent)
            }
        case .pad:
            if let parent, let margins = derivation.margins {
                let (left, top) = (margins[0], margins[1])
                size = PixelSize(
                    width: parent.width + left + margins[2], height: parent.height + top + margins[3])
                expected = .pad(left: left, top: top)
            }
        case .draw: if let parent, parent == child { expected = .identity }
        default: break
        }
        expectedSize = size
        expectedMap = expected
    }

    /// Returns a box as a corner and a size, if its edges are whole numbers and it is not empty.
    private static func whole(_ box: Box) -> (x: Int, y: Int, size: PixelSize)? {
        guard !box.isEmpty, let x = Int(exactly: box.x0), let y = Int(exactly: box.y0),
            let width = Int(exactly: box.width), let height = Int(exactly: box.height)
        else { return nil }
        return (x, y, PixelSize(width: width, height: height))
    }
}
