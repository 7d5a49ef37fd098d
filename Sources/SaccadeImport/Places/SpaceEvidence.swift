public import Saccade

/// What a record says for and against one way to read its coordinates.
public struct SpaceEvidence: Sendable {
    /// The way to read them.
    public var rule: SpaceRule
    /// How many places there are.
    public var places: Int
    /// How many of them lie inside their image and are at least one pixel wide and high.
    public var inside: Int
    /// How many pictures came back for a place, with both sizes known.
    public var crops: Int
    /// How many of these have the size that a known recipe gives.
    public var sizes: Int
    /// The recipe that gives all the sizes, or nine of ten of many, if there is one; of several the one whose pixels match best.
    public var recipe: ZoomRecipe?
    /// The mean difference of a channel, 0 to 255, between the computed and the stored picture, over those compared.
    public var difference: Double?
    /// How many pictures were computed and compared.
    public var compared = 0
    /// The mean over the reference boxes of the best overlap with a place, 0 to 1; where the places are points, the share of
    /// the boxes that one of them lies in.
    public var overlap: Double?
    /// Whether the places are points.
    var isOfPoints = false

    init(rule: SpaceRule, places: Int) {
        self.rule = rule
        self.places = places
        inside = 0
        crops = 0
        sizes = 0
    }

    /// The evidence in words, for example `as 0–1000: all 4 crops have the stored size, the compared one matches exactly`.
    public var words: String {
        var parts: [String] = []
        if crops > 0 {
            let all = sizes == crops
            let count =
                all ? (crops == 1 ? "the crop has" : "all \(crops) crops have") : "\(sizes) of \(crops) crops have"
            parts.append("\(count) the stored size")
        }
        if let difference {
            parts.append(difference == 0 ? "pixels match exactly" : "mean difference \(difference.rounded(to: 1))")
        }
        if let overlap {
            parts.append(
                isOfPoints
                    ? "\((overlap * 100).rounded(to: 0)) % of the reference boxes hit"
                    : "overlap with the reference \(overlap.rounded(to: 2))")
        }
        parts.append("\(inside) of \(places) inside")
        return "as \(rule.words): \(parts.joined(separator: ", "))"
    }
}

/// A place with what can be compared: its image, the picture that came back for it, the reference boxes.
final class Sighting {
    /// Its numbers, by what they make.
    let place: WrittenPlace.Form
    /// The image that it is on, as the pixels' source names it.
    let image: Int
    let size: PixelSize
    /// The picture that came back for it and its size.
    let crop: (image: Int, size: PixelSize)?

    init(place: WrittenPlace.Form, image: Int, size: PixelSize, crop: (image: Int, size: PixelSize)? = nil) {
        self.place = place
        self.image = image
        self.size = size
        self.crop = crop
    }
}

/// A reference box.
struct ReferenceBox {
    var image: Int
    var box: Box
}

extension Double {
    /// The number with a few digits after the point.
    func rounded(to digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { value, _ in value * 10 }
        return ((self * scale).rounded() / scale).plain
    }
}

extension Box {
    /// How much this box and another share: the area of both over the area of either, 0 to 1.
    func overlap(with other: Box) -> Double {
        let shared = intersection(other).area
        let either = area + other.area - shared
        return either > 0 ? shared / either : 0
    }
}
