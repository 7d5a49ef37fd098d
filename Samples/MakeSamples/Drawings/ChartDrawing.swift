import Saccade
import SaccadeRenderer

/// A line chart: visitors of three museums, month by month.
struct ChartDrawing {
    /// A line of the chart.
    struct Series {
        var name: String
        var color: Color
        /// Thousands of visitors, January to December.
        var values: [Double]
    }

    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    static let maritime = Series(
        name: "Maritime Museum", color: Color(0x0B6E99),
        values: [18, 20, 26, 34, 45, 58, 71, 68, 52, 38, 25, 21])
    static let modern = Series(
        name: "Modern Art", color: Color(0xC8553D), values: [42, 44, 47, 46, 43, 40, 36, 35, 41, 48, 50, 46])
    static let nature = Series(
        name: "Natural History", color: Color(0x8A8D91), values: [30, 31, 35, 29, 27, 22, 19, 20, 26, 31, 33, 31])

    static let size = PixelSize(width: 1200, height: 800)
    private static let plot = Box(x0: 104, y0: 196, x1: 1136, y1: 668)
    private static let ink = Color(0x22262B)
    private static let soft = Color(0x69707A)

    /// Where a value of a month lies, in pixels; months count from 0.
    static func point(_ month: Double, _ value: Double) -> Point {
        Point(plot.x0 + (month + 0.5) * plot.width / 12, plot.y1 - value / 80 * plot.height)
    }

    /// The value of a series at any time between two months.
    static func value(of series: Series, at month: Double) -> Double {
        let first = min(10, max(0, Int(month.rounded(.down))))
        let part = month - Double(first)
        return series.values[first] * (1 - part) + series.values[first + 1] * part
    }

    /// Where two series meet between two months.
    static func crossing(_ a: Series, _ b: Series, after month: Int) -> Point {
        let before = a.values[month] - b.values[month]
        let after = a.values[month + 1] - b.values[month + 1]
        let time = Double(month) + before / (before - after)
        return point(time, value(of: a, at: time))
    }

    /// The pixels between two series from one month to another, as a mask of the whole picture.
    static func maskBetween(_ upper: Series, _ lower: Series, from first: Int, to last: Int) -> Mask {
        let columns = Int(point(Double(first), 0).x.rounded())..<Int(point(Double(last), 0).x.rounded())
        var runs: [Int] = []
        var position = 0
        for column in columns {
            let month = (Double(column) + 0.5 - plot.x0) / (plot.width / 12) - 0.5
            let top = Int(point(month, value(of: upper, at: month)).y.rounded())
            let bottom = Int(point(month, value(of: lower, at: month)).y.rounded())
            guard top < bottom else { continue }
            let start = column * size.height + top
            runs += [start - position, bottom - top]
            position = start + bottom - top
        }
        runs.append(size.width * size.height - position)
        return Mask(size: size, order: .column, runs: runs)
    }

    static func draw() throws -> Picture {
        let drawing = try Drawing(size: size, ground: Color(0xFFFFFF))
        var picture = Picture(image: try drawing.image())
        picture.places["title"] = try drawing.text(
            "Summer belongs to the sea", x: 56, baseline: 76,
            Lettering(36, ink, weight: .semibold, family: .display))
        try drawing.text(
            "Visitors to three city museums by month in 2024, in thousands", x: 56, baseline: 112, Lettering(20, soft))
        try legend(drawing, &picture)
        try axes(drawing, &picture)
        for series in [nature, modern, maritime] { line(series, drawing, &picture) }
        drawing.fill(Path(Box(x: 56, y: 738, width: 1088, height: 1)), Color(0xDCDFE3))
        try drawing.text(
            "Source: city statistics office, museum tickets sold at the door and online", x: 56, baseline: 766,
            Lettering(15, soft))
        picture.image = try drawing.image()
        return picture
    }

    private static func legend(_ drawing: Drawing, _ picture: inout Picture) throws {
        var x = 58.0
        for series in [maritime, modern, nature] {
            drawing.stroke(Path([Point(x, 151), Point(x + 30, 151)]), series.color, width: 4)
            drawing.fill(Path(circleAt: Point(x + 15, 151), radius: 6), series.color)
            let label = try drawing.text(series.name, x: x + 42, baseline: 157, Lettering(18, ink, weight: .medium))
            picture.places["legend " + series.name] = Box(x0: x, y0: label.y0, x1: label.x1, y1: label.y1)
            x = label.x1 + 40
        }
    }

    private static func axes(_ drawing: Drawing, _ picture: inout Picture) throws {
        for value in stride(from: 0, through: 80, by: 10) {
            let y = point(0, Double(value)).y.rounded()
            let isMain = value % 20 == 0
            drawing.fill(
                Path(Box(x: plot.x0, y: y, width: plot.width, height: value == 0 ? 2 : 1)),
                value == 0 ? Color(0x8E959E) : Color(isMain ? 0xD7DBE0 : 0xECEEF1))
            guard isMain else { continue }
            picture.places["axis \(value)"] = try drawing.text(
                "\(value)", x: plot.x0 - 14, baseline: y + 6, Lettering(17, soft), anchor: .end)
        }
        for (index, month) in months.enumerated() {
            let x = point(Double(index), 0).x
            drawing.fill(Path(Box(x: x.rounded(), y: plot.y1 + 2, width: 1, height: 7)), Color(0x8E959E))
            picture.places[month] = try drawing.text(
                month, x: x, baseline: plot.y1 + 34, Lettering(17, soft), anchor: .middle)
        }
    }

    private static func line(_ series: Series, _ drawing: Drawing, _ picture: inout Picture) {
        let points = series.values.enumerated().map { point(Double($0.offset), $0.element) }
        drawing.stroke(Path(points), Color(0xFFFFFF), width: 9)
        drawing.stroke(Path(points), series.color, width: 4)
        for (index, point) in points.enumerated() {
            drawing.fill(Path(circleAt: point, radius: 9), Color(0xFFFFFF))
            drawing.fill(Path(circleAt: point, radius: 6.5), series.color)
            picture.places["\(series.name) \(months[index])"] = Box(
                x: point.x - 8, y: point.y - 8, width: 16, height: 16)
        }
    }
}
