import Saccade

/// What was painted over in the pictures of a trace, and what must therefore be painted over in others.
struct PicturePaint {
    /// What may not be seen of a picture.
    enum Cover: Sendable {
        case boxes([Box], rule: String)
        /// Nothing of it is stored.
        case whole(reason: String)
    }

    private var covers: [Int: Cover] = [:]
    private var sizes: [Int: PixelSize] = [:]
    /// Pictures that were painted over, by a hash of their bytes, in memory only: the same file may be sent again.
    private var files: [Int: Cover] = [:]

    /// Whether the trace has pictures of which something may not be seen; then every other one is looked at.
    var isNeeded: Bool { !covers.isEmpty }

    func cover(of image: Int) -> Cover? { covers[image] }

    mutating func note(_ image: Int, size: PixelSize?) { sizes[image] = size }

    mutating func set(_ cover: Cover, of image: Int, bytes: [UInt8]? = nil) {
        covers[image] = cover
        if let bytes { files[bytes.hashValue] = cover }
    }

    /// What may not be seen of a file that was painted over under another ordinal.
    func cover(of bytes: [UInt8]) -> Cover? {
        switch files[bytes.hashValue] {
        case .boxes(let boxes, _): .boxes(boxes, rule: "the same file")
        case let cover: cover
        }
    }

    /// What may not be seen of a picture that was made from others; `nil` if all of it may.
    func cover(of made: ImageDerivation) -> Cover? {
        var boxes: [Box] = []
        for parent in made.parents {
            guard let cover = covers[parent.image] else { continue }
            guard case .boxes(let hidden, _) = cover else {
                return .whole(reason: "redacted: it was made from an image of which nothing may be seen")
            }
            guard let map = parent.map, let back = map.inverse, let size = sizes[made.image] else {
                return .whole(reason: "redacted: nobody knows where it shows what may not be seen")
            }
            let shown = Box(x0: 0, y0: 0, x1: Double(size.width), y1: Double(size.height))
            let isCrop = made.operation == .crop && made.parents.count == 1 && Self.isShift(map)
            for box in hidden {
                guard let place = back.apply(box) else {
                    return .whole(reason: "redacted: nobody knows where it shows what may not be seen")
                }
                if isCrop {
                    let visible = place.intersection(shown)
                    if !visible.isEmpty { boxes.append(visible) }
                } else {
                    // A resampler mixes in what lies around; no filter reaches further than this.
                    let reach = 4 + 4 * max(place.width / max(1, box.width), place.height / max(1, box.height), 1)
                    let wide = Box(
                        x0: place.x0 - reach, y0: place.y0 - reach, x1: place.x1 + reach, y1: place.y1 + reach)
                    if !wide.intersection(shown).isEmpty {
                        return .whole(
                            reason: "redacted: it shows what may not be seen, and only crops can be painted over alike")
                    }
                }
            }
        }
        return boxes.isEmpty ? nil : .boxes(boxes, rule: "made from a redacted image")
    }

    /// Whether a map only moves.
    private static func isShift(_ map: PlaneMap) -> Bool {
        guard map.isExact, let corner = map.apply(Point(x: 0, y: 0)),
            let x = map.apply(Point(x: 1, y: 0)), let y = map.apply(Point(x: 0, y: 1))
        else { return false }
        return x == Point(x: corner.x + 1, y: corner.y) && y == Point(x: corner.x, y: corner.y + 1)
    }
}
