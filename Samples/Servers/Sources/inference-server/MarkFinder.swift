import Saccade
import SaccadeImaging

/// A colour that a question may ask for.
enum MarkColor: String, CaseIterable {
    case red, orange, yellow, green, blue, purple

    /// The colour of a pixel; `nil` for grey ones.
    init?(red: UInt8, green: UInt8, blue: UInt8) {
        let (r, g, b) = (Int(red), Int(green), Int(blue))
        let (high, low) = (max(r, g, b), min(r, g, b))
        let range = high - low
        guard high > 80, range * 100 > high * 45 else { return nil }
        let hue =
            if high == r {
                ((g - b) * 60 / range + 360) % 360
            } else if high == g { (b - r) * 60 / range + 120 } else { (r - g) * 60 / range + 240 }
        switch hue {
        case ..<18, 340...: self = .red
        case ..<40: self = .orange
        case ..<70: self = .yellow
        case ..<165: self = .green
        case ..<260: self = .blue
        default: self = .purple
        }
    }

    /// The colour that a question names.
    static func named(in question: String) -> MarkColor? {
        let words = question.lowercased().split { !$0.isLetter }
        return words.lazy.compactMap { MarkColor(rawValue: String($0)) }.first
    }
}

/// Finds the largest patch of a colour in a picture, by its pixels.
struct MarkFinder {
    /// What was found.
    struct Mark {
        var color: MarkColor
        var box: PixelRectangle
        /// How many pixels of the colour are in the box.
        var count: Int
    }

    /// The colour to look for; any if `nil`.
    var color: MarkColor?

    /// Returns where the patch is, as far as cells of some pixels a side tell; 1 for the exact place.
    func find(in picture: PixelImage, cell: Int) -> Mark? {
        let (columns, rows) = ((picture.width + cell - 1) / cell, (picture.height + cell - 1) / cell)
        var counts = [MarkColor: [Int]]()
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                let place = (y * picture.width + x) * 4
                guard
                    let found = MarkColor(
                        red: picture.bytes[place], green: picture.bytes[place + 1], blue: picture.bytes[place + 2]),
                    color == nil || color == found
                else { continue }
                counts[found, default: [Int](repeating: 0, count: columns * rows)][y / cell * columns + x / cell] += 1
            }
        }
        var best: Mark?
        for color in MarkColor.allCases {
            guard let cells = counts[color] else { continue }
            for patch in patches(of: cells, columns: columns, rows: rows) where patch.count > best?.count ?? 0 {
                let box = PixelRectangle(
                    x0: patch.x0 * cell, y0: patch.y0 * cell, x1: min(picture.width, (patch.x1 + 1) * cell),
                    y1: min(picture.height, (patch.y1 + 1) * cell))
                best = Mark(color: color, box: box, count: patch.count)
            }
        }
        return best
    }

    /// Cells that hold the colour and touch each other.
    private struct Patch {
        var x0: Int
        var y0: Int
        var x1: Int
        var y1: Int
        var count = 0
    }

    private func patches(of cells: [Int], columns: Int, rows: Int) -> [Patch] {
        var isSeen = cells.map { $0 == 0 }
        var patches: [Patch] = []
        for start in cells.indices where !isSeen[start] {
            var patch = Patch(x0: start % columns, y0: start / columns, x1: start % columns, y1: start / columns)
            var open = [start]
            isSeen[start] = true
            while let cell = open.popLast() {
                let (x, y) = (cell % columns, cell / columns)
                patch.count += cells[cell]
                (patch.x0, patch.x1) = (min(patch.x0, x), max(patch.x1, x))
                (patch.y0, patch.y1) = (min(patch.y0, y), max(patch.y1, y))
                for dy in max(0, y - 1)...min(rows - 1, y + 1) {
                    for dx in max(0, x - 1)...min(columns - 1, x + 1) where !isSeen[dy * columns + dx] {
                        isSeen[dy * columns + dx] = true
                        open.append(dy * columns + dx)
                    }
                }
            }
            patches.append(patch)
        }
        return patches
    }
}
