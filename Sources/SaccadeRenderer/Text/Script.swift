/// A group of scalars that one set of font files draws.
struct Script: Sendable {
    /// The blocks of scalars, lowest and highest.
    let blocks: [ClosedRange<UInt32>]
    /// The family's name as the files give it.
    let family: String
    /// The files, in the order of weight.
    let files: [FontFile]
    /// The language that forms of letters are taken from, as a BCP 47 tag.
    let language: String

    private init(_ family: String, _ language: String, _ blocks: [ClosedRange<UInt32>], files: [FontFile]) {
        self.family = family
        self.language = language
        self.blocks = blocks
        self.files = files
    }

    private static func noto(
        _ family: String, _ language: String, _ blocks: ClosedRange<UInt32>..., hasBold: Bool = true
    ) -> Script {
        let name = String(family.filter { $0 != " " })
        let weights = hasBold ? ["Regular", "Bold"] : ["Regular"]
        return Script(
            family, language, blocks, files: weights.map { FontFile(name: "\(name)-\($0).ttf", package: .noto) })
    }

    /// The scripts, by number; the order is also the order in which their faces are tried.
    ///
    /// What stands in no block falls to `Noto Sans`, and symbols to the faces after it.
    static let all: [Script] = [
        noto(
            "Noto Sans", "en", 0x0180...0x036F, 0x1AB0...0x1AFF, 0x1C80...0x1C8F, 0x1D00...0x1FFF, 0x2C60...0x2C7F,
            0x2DE0...0x2DFF, 0xA640...0xA69F, 0xA700...0xA7FF, 0xAB30...0xAB6F, 0xFB00...0xFB0F),
        noto(
            "Noto Sans Math", "en", 0x2100...0x214F, 0x2190...0x22FF, 0x27C0...0x2AFF, 0x1D400...0x1D7FF,
            hasBold: false),
        noto("Noto Sans Symbols", "en", 0x2150...0x218F, 0x2300...0x27BF, 0x2B00...0x2BFF, hasBold: false),
        noto(
            "Noto Sans Symbols2", "en", 0x2300...0x27BF, 0x2800...0x28FF, 0x2B00...0x2BFF, 0x1F000...0x1FBFF,
            hasBold: false),
        Script(
            "Noto Color Emoji", "en", [0x2300...0x27BF, 0x2900...0x297F, 0x2B00...0x2BFF, 0x1F000...0x1FAFF],
            files: [FontFile(name: "NotoColorEmoji.ttf", package: .notoEmoji)]),
        noto("Noto Sans Armenian", "hy", 0x0530...0x058F, 0xFB13...0xFB17),
        noto("Noto Sans Hebrew", "he", 0x0590...0x05FF, 0xFB1D...0xFB4F),
        noto(
            "Noto Sans Arabic", "ar", 0x0600...0x06FF, 0x0750...0x077F, 0x08A0...0x08FF, 0xFB50...0xFDFF,
            0xFE70...0xFEFC),
        noto("Noto Sans Syriac", "syr", 0x0700...0x074F, hasBold: false),
        noto("Noto Sans Thaana", "dv", 0x0780...0x07BF),
        noto("Noto Sans NKo", "nqo", 0x07C0...0x07FF, hasBold: false),
        noto("Noto Sans Devanagari", "hi", 0x0900...0x097F, 0x1CD0...0x1CFF, 0xA8E0...0xA8FF),
        noto("Noto Sans Bengali", "bn", 0x0980...0x09FF),
        noto("Noto Sans Gurmukhi", "pa", 0x0A00...0x0A7F),
        noto("Noto Sans Gujarati", "gu", 0x0A80...0x0AFF),
        noto("Noto Sans Oriya", "or", 0x0B00...0x0B7F),
        noto("Noto Sans Tamil", "ta", 0x0B80...0x0BFF),
        noto("Noto Sans Telugu", "te", 0x0C00...0x0C7F),
        noto("Noto Sans Kannada", "kn", 0x0C80...0x0CFF),
        noto("Noto Sans Malayalam", "ml", 0x0D00...0x0D7F),
        noto("Noto Sans Sinhala", "si", 0x0D80...0x0DFF),
        noto("Noto Sans Thai", "th", 0x0E00...0x0E7F),
        noto("Noto Sans Lao", "lo", 0x0E80...0x0EFF),
        noto("Noto Serif Tibetan", "bo", 0x0F00...0x0FFF),
        noto("Noto Sans Myanmar", "my", 0x1000...0x109F, 0xA9E0...0xA9FF, 0xAA60...0xAA7F),
        noto("Noto Sans Georgian", "ka", 0x10A0...0x10FF, 0x1C90...0x1CBF, 0x2D00...0x2D2F),
        noto("Noto Sans Ethiopic", "am", 0x1200...0x139F, 0x2D80...0x2DDF, 0xAB00...0xAB2F),
        noto("Noto Sans Cherokee", "chr", 0x13A0...0x13FF, 0xAB70...0xABBF),
        noto("Noto Sans Canadian Aboriginal", "iu", 0x1400...0x167F, 0x18B0...0x18FF),
        noto("Noto Sans Khmer", "km", 0x1780...0x17FF, 0x19E0...0x19FF),
        noto("Noto Sans Mongolian", "mn", 0x1800...0x18AF, hasBold: false),
        noto("Noto Sans Tifinagh", "zgh", 0x2D30...0x2D7F, hasBold: false),
        noto("Noto Sans Javanese", "jv", 0xA980...0xA9DF),
        cjk("Noto Sans CJK JP", "ja", 0x3040...0x30FF, 0x31F0...0x31FF, 0xFF65...0xFF9F),
        cjk("Noto Sans CJK KR", "ko", 0x1100...0x11FF, 0x3130...0x318F, 0xA960...0xA97F, 0xAC00...0xD7FF),
        cjk("Noto Sans CJK TC", "zh-tw", 0x3100...0x312F, 0x31A0...0x31BF),
        cjk(
            "Noto Sans CJK SC", "zh-cn", 0x2E80...0x303F, 0x3190...0x319F, 0x31C0...0x31EF, 0x3200...0x9FFF,
            0xF900...0xFAFF, 0xFE10...0xFE1F, 0xFE30...0xFE6F, 0xFF00...0xFF64, 0xFFA0...0xFFEF, 0x20000...0x3FFFF),
        noto("Noto Sans Yi", "ii", 0xA000...0xA4CF, hasBold: false),
    ]

    private static func cjk(_ family: String, _ language: String, _ blocks: ClosedRange<UInt32>...) -> Script {
        Script(
            family, language, blocks,
            files: ["NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"].map { FontFile(name: $0, package: .notoCJK) })
    }

    /// The number of the script with the pictures of control characters.
    static let symbols = 3

    /// The scalars that the core faces are made for, and those that are invisible.
    static func isCore(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0...0x017F, 0x0370...0x052F, 0x2000...0x20CF, 0x2190...0x2193, 0x2212, 0x2260...0x2265, 0xFE00...0xFE0F,
            0xFEFF, 0xFFFC...0xFFFD, 0xE000...0xF8FF, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }

    /// The numbers of the scripts with a block that holds a scalar, in order.
    static func numbers(of scalar: UInt32) -> [Int] {
        let found = all.indices.filter { number in all[number].blocks.contains { $0.contains(scalar) } }
        return found.isEmpty ? [0, 1, 2, 3] : found
    }
}

/// The scripts that occur in some text, as bits by their number.
struct ScriptSet: OptionSet, Sendable, Hashable {
    let rawValue: UInt64

    init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Collects the scripts of a text.
    init(of text: String) {
        var bits: UInt64 = 0
        // Blocks start and end at multiples of 16, but for a few: those are asked for each scalar.
        var known: Set<UInt32> = []
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || scalar.value == 0x7F {
                // Control characters are shown as their pictures.
                if !["\n", "\r", "\t"].contains(scalar) { bits |= 1 << UInt64(Script.symbols) }
                continue
            }
            guard scalar.value >= 0x180, !Script.isCore(scalar.value) else { continue }
            guard (0xFB00...0xFFFF).contains(scalar.value) || known.insert(scalar.value >> 4).inserted else { continue }
            for number in Script.numbers(of: scalar.value) { bits |= 1 << UInt64(number) }
        }
        rawValue = bits
    }

    /// The numbers of the scripts, in order.
    var numbers: [Int] { Script.all.indices.filter { rawValue >> UInt64($0) & 1 == 1 } }
}
