import Saccade
import TraceGenerator

extension Fault {
    /// A region that is a box in pixels of its image becomes another one.
    private static func box(
        _ title: String, _ rule: String, _ change: @escaping @Sendable (inout Region, PixelSize) -> Void
    ) -> Fault {
        Fault(title, rule) { story, random in
            let place = story.place(.region, &random) { region in
                region.shape.isBox && region.space.unit == .pixel && region.spaceSource != .unresolved
            }
            guard let (at, found) = place, let size = story.structure(before: at).image(found.image)?.size else {
                return nil
            }
            var region = found
            (region.written, region.span, region.pixels) = (nil, nil, nil)
            region.space = CoordinateSpace()
            change(&region, size)
            story.events[at].body = .region(region)
            return at + 1
        }
    }

    /// What is no place on its image.
    static let regions: [Fault] = [
        box("a coordinate that is enormous", "unbounded-number") { region, _ in
            region.shape = .box(Box(x0: 0, y0: 0, x1: 1e300, y1: 9))
        },
        box("a box without a width", "empty-box") { region, _ in
            region.shape = .box(Box(x0: 9, y0: 9, x1: 9, y1: 20))
        },
        box("a box that is turned inside out", "empty-box") { region, _ in
            region.shape = .box(Box(x0: 60, y0: 9, x1: 9, y1: 20))
        },
        box("a polygon of two points", "degenerate-polygon") { region, _ in
            region.shape = .polygon([[Point(x: 1, y: 1), Point(x: 9, y: 9)]])
        },
        box("a line of one point", "degenerate-polygon") { region, _ in region.shape = .polyline([Point(x: 1, y: 1)]) },
        box("a mask that is too short", "broken-mask") { region, size in
            region.shape = .mask(Mask(size: size, order: .row, runs: [5, 2]))
        },
        box("a mask of another image", "broken-mask") { region, size in
            let other = PixelSize(width: size.width + 1, height: size.height)
            region.shape = .mask(Mask(size: other, order: .row, runs: [other.width * other.height]))
        },
        box("a space that nobody knows", "unresolved-space") { region, _ in region.spaceSource = .unresolved },
        box("pixels that are called fractions", "value-outside-unit") { region, _ in
            region.shape = .box(Box(x0: 20, y0: 20, x1: 90, y1: 90))
            region.space = CoordinateSpace(unit: .unit)
        },
        box("fractions that are called pixels", "fractions-as-pixels") { region, _ in
            region.shape = .box(Box(x0: 0.1, y0: 0.2, x1: 0.5, y1: 0.6))
        },
        box("a box beside its image", "region-outside-image") { region, size in
            region.shape = .box(Box(x0: 1e5, y0: 10, x1: 1e5 + 60, y1: 60))
        },
        box("a point beside its image", "region-outside-image") { region, size in
            region.shape = .point(Point(x: 1e5, y: 10))
        },
        box("a box that leaves its image", "region-leaves-image") { region, size in
            region.shape = .box(
                Box(x0: Double(size.width) - 50, y0: 10, x1: Double(size.width) + 90, y1: 60))
        },
        Fault("a box of the image that the crop was cut from", "coordinates-of-another-frame") { story, random in
            let cropped = story.place(.region, &random) { region in
                guard region.shape.isBox, region.space.unit == .pixel, region.spaceSource != .unresolved else {
                    return false
                }
                let structure = story.structure(before: story.events.count)
                guard let image = structure.image(region.image), image.depth > 0, image.mapToRoot != nil,
                    let size = image.size, let root = structure.image(image.root)?.size
                else { return false }
                return size.width + 20 < root.width && root.height > 60
            }
            guard let (at, found) = cropped, let image = story.structure(before: at).image(found.image),
                let size = image.size
            else { return nil }
            var region = found
            (region.written, region.span, region.pixels) = (nil, nil, nil)
            region.space = CoordinateSpace()
            region.shape = .box(
                Box(x0: Double(size.width) + 2, y0: 5, x1: Double(size.width) + 18, y1: 25))
            story.events[at].body = .region(region)
            return at + 1
        },
        Fault("pixels of another place", "wrong-pixels") { story, random in
            story.edit(.region, &random, where: { $0.pixels?.isBox == true }) {
                $0.pixels = .box(Box(x0: 1, y0: 2, x1: 33, y1: 44))
            }
        },
        Fault("a digit of a box that changed", "written-box-differs") { story, random in
            story.edit(
                .region, &random,
                where: { $0.written != nil && $0.shape.isBox && $0.by != .human && $0.spaceSource != .unresolved }
            ) {
                guard case .box(let box) = $0.shape else { return }
                $0.pixels = nil
                $0.shape = .box(Box(x0: box.x0 * 1.1 + 2, y0: box.y0, x1: box.x1 * 1.1 + 2, y1: box.y1))
            }
        },
        Fault("a point that moved", "written-box-differs") { story, random in
            story.edit(
                .region, &random,
                where: { if case .point = $0.shape { $0.by != .human && $0.spaceSource != .unresolved } else { false } }
            ) { $0.written = "click(3.5, 4.25)" }
        },
        Fault("a place on rows that ask to be turned", "sideways-region") { story, random in
            guard let (_, region) = story.place(.region, &random, where: { $0.by == .model }),
                let image = story.first(
                    from: 0,
                    where: { if case .image(let image) = $0 { image.n == region.image } else { false } }),
                case .image(var declaration) = story.events[image].body, (declaration.orientation ?? 1) == 1
            else { return nil }
            declaration.orientation = 6
            story.events[image].body = .image(declaration)
            return story.first(from: 0) { $0.region?.by == .model && $0.region?.image == region.image }.map { $0 + 1 }
        },
    ]

    /// What images say of themselves.
    static let images: [Fault] = [
        Fault("an image that is too large to open", "oversized-image") { story, random in
            story.edit(.image, &random) { ($0.width, $0.height) = (1 << 40, 1 << 40) }
        },
        Fault("an image that is behind an address", "remote-image") { story, random in
            story.edit(.image, &random) {
                ($0.names, $0.digest, $0.bytes, $0.inline) = (["https://a.example/b.png"], nil, nil, nil)
                ($0.elided, $0.missing) = (nil, "nothing is fetched")
            }
        },
        Fault("a decoded size that is another one", "contradictory-pixels") { story, random in
            guard let (at, image) = story.place(.image, &random, where: { $0.width != nil }), let width = image.width
            else { return nil }
            return story.put(
                .imagePixels(
                    ImagePixels(
                        image: image.n, digest: .zero, width: width + 1, height: image.height ?? 1, decoder: "a/1")),
                at: at + 1)
        },
        Fault("pixels that came out differently the second time", "contradictory-pixels") { story, random in
            guard let (at, found) = story.place(.pixels, &random) else { return nil }
            var pixels = found
            pixels.digest = .zero
            return story.put(.imagePixels(pixels), at: at + 1)
        },
        Fault("two images of one name", "ambiguous-name") { story, random in
            guard let (at, second) = story.place(.image, &random, where: { $0.n > 0 && !$0.names.isEmpty }),
                let first = story.first(
                    from: 0, where: { if case .image(let image) = $0 { !image.names.isEmpty } else { false } }),
                first < at, case .image(let named) = story.events[first].body
            else { return nil }
            var changed = second
            changed.names = named.names
            story.events[at].body = .image(changed)
            return at + 1
        },
        Fault("an image of a tool whose making is not told", "orphan-image") { story, random in
            guard !story.hasGap, let (at, derivation) = story.place(.derivation, &random) else { return nil }
            story.events.remove(at: at)
            return story.first(
                from: 0, where: { if case .image(let image) = $0 { image.n == derivation.image } else { false } }
            ).map { $0 + 1 }
        },
        Fault("an image of two calls", "contradictory-origin") { story, random in
            story.edit(.derivation, &random, where: { ($0.call ?? 0) > 0 }) { $0.call = 0 }
        },
    ]
}
