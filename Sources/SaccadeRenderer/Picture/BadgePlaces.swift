import Saccade

/// Where the numbers of regions stand on the pictures of a page, so that each keeps its place from card to card and from
/// frame to frame.
final class BadgePlaces {
    private struct Key: Hashable {
        let source: ObjectIdentifier
        let number: String
    }

    /// The upper left corner of each badge in shares of its picture's width and height, where it was placed first, and
    /// the middle of the region that it names.
    private var places: [Key: (corner: Point, region: Point)] = [:]
    /// Sources are kept, so that none takes the identity of another.
    private var sources: [ObjectIdentifier: ImageSource] = [:]

    /// Returns where the badge of a region with a number stood on a picture that lies in a frame now; `nil` if it is new,
    /// or if the number named another place.
    func place(of number: String, naming region: Box, on picture: Picture, in frame: Box) -> Point? {
        guard case .image(let source) = picture.content,
            let known = places[Key(source: ObjectIdentifier(source), number: number)]
        else { return nil }
        let middle = Self.share(of: region.center, in: frame)
        guard abs(middle.x - known.region.x) < 0.02, abs(middle.y - known.region.y) < 0.02 else { return nil }
        return Point(x: frame.x0 + known.corner.x * frame.width, y: frame.y0 + known.corner.y * frame.height)
    }

    private static func share(of point: Point, in frame: Box) -> Point {
        Point(x: (point.x - frame.x0) / frame.width, y: (point.y - frame.y0) / frame.height)
    }

    /// Remembers where the badges of a picture stand.
    func remember(
        _ badges: [PictureLayout.PlacedBadge], of regions: [PictureLayout.PlacedRegion], on picture: Picture,
        in frame: Box
    ) {
        guard case .image(let source) = picture.content, frame.width > 0, frame.height > 0 else { return }
        let identity = ObjectIdentifier(source)
        let middles = Dictionary(
            regions.map { ($0.index, $0.geometry.bounds.center) }, uniquingKeysWith: { first, _ in first })
        for badge in badges {
            let number = picture.regions[badge.region].number
            let key = Key(source: identity, number: number)
            guard !number.isEmpty, places[key] == nil, let middle = middles[badge.region] else { continue }
            places[key] = (
                Self.share(of: Point(x: badge.box.x0, y: badge.box.y0), in: frame), Self.share(of: middle, in: frame)
            )
            sources[identity] = source
        }
    }
}
