import Saccade
import SaccadeDigest
import TraceGenerator

extension Fault {
    /// The picture that an operation makes gets another size.
    private static func size(
        _ title: String, of operation: Saccade.Operation, _ change: @escaping @Sendable (PixelSize) -> PixelSize
    ) -> Fault {
        Fault(title, "wrong-derived-size") { story, random in
            let made = story.place(.derivation, &random) { $0.operation == operation && $0.recipe == nil }
            guard let (at, derivation) = made,
                let image = story.first(
                    from: 0, where: { if case .image(let image) = $0 { image.n == derivation.image } else { false } }),
                case .image(var declaration) = story.events[image].body, let width = declaration.width,
                let height = declaration.height
            else { return nil }
            let changed = change(PixelSize(width: width, height: height))
            guard changed.width != width || changed.height != height else { return nil }
            (declaration.width, declaration.height) = (changed.width, changed.height)
            story.events[image].body = .image(declaration)
            return at + 1
        }
    }

    /// The map of an operation becomes another one.
    private static func map(_ title: String, of operation: Saccade.Operation, _ map: PlaneMap) -> Fault {
        Fault(title, "wrong-derived-map") { story, random in
            story.edit(
                .derivation, &random,
                where: { $0.operation == operation && $0.parents.first?.map != map && $0.parents.first?.map != nil }
            ) { $0.parents[0].map = map }
        }
    }

    /// What was not made as it is told.
    static let derivations: [Fault] = [
        size("a crop that lost a row", of: .crop) { PixelSize(width: $0.width, height: $0.height - 1) },
        size("a mirrored picture that lost a column", of: .flipHorizontal) {
            PixelSize(width: $0.width - 1, height: $0.height)
        },
        size("a turned picture with the wrong sides", of: .turn) {
            PixelSize(width: $0.width + 3, height: $0.height)
        },
        size("a margin that is too wide", of: .pad) { PixelSize(width: $0.width + 1, height: $0.height) },
        map("a crop that forgot its corner", of: .crop, .identity),
        map("a mirrored picture that maps as if it were not", of: .flipHorizontal, .identity),
        map("a turned picture that maps as if it were not", of: .turn, .identity),
        map("a resize that forgot its scale", of: .resize, .identity),
        map("a margin on the wrong side", of: .pad, .pad(left: 0, top: 7)),
        map("a drawing that is said to be moved", of: .draw, .crop(x: 5, y: 5)),
        Fault("a crop that leaves its image", "crop-outside-image") { story, random in
            let crop = story.place(.derivation, &random) { $0.operation == .crop && $0.recipe == nil }
            guard let (at, found) = crop, let box = found.executed,
                let parent = story.structure(before: at).image(found.parents[0].image)?.size
            else { return nil }
            var derivation = found
            let x = parent.width - 10
            derivation.executed = Box(x0: Double(x), y0: box.y0, x1: Double(x) + box.width, y1: box.y1)
            derivation.requested = derivation.executed
            derivation.parents[0].map = .crop(x: x, y: Int(box.y0))
            story.events[at].body = .imageDerive(derivation)
            return at + 1
        },
        Fault("a box that grew in silence", "silent-box-change") { story, random in
            story.edit(.derivation, &random, where: { $0.reason == "grown" }) { $0.reason = nil }
        },
        Fault("a box that was moved in silence", "silent-box-change") { story, random in
            story.edit(
                .derivation, &random,
                where: { $0.reason == nil && $0.operation == .crop && $0.recipe == nil && $0.requested != nil }
            ) {
                guard let box = $0.executed else { return }
                $0.requested = Box(x0: box.x0 + 9, y0: box.y0, x1: box.x1 + 9, y1: box.y1)
            }
        },
        Fault("a half that was rounded the other way", "wrong-rounding") { story, random in
            story.edit(
                .derivation, &random,
                where: { derivation in
                    guard let box = derivation.executed, derivation.reason == nil else { return false }
                    return derivation.operation == .crop && derivation.recipe == nil
                        && derivation.rounding == .halfEven && box.x0.remainder(dividingBy: 2) != 0
                }
            ) {
                guard let box = $0.executed else { return }
                $0.requested = Box(x0: box.x0 - 0.5, y0: box.y0, x1: box.x1, y1: box.y1)
            }
        },
        Fault("a crop between pixels", "wrong-rounding") { story, random in
            story.edit(.derivation, &random, where: { $0.operation == .crop && $0.executed != nil }) {
                $0.executed?.x0 += 0.25
            }
        },
        Fault("a crop without a map", "missing-map") { story, random in
            story.edit(.derivation, &random, where: { $0.parents.first?.map != nil }) { $0.parents[0].map = nil }
        },
        Fault("a crop of nothing", "missing-map") { story, random in
            story.edit(.derivation, &random, where: { $0.operation != .external }) { $0.parents = [] }
        },
        Fault("a chain without end", "deep-derivation") { story, _ in
            guard !story.hasGap,
                let input = story.first(
                    from: 0, where: { if case .image(let image) = $0 { image.origin.kind == .input } else { false } }),
                case .image(let root) = story.events[input].body
            else { return nil }
            let at = story.events.count - 1
            let first = story.structure(before: at).images.count
            var bodies: [Event] = []
            for step in 0..<70 {
                bodies.append(
                    Event(
                        .image(
                            ImageDeclaration(
                                n: first + step, width: root.width, height: root.height,
                                origin: ImageOrigin(kind: .rendered), missing: "a test"))))
                bodies.append(
                    Event(
                        .imageDerive(
                            ImageDerivation(
                                image: first + step,
                                parents: [ImageParent(image: step == 0 ? root.n : first + step - 1, map: .identity)],
                                operation: .draw))))
            }
            story.events.insert(contentsOf: bodies, at: at)
            return at + 2 * 65
        },
        Fault("a tree without end", "deep-derivation") { story, _ in
            guard !story.hasGap,
                let input = story.first(
                    from: 0, where: { if case .image(let image) = $0 { image.origin.kind == .input } else { false } }),
                case .image(let root) = story.events[input].body
            else { return nil }
            let at = story.events.count - 1
            let first = story.structure(before: at).images.count
            var bodies: [Event] = []
            for step in 0..<20 {
                let parent = ImageParent(image: step == 0 ? root.n : first + step - 1, unmapped: "a test")
                bodies.append(
                    Event(
                        .image(
                            ImageDeclaration(
                                n: first + step, width: 9, height: 9, origin: ImageOrigin(kind: .rendered),
                                missing: "a test"))))
                bodies.append(
                    Event(
                        .imageDerive(
                            ImageDerivation(image: first + step, parents: [parent, parent], operation: .external))))
            }
            story.events.insert(contentsOf: bodies, at: at)
            return at + 2 * 17
        },
        Fault("a resize that claims to keep the aspect", "broken-aspect") { story, random in
            guard let (at, derivation) = story.place(.derivation, &random, where: { $0.operation == .resize }),
                let image = story.first(
                    from: 0, where: { if case .image(let image) = $0 { image.n == derivation.image } else { false } }),
                case .image(var declaration) = story.events[image].body
            else { return nil }
            declaration.height = declaration.height.map { $0 * 2 + 9 }
            story.events[image].body = .image(declaration)
            var changed = derivation
            changed.parameters = .object([JSONMember("keepAspect", .bool(true))])
            story.events[at].body = .imageDerive(changed)
            return at + 1
        },
        Fault("a picture that is upright and still asks to be turned", "double-orientation") { story, random in
            guard let (at, derivation) = story.place(.derivation, &random, where: { $0.operation == .orient }),
                let image = story.first(
                    from: 0, where: { if case .image(let image) = $0 { image.n == derivation.image } else { false } }),
                case .image(var declaration) = story.events[image].body
            else { return nil }
            declaration.orientation = 3
            story.events[image].body = .image(declaration)
            return at + 1
        },
        Fault("an operation of somebody's own", "unknown-operation") { story, random in
            story.edit(.derivation, &random) { $0.operation = Saccade.Operation(rawValue: "superres") }
        },
        Fault("a recipe of somebody's own", "unknown-operation") { story, random in
            story.edit(.derivation, &random) { $0.recipe = "our-crop@7" }
        },
        Fault("a recipe that gives another box", "recipe-not-followed") { story, random in
            story.edit(.derivation, &random, where: { $0.recipe == ZoomRecipe.qwen3VLZoom.name }) {
                $0.executed?.x1 += 2
            }
        },
        Fault("a tool that returns what it was given", "unchanged-result") { story, random in
            let changing: [Saccade.Operation] = [.flipHorizontal, .flipVertical, .draw]
            guard let (at, derivation) = story.place(.derivation, &random, where: { changing.contains($0.operation) })
            else { return nil }
            let digest = Digest(of: Array("the same".utf8))
            for index in story.events.indices {
                guard case .image(var image) = story.events[index].body,
                    image.n == derivation.image || image.n == derivation.parents[0].image
                else { continue }
                image.digest = digest
                story.events[index].body = .image(image)
            }
            return at + 1
        },
    ]
}
