import Saccade

/// Where the numbers of regions stand on the pictures of a page, so that each keeps its place from card to card and from
/// frame to frame.
final class BadgePlaces {
    private struct Key: Hashable {
        let source: ObjectIdentifier
        let number: String
    }

    /// The upper left corner of each badge in shares of its picture's width and height, where it was placed first.
    private var places: [Key: Point] = [:]
    /// Sources are kept, so that none takes the identity of another.
    private var sources: [ObjectIdentifier: ImageSource] = [:]

    /// Returns where a region's badge stood on a picture that lies in a frame now; `nil` if it is new.
    func place(of number: String, on picture: Picture, in frame: Box) -> Point? {
        guard case .image(let source) = picture.content,
            let share = places[Key(source: ObjectIdentifier(source), number: number)]
        else { return nil }
        return Point(x: frame.x0 + share.x * frame.width, y: frame.y0 + share.y * frame.height)
    }

    /// Remembers where the badges of a picture stand.
    func remember(_ badges: [PictureLayout.PlacedBadge], on picture: Picture, in frame: Box) {
        guard case .image(let source) = picture.content, frame.width > 0, frame.height > 0 else { return }
        let identity = ObjectIdentifier(source)
        for badge in badges {
            let number = picture.regions[badge.region].number
            let key = Key(source: identity, number: number)
            guard !number.isEmpty, places[key] == nil else { continue }
            places[key] = Point(
                x: (badge.box.x0 - frame.x0) / frame.width, y: (badge.box.y0 - frame.y0) / frame.height)
            sources[identity] = source
        }
    }
}
