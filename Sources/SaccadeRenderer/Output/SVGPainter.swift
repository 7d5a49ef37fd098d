import CPango
import Saccade
import SaccadeImaging

/// Writes what is drawn as SVG: text as text, images as the files that they came from.
final class SVGPainter: Painter {
    let keepsImages = true
    private var body: [UInt8] = []
    private var definitions: [UInt8] = []
    private var clips = 0
    private var gradients = 0
    private var images: [(source: ObjectIdentifier, name: String)] = []
    private var failure: RendererError?

    /// Returns the whole file.
    func file(width: Double, height: Double, title: String, trace: String) -> [UInt8] {
        let size = "\(Self.text(width))\" height=\"\(Self.text(height))"
        let head =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(size)\" viewBox=\"0 0 \(Self.text(width)) "
            + "\(Self.text(height))\" xml:space=\"preserve\" style=\"white-space:pre\">\n<title>\(Self.escaped(title))</title>\n"
            + "<desc>\(Self.escaped(trace))</desc>\n"
        return Array(head.utf8) + Array("<defs>\n".utf8) + definitions + Array("</defs>\n".utf8) + body
            + Array("</svg>\n".utf8)
    }

    func check() throws(RendererError) {
        if let failure { throw failure }
    }

    private func add(_ line: String) {
        body += line.utf8
        body.append(UInt8(ascii: "\n"))
    }

    private func define(_ line: String) {
        definitions += line.utf8
        definitions.append(UInt8(ascii: "\n"))
    }

    // MARK: Shapes

    func clipped<E: Error>(to path: Path, isEvenOdd: Bool, _ draw: () throws(E) -> Void) throws(E) {
        clips += 1
        let rule = isEvenOdd ? " clip-rule=\"evenodd\"" : ""
        define("<clipPath id=\"c\(clips)\"><path d=\"\(Self.data(path))\"\(rule)/></clipPath>")
        add("<g clip-path=\"url(#c\(clips))\">")
        try draw()
        add("</g>")
    }

    func fill(_ path: Path, _ color: Color, isEvenOdd: Bool) {
        let rule = isEvenOdd ? " fill-rule=\"evenodd\"" : ""
        add("<path d=\"\(Self.data(path))\" \(Self.paint("fill", color))\(rule)/>")
    }

    func fill(_ path: Path, from start: Point, to end: Point, stops: [Color]) {
        guard stops.count > 1 else { return }
        gradients += 1
        let colors = stops.enumerated().map { index, stop in
            "<stop offset=\"\(Self.text(Double(index) / Double(stops.count - 1)))\" \(Self.paint("stop", stop, "stop-color"))/>"
        }
        define(
            "<linearGradient id=\"g\(gradients)\" gradientUnits=\"userSpaceOnUse\" x1=\"\(Self.text(start.x))\" "
                + "y1=\"\(Self.text(start.y))\" x2=\"\(Self.text(end.x))\" y2=\"\(Self.text(end.y))\">"
                + colors.joined() + "</linearGradient>")
        add("<path d=\"\(Self.data(path))\" fill=\"url(#g\(gradients))\"/>")
    }

    func stroke(_ path: Path, _ color: Color, width: Double, dashes: [Double], isButt: Bool) {
        var line =
            "<path d=\"\(Self.data(path))\" fill=\"none\" \(Self.paint("stroke", color)) "
            + "stroke-width=\"\(Self.text(width))\" stroke-linejoin=\"round\""
        if !isButt { line += " stroke-linecap=\"round\"" }
        if !dashes.isEmpty { line += " stroke-dasharray=\"\(dashes.map(Self.text).joined(separator: " "))\"" }
        add(line + "/>")
    }

    // MARK: Images

    func draw(_ picture: Surface, x: Double, y: Double) {
        guard let image = picture.pixelImage() else { return }
        place(image, x: x, y: y)
    }

    func draw(mask: Surface, x: Double, y: Double, _ color: Color) {
        mask.flush()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(mask.width * mask.height * 4)
        let parts = [color.red, color.green, color.blue].map { UInt8(max(0, min(255, ($0 * 255).rounded()))) }
        for row in 0..<mask.height {
            for column in 0..<mask.width {
                let coverage = Double(mask.memory[row * mask.stride + column])
                bytes += parts + [UInt8(max(0, min(255, (coverage * color.alpha).rounded())))]
            }
        }
        guard let image = PixelImage(width: mask.width, height: mask.height, bytes: bytes) else { return }
        place(image, x: x, y: y)
    }

    private func place(_ image: PixelImage, x: Double, y: Double) {
        do throws(ImagingError) {
            let file = try image.encodedPNG()
            add(
                "<image x=\"\(Self.text(x.rounded()))\" y=\"\(Self.text(y.rounded()))\" width=\"\(image.width)\" "
                    + "height=\"\(image.height)\" href=\"\(Self.link(file, "image/png"))\"/>")
        } catch {
            failure = RendererError(.drawingFailed, "expected room for an image in the SVG, found: \(error)")
        }
    }

    func draw(_ image: ShownImage, in box: Box, _ cache: ScaledImages) throws(RendererError) {
        let source = ObjectIdentifier(image.source)
        let name: String
        if let known = images.first(where: { $0.source == source }) {
            name = known.name
        } else {
            name = "i\(images.count)"
            images.append((source, name))
            let bytes = try Self.file(of: image)
            let media = ImageInfo.Format(sniffing: bytes)?.mediaType ?? "image/png"
            // The stored orientation counts, as everywhere: a note in the file must not turn it.
            define(
                "<image id=\"\(name)\" width=\"\(image.pixels.width)\" height=\"\(image.pixels.height)\" "
                    + "style=\"image-orientation:none\" href=\"\(Self.link(bytes, media))\"/>")
        }
        fill(Path(box), Color(0xFFFFFF))
        let scaleX = box.width / Double(image.pixels.width)
        let scaleY = box.height / Double(image.pixels.height)
        add(
            "<use href=\"#\(name)\" transform=\"translate(\(Self.text(box.x0)) \(Self.text(box.y0))) "
                + "scale(\(Self.fine(scaleX)) \(Self.fine(scaleY)))\"/>")
    }

    private static func file(of image: ShownImage) throws(RendererError) -> [UInt8] {
        if let file = image.file { return file }
        do throws(ImagingError) {
            return try image.pixels.encodedPNG()
        } catch {
            throw RendererError(.drawingFailed, "expected room for an image in the SVG, found: \(error)")
        }
    }

    private static func link(_ bytes: [UInt8], _ media: String) -> String {
        "data:\(media);base64,\(Base64.encode(bytes))"
    }

    // MARK: Text

    func draw(_ run: TextRun) {
        run.forEachGlyph { if $0.unknown != 0 { run.engine.note(missing: $0.unknown) } }
        let text = run.text.filter { !$0.isNewline }
        guard !text.isEmpty, let description = pango_font_describe(run.font) else { return }
        defer { pango_font_description_free(description) }
        let family = pango_font_description_get_family(description).map { String(cString: $0) } ?? "sans-serif"
        let isFixed = family == "JetBrains Mono"
        let size = Double(pango_font_description_get_size(description)) / Double(PANGO_SCALE)
        // Sizes that are not absolute are points of 1/72 inch at 96 pixels an inch.
        let own = pango_font_description_get_size_is_absolute(description) != 0 ? size : size * 96 / 72
        // Coloured pictures have a size of their own, which says nothing here.
        let pixels = run.engine.glyphs.isColor(run.font) ? run.style.size : own
        let weight = pango_font_description_get_weight(description).rawValue
        var line =
            "<text x=\"\(Self.text(run.isRightToLeft ? run.x + run.width : run.x))\" y=\"\(Self.text(run.baseline))\" "
            + "font-family=\"'\(Self.escaped(family))', \(isFixed ? "monospace" : "sans-serif")\" "
            + "font-size=\"\(Self.text(pixels))\""
        if weight != 400 { line += " font-weight=\"\(weight)\"" }
        if run.isRightToLeft { line += " direction=\"rtl\"" }
        if run.width > 0 { line += " textLength=\"\(Self.text(run.width))\"" }
        add("\(line) \(Self.paint("fill", run.ink))>\(Self.escaped(text))</text>")
    }

    // MARK: Spelling

    /// A number with at most two decimals.
    static func text(_ value: Double) -> String { decimals(value, 100) }

    private static func fine(_ value: Double) -> String { decimals(value, 1_000_000) }

    private static func decimals(_ value: Double, _ unit: Double) -> String {
        guard value.isFinite else { return "0" }
        let rounded = (min(1e9, max(-1e9, value)) * unit).rounded() / unit
        let text = "\(rounded == 0 ? 0 : rounded)"
        // The language writes very small numbers with an exponent, which SVG knows too.
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func paint(_ name: String, _ color: Color, _ attribute: String? = nil) -> String {
        func part(_ value: Double) -> String {
            let byte = UInt8(max(0, min(255, (value * 255).rounded())))
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        let hex = "\(attribute ?? name)=\"#\(part(color.red))\(part(color.green))\(part(color.blue))\""
        return color.alpha >= 1 ? hex : "\(hex) \(name)-opacity=\"\(text(color.alpha))\""
    }

    /// A text without markup, and without what XML cannot hold.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&apos;"
            case "\t", "\n": result += " "
            default:
                let isAllowed = scalar.value >= 0x20 && scalar.value & 0xFFFE != 0xFFFE
                result.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
            }
        }
        return result
    }

    /// The outline as the data of a path.
    private static func data(_ path: Path) -> String {
        var result = ""
        func at(_ point: Point) -> String { "\(text(point.x)) \(text(point.y))" }
        var isNew = true
        for element in path.elements {
            switch element {
            case .move(let point):
                result += "M\(at(point))"
                isNew = false
            case .line(let point): result += "L\(at(point))"
            case .curve(let first, let second, let end): result += "C\(at(first)) \(at(second)) \(at(end))"
            case .rectangle(let box):
                result += "M\(text(box.x0)) \(text(box.y0))H\(text(box.x1))V\(text(box.y1))H\(text(box.x0))Z"
                isNew = true
            case .subpath: isNew = true
            case .close:
                result += "Z"
                isNew = true
            case .arc(let center, let radius, let from, let to):
                result += arc(center, radius, from, to, isNew: isNew)
                isNew = false
            }
        }
        return result
    }

    /// An arc in pieces of at most a third of a turn, as curves.
    private static func arc(_ center: Point, _ radius: Double, _ from: Double, _ to: Double, isNew: Bool) -> String {
        func point(_ angle: Double) -> Point {
            let (sine, cosine) = Turn.sineAndCosine(angle)
            return Point(x: center.x + radius * cosine, y: center.y + radius * sine)
        }
        let start = point(from)
        var result = "\(isNew ? "M" : "L")\(text(start.x)) \(text(start.y))"
        guard radius > 0, to > from else { return result }
        let pieces = max(1, Int(((to - from) / 2).rounded(.up)))
        for piece in 1...pieces {
            let end = point(from + (to - from) * Double(piece) / Double(pieces))
            result += "A\(text(radius)) \(text(radius)) 0 0 1 \(text(end.x)) \(text(end.y))"
        }
        return result
    }
}
