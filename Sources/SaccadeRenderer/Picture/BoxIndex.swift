import Saccade

/// Boxes in a grid of cells, so that those near a place are found without asking all.
struct BoxIndex {
    private let cell: Double
    private let origin: Point
    private let columns: Int
    private let rows: Int
    private var cells: [[Int32]]
    private(set) var boxes: [Box] = []
    private var isHere: [Bool] = []

    /// Creates an index over an area; the cells are about as large as the boxes that are looked for.
    init(area: Box, cell: Double) {
        let longest = max(area.width, area.height, 1)
        self.cell = max(cell, longest / 256, 1)
        origin = Point(x: area.x0, y: area.y0)
        columns = max(1, Int((area.width / self.cell).rounded(.up)))
        rows = max(1, Int((area.height / self.cell).rounded(.up)))
        cells = Array(repeating: [], count: columns * rows)
    }

    private func span(_ low: Double, _ high: Double, _ start: Double, _ count: Int) -> ClosedRange<Int> {
        let first = max(0, min(Double(count - 1), ((low - start) / cell).rounded(.down)))
        let last = max(first, min(Double(count - 1), ((high - start) / cell).rounded(.down)))
        return Int(first)...Int(last)
    }

    /// Adds a box and returns its number.
    @discardableResult mutating func insert(_ box: Box) -> Int {
        let number = boxes.count
        boxes.append(box)
        isHere.append(true)
        place(number)
        return number
    }

    private mutating func place(_ number: Int) {
        let box = boxes[number]
        for row in span(box.y0, box.y1, origin.y, rows) {
            for column in span(box.x0, box.x1, origin.x, columns) {
                cells[row * columns + column].append(Int32(truncatingIfNeeded: number))
            }
        }
    }

    /// Takes a box out; its number stays its own.
    mutating func remove(_ number: Int) {
        guard isHere[number] else { return }
        isHere[number] = false
        let box = boxes[number]
        for row in span(box.y0, box.y1, origin.y, rows) {
            for column in span(box.x0, box.x1, origin.x, columns) {
                cells[row * columns + column].removeAll { Int($0) == number }
            }
        }
    }

    /// Puts a box at another place.
    mutating func move(_ number: Int, to box: Box) {
        remove(number)
        boxes[number] = box
        isHere[number] = true
        place(number)
    }

    /// Calls a closure once with each box that meets another, in the order of their numbers in each cell.
    func forEach(meeting box: Box, _ body: (Int, Box) -> Void) {
        let across = span(box.x0, box.x1, origin.x, columns)
        let along = span(box.y0, box.y1, origin.y, rows)
        for row in along {
            for column in across {
                for entry in cells[row * columns + column] {
                    let other = boxes[Int(entry)]
                    // A box in several cells counts in the first of them that is asked.
                    let first = (
                        max(span(other.x0, other.x1, origin.x, columns).lowerBound, across.lowerBound),
                        max(span(other.y0, other.y1, origin.y, rows).lowerBound, along.lowerBound)
                    )
                    guard first == (column, row) else { continue }
                    let shared = other.intersection(box)
                    if shared.x0 < shared.x1, shared.y0 < shared.y1 { body(Int(entry), other) }
                }
            }
        }
    }

    /// Returns whether a box meets none.
    func isFree(_ box: Box, besides number: Int = -1) -> Bool {
        var isFree = true
        forEach(meeting: box) { other, _ in if other != number { isFree = false } }
        return isFree
    }
}
