import CPango

/// Lays out text with fonts from named files only.
///
/// An engine belongs to one thread at a time: Pango's font maps must not be shared.
final class TextEngine {
    let library: FontLibrary
    /// The scripts whose faces are loaded.
    private(set) var scripts: ScriptSet
    /// Drawn glyphs of the loaded faces.
    let glyphs: GlyphCache
    /// The scalars that no loaded face had, in the order in which they were met.
    private(set) var missing: [Unicode.Scalar] = []
    private var missingSeen: Set<UInt32> = []
    /// The packages whose files a text needed and that are not installed, in the order of need.
    private(set) var missingPackages: [String] = []
    private var fonts: Fonts

    /// A font configuration, the map over it and a context for layouts.
    private final class Fonts {
        let config: OpaquePointer
        let map: UnsafeMutablePointer<PangoFontMap>
        let context: OpaquePointer
        /// The names of the families that the user added.
        let families: [String]

        init(config: OpaquePointer, families: [String]) throws(RendererError) {
            self.families = families
            guard let map = saccade_font_map_new(config), let context = pango_font_map_create_context(map) else {
                FcConfigDestroy(config)
                throw RendererError(.drawingFailed, "expected a font map over FreeType, found none")
            }
            self.config = config
            self.map = map
            self.context = context
            if let options = cairo_font_options_create() {
                cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
                cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
                cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
                cairo_font_options_set_subpixel_order(options, CAIRO_SUBPIXEL_ORDER_DEFAULT)
                pango_cairo_context_set_font_options(context, options)
                cairo_font_options_destroy(options)
            }
            pango_cairo_context_set_resolution(context, 96)
            pango_context_set_language(context, pango_language_from_string("en"))
            pango_context_set_base_dir(context, PANGO_DIRECTION_WEAK_LTR)
            pango_context_set_round_glyph_positions(context, 0)
        }

        deinit {
            saccade_unref(UnsafeMutableRawPointer(context))
            saccade_unref(map)
            FcConfigDestroy(config)
        }
    }

    /// Makes emoji come from the colour face, whatever other face has their scalars, and at the size asked for: its
    /// pictures have one size.
    private static let rules = """
        <?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
        <match target="pattern"><test qual="any" name="family"><string>emoji</string></test>
        <edit name="family" mode="prepend" binding="strong"><string>Noto Color Emoji</string></edit></match>
        <match target="font"><test name="outline" compare="eq"><bool>false</bool></test>
        <edit name="pixelsizefixupfactor" mode="assign"><divide><name target="pattern">pixelsize</name>
        <name target="font">pixelsize</name></divide></edit>
        <edit name="matrix" mode="assign"><times><name>matrix</name><matrix>
        <name>pixelsizefixupfactor</name><double>0</double><double>0</double><name>pixelsizefixupfactor</name>
        </matrix></times></edit></match></fontconfig>
        """

    /// Keeps fontconfig from reading the system's configuration when Pango asks for a default one.
    private static let hasOwnDefault: Bool = {
        guard let empty = FcConfigCreate() else { return false }
        defer { FcConfigDestroy(empty) }
        return FcConfigSetCurrent(empty) != 0
    }()

    /// Creates an engine with the faces that every page needs.
    ///
    /// Throws `missingFont` if one of their files is not there; the message names the Debian package.
    init(library: FontLibrary = .debian) throws(RendererError) {
        self.library = library
        scripts = []
        glyphs = GlyphCache()
        guard Self.hasOwnDefault else {
            throw RendererError(.drawingFailed, "expected a font configuration of our own, found no memory for one")
        }
        var packages: [String] = []
        fonts = try Self.load([], from: library, missingPackages: &packages)
    }

    /// Loads the faces for all scripts of a page, and forgets those of the page before.
    func prepare(for scripts: ScriptSet) throws(RendererError) {
        missing = []
        missingSeen = []
        guard scripts != self.scripts else { return }
        glyphs.removeAll()
        missingPackages = []
        fonts = try Self.load(scripts, from: library, missingPackages: &missingPackages)
        self.scripts = scripts
    }

    private static func load(
        _ scripts: ScriptSet, from library: FontLibrary, missingPackages: inout [String]
    ) throws(RendererError) -> Fonts {
        guard let config = FcConfigCreate() else {
            throw RendererError(.drawingFailed, "expected a font configuration, found no memory for one")
        }
        _ = FcConfigParseAndLoadFromMemory(config, rules, 0)
        for file in FontFile.core where FcConfigAppFontAddFile(config, library.path(of: file)) == 0 {
            FcConfigDestroy(config)
            throw RendererError(
                .missingFont,
                "expected the font \(library.path(of: file)) of the Debian package \(file.package.rawValue), "
                    + "found no such file")
        }
        var added: Set<FontFile> = []
        for number in scripts.numbers {
            for file in Script.all[number].files where added.insert(file).inserted {
                guard FcConfigAppFontAddFile(config, library.path(of: file)) == 0 else { continue }
                if !missingPackages.contains(file.package.rawValue) { missingPackages.append(file.package.rawValue) }
            }
        }
        var families: [String] = []
        for path in library.added {
            guard FcConfigAppFontAddFile(config, path) != 0, let family = Self.family(of: path) else {
                FcConfigDestroy(config)
                throw RendererError(.missingFont, "expected a font in \(path), found something else")
            }
            if !families.contains(family) { families.append(family) }
        }
        return try Fonts(config: config, families: families)
    }

    /// Returns the name of the family that a font file belongs to.
    private static func family(of path: String) -> String? {
        var count: Int32 = 0
        guard let pattern = FcFreeTypeQuery(path, 0, nil, &count) else { return nil }
        defer { FcPatternDestroy(pattern) }
        var name: UnsafeMutablePointer<FcChar8>?
        guard FcPatternGetString(pattern, FC_FAMILY, 0, &name) == FcResultMatch, let name else { return nil }
        return String(cString: name)
    }

    /// Lays out text.
    ///
    /// - Parameters:
    ///   - width: The width that lines are broken at, in pixels; `nil` for one line per paragraph.
    ///   - lines: The most lines; what does not fit is cut with an ellipsis. `nil` for all lines.
    func layout(
        _ text: StyledText, _ style: TextStyle, _ color: Color, width: Double? = nil, lines: Int? = nil
    ) throws(RendererError) -> TextLayout {
        guard let layout = pango_layout_new(fonts.context) else {
            throw RendererError(.drawingFailed, "expected a text layout, found no memory for one")
        }
        var text = text
        text.close()
        if let width {
            pango_layout_set_width(layout, Self.units(max(1, width)))
            pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        }
        if let lines {
            pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
            pango_layout_set_height(layout, Int32(-max(1, min(lines, 1_000))))
        }
        pango_layout_set_auto_dir(layout, 1)
        var content = text.text
        content.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                pango_layout_set_text(layout, characters.baseAddress, Int32(characters.count))
            }
        }
        if let description = self.description(of: style, for: text.text) {
            pango_layout_set_font_description(layout, description)
            pango_font_description_free(description)
        }
        setAttributes(text, style, on: layout)
        return TextLayout(handle: layout, engine: self, text: text, style: style, color: color)
    }

    /// Lays out one plain text.
    func layout(
        _ text: String, _ style: TextStyle, _ color: Color, width: Double? = nil, lines: Int? = nil
    ) throws(RendererError) -> TextLayout {
        try layout(StyledText(text), style, color, width: width, lines: lines)
    }

    /// Notes a scalar that no loaded face has.
    func note(missing value: UInt32) {
        guard missingSeen.insert(value).inserted, let scalar = Unicode.Scalar(value) else { return }
        missing.append(scalar)
    }

    static func units(_ pixels: Double) -> Int32 {
        Int32(clamping: Int((min(1e6, max(-1e6, pixels)) * Double(PANGO_SCALE)).rounded()))
    }

    private func description(of style: TextStyle, for text: String) -> OpaquePointer? {
        guard let description = pango_font_description_new() else { return nil }
        var families =
            switch style.family {
            case .text: ["Inter"]
            case .display: ["Inter Display", "Inter"]
            case .mono: ["JetBrains Mono", "Inter"]
            }
        // The scripts of this text go first, so that Han characters take the forms of its language.
        families += fonts.families
        let own = ScriptSet(of: text)
        families += own.numbers.map { Script.all[$0].family }
        pango_font_description_set_family(description, families.joined(separator: ","))
        pango_font_description_set_weight(description, PangoWeight(UInt32(style.weight.rawValue)))
        pango_font_description_set_absolute_size(description, (style.size * Double(PANGO_SCALE)).rounded())
        return description
    }

    private func setAttributes(_ text: StyledText, _ style: TextStyle, on layout: OpaquePointer) {
        guard let list = pango_attr_list_new() else { return }
        func insert(_ attribute: UnsafeMutablePointer<PangoAttribute>?, _ range: Range<Int>? = nil) {
            guard let attribute else { return }
            attribute.pointee.start_index = UInt32(clamping: range?.lowerBound ?? 0)
            attribute.pointee.end_index = range.map { UInt32(clamping: $0.upperBound) } ?? UInt32.max
            pango_attr_list_insert(list, attribute)
        }
        // No ligatures that show other characters than those written ("->" stays what it is).
        let features = style.hasTabularFigures ? "tnum 1" : "kern 1"
        // A hyphen in a number or a name would be one more character of it.
        if style.family == .mono { insert(pango_attr_insert_hyphens_new(0)) }
        if style.spacing != 0 { insert(pango_attr_letter_spacing_new(Self.units(style.spacing))) }
        for run in LanguageRun.runs(in: text.text) {
            if let number = run.script {
                insert(pango_attr_language_new(pango_language_from_string(Script.all[number].language)), run.range)
            } else {
                insert(pango_attr_font_features_new("\(features), calt 0, liga 0, dlig 0"), run.range)
            }
        }
        for (range, attribute) in text.attributes {
            switch attribute {
            case .weight(let weight): insert(pango_attr_weight_new(PangoWeight(UInt32(weight.rawValue))), range)
            case .mono:
                insert(pango_attr_family_new("JetBrains Mono,Inter"), range)
                insert(pango_attr_size_new_absolute(Self.units(style.size * 0.92)), range)
            case .color, .band:
                // Splits the runs at the ends of the range; the colour itself is ours.
                insert(pango_attr_foreground_new(0, 0, 0), range)
            case .ring(let label, _):
                let width = Ring.width(label, size: style.size)
                var box = PangoRectangle(
                    x: 0, y: Self.units(-style.size), width: Self.units(width), height: Self.units(style.size * 1.2))
                insert(pango_attr_shape_new(&box, &box), range)
            }
        }
        pango_layout_set_attributes(layout, list)
        pango_attr_list_unref(list)
    }
}

/// A stretch of text in one script that has faces and a language of its own, or in none such.
struct LanguageRun {
    var range: Range<Int>
    /// The script's number; `nil` for what the core faces draw.
    var script: Int?

    /// Whether a scalar belongs to the one before it: joiners, variation selectors, marks, skin tones.
    private static func joins(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0300...0x036F, 0x200C...0x200D, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0x1F3FB...0x1F3FF, 0xE0020...0xE007F:
            true
        default: false
        }
    }

    static func runs(in text: String) -> [LanguageRun] {
        var result: [LanguageRun] = []
        var offset = 0
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            if let last = result.last, Self.joins(scalar.value) {
                result[result.count - 1].range = last.range.lowerBound..<offset + width
                offset += width
                continue
            }
            let script: Int? =
                scalar.value < 0x180 || Script.isCore(scalar.value) ? nil : Script.numbers(of: scalar.value).first
            if let last = result.last, last.script == script {
                result[result.count - 1].range = last.range.lowerBound..<offset + width
            } else {
                result.append(LanguageRun(range: offset..<offset + width, script: script))
            }
            offset += width
        }
        return result
    }
}
