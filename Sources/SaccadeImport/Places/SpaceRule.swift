public import Saccade

/// A coordinate space before the size of an image is known.
///
/// Most spaces are the same for every image. Pixels after a processor's resize are not: their size follows from that of
/// the image by a rule with limits, which records do not hold.
public struct SpaceRule: Sendable, Hashable {
    /// What a rule says, once for all its copies: every place of a record has one.
    private final class Terms: Sendable {
        let space: CoordinateSpace
        let resize: SmartResize?

        init(_ space: CoordinateSpace, _ resize: SmartResize?) {
            self.space = space
            self.resize = resize
        }
    }

    private let terms: Terms
    /// The space; without a size where ``resize`` gives it.
    public var space: CoordinateSpace { terms.space }
    /// The rule that gives the size of a `resized` space.
    public var resize: SmartResize? { terms.resize }

    /// Creates the rule of a space that is the same for every image.
    public init(_ space: CoordinateSpace) { terms = Terms(space, nil) }

    /// Creates the rule of pixels after a processor's resize.
    ///
    /// - Parameters:
    ///   - resize: The processor's rule.
    ///   - recipe: Its name, as `qwen2.5vl@1`.
    public init(resize: SmartResize, recipe: String) {
        terms = Terms(CoordinateSpace(unit: .resized, recipe: recipe), resize)
    }

    /// Returns the rule with its numbers in another order.
    private func inOrder(_ order: CoordinateOrder) -> SpaceRule {
        var space = space
        space.order = order
        return SpaceRule(Terms(space, resize))
    }

    private init(_ terms: Terms) { self.terms = terms }

    /// Whether two rules say the same.
    public static func == (a: SpaceRule, b: SpaceRule) -> Bool {
        a.terms === b.terms || (a.space == b.space && a.resize == b.resize)
    }

    /// Adds what the rule says to a hash.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(space)
        hasher.combine(resize)
    }

    /// Returns the space for an image; `nil` if the rule has none for that size, or the size is not known and matters.
    public func space(for image: PixelSize?) -> CoordinateSpace? {
        guard let resize else { return space }
        guard let image, let size = resize.size(width: Double(image.width), height: Double(image.height)) else {
            return nil
        }
        var space = space
        space.size = [size.width, size.height]
        return space
    }

    /// Pixels of the image.
    public static let pixels = SpaceRule(.pixels)
    /// 0 to 1.
    public static let unit = SpaceRule(CoordinateSpace(unit: .unit))
    /// 0 to 1 of the image padded to a square.
    public static let unitSquare = SpaceRule(CoordinateSpace(unit: .unitSquare))
    /// 0 to 100.
    public static let percent = SpaceRule(CoordinateSpace(unit: .percent))
    /// 0 to 1000.
    public static let permille = SpaceRule(CoordinateSpace(unit: .permille))
    /// 0 to 999.
    public static let permille999 = SpaceRule(CoordinateSpace(unit: .permille999))
    /// Pixels after the resize of Qwen2.5-VL's processor with its default limits.
    public static let qwen25 = SpaceRule(resize: .qwen25VL, recipe: "qwen2.5vl@1")

    /// Reads a rule as users write it: a unit, or `qwen25:min=3136,max=12845056`, each with an order behind a slash.
    ///
    /// - Throws: ``/Saccade/TraceError`` with code `invalid-field` that says what was expected and what was found.
    public init(parsing text: String) throws(TraceError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let words = parts[0].split(separator: ":", maxSplits: 1).map(String.init)
        let name = words.first ?? ""
        let fields = try SpaceRule.fields(words.count > 1 ? words[1] : "")
        func unknown() -> TraceError {
            TraceError(.invalidField, "expected \(SpaceRule.syntax), found \"\(text)\"")
        }
        switch name {
        case "pixel", "unit", "unit-square", "percent", "permille", "permille-999":
            guard fields.isEmpty else { throw unknown() }
            self.init(CoordinateSpace(unit: SpaceUnit(rawValue: name)))
        case "bins":
            guard let bins = fields["n"], fields.count == 1, bins > 0 else { throw unknown() }
            self.init(CoordinateSpace(unit: .bins, bins: bins))
        case "grid", "resized":
            guard let w = fields["w"], let h = fields["h"], fields.count == 2, w > 0, h > 0 else { throw unknown() }
            self.init(CoordinateSpace(unit: SpaceUnit(rawValue: name), size: [w, h]))
        case "qwen25", "smart":
            var resize = SmartResize.qwen25VL
            for (key, value) in fields {
                guard value > 0 else { throw unknown() }
                switch key {
                case "factor": resize.factor = value
                case "min": resize.minimumPixels = value
                case "max": resize.maximumPixels = value
                default: throw unknown()
                }
            }
            guard resize.minimumPixels <= resize.maximumPixels else { throw unknown() }
            self.init(resize: resize, recipe: resize == .qwen25VL ? "qwen2.5vl@1" : "smart-resize@1")
        default: throw unknown()
        }
        if parts.count > 1 {
            let order = CoordinateOrder(rawValue: parts[1])
            guard CoordinateOrder.known.contains(order) else { throw unknown() }
            self = inOrder(order)
        }
    }

    /// What ``init(parsing:)`` reads, in words.
    public static let syntax = """
        pixel, unit, unit-square, percent, permille, permille-999, bins:n=1024, grid:w=32,h=32, resized:w=1932,h=1092 \
        or qwen25:min=3136,max=12845056, with an order as /yxyx behind it
        """

    /// The rule as ``init(parsing:)`` reads it.
    public var written: String {
        let order = space.order == .xyxy ? "" : "/\(space.order.rawValue)"
        func sides() -> String { space.size.count == 2 ? "w=\(space.size[0]),h=\(space.size[1])" : "" }
        let name: String
        switch space.unit {
        case .bins: name = "bins:n=\(space.bins ?? 0)"
        case .grid: name = "grid:\(sides())"
        case .resized:
            if let resize {
                name =
                    resize == .qwen25VL
                    ? "qwen25"
                    : "smart:factor=\(resize.factor),min=\(resize.minimumPixels),max=\(resize.maximumPixels)"
            } else {
                name = "resized:\(sides())"
            }
        default: name = space.unit.rawValue
        }
        return name + order
    }

    private static func fields(_ text: String) throws(TraceError) -> [String: Int] {
        var fields: [String: Int] = [:]
        for field in text.split(separator: ",") {
            let pair = field.split(separator: "=", omittingEmptySubsequences: false)
            guard pair.count == 2, let value = Int(pair[1]), fields[String(pair[0])] == nil else {
                throw TraceError(.invalidField, "expected fields like max=12845056, found \"\(field)\"")
            }
            fields[String(pair[0])] = value
        }
        return fields
    }

    /// The rule in words, for example `0–1000` or `pixels after the resize of qwen2.5vl@1`.
    public var words: String {
        let order = space.order == .xyxy ? "" : " \(space.order.rawValue)"
        func sides() -> String { space.size.map { "\($0)" }.joined(separator: "×") }
        let name: String
        switch space.unit {
        case .pixel: name = "pixels"
        case .unit: name = "0–1"
        case .unitSquare: name = "0–1 of the padded square"
        case .percent: name = "0–100"
        case .permille: name = "0–1000"
        case .permille999: name = "0–999"
        case .bins: name = "\(space.bins ?? 0) bins"
        case .grid: name = "cells of \(sides())"
        case .resized where space.size.count == 2: name = "pixels after a resize to \(sides())"
        case .resized: name = "pixels after the resize of \(space.recipe ?? "a processor")"
        default: name = space.unit.rawValue
        }
        return name + order
    }
}

extension SpaceRule {
    /// Returns the size of the image that a recipe crops from, if the tool resizes the image before and changes it so.
    ///
    /// Chain-of-Focus does; the recipe then works in the pixels that this rule counts, not in those of the image.
    func frame(of image: PixelSize, for recipe: ZoomRecipe) -> PixelSize? {
        guard recipe == .chainOfFocus, let resize,
            let frame = resize.size(width: Double(image.width), height: Double(image.height)), frame != image
        else { return nil }
        return frame
    }
}
