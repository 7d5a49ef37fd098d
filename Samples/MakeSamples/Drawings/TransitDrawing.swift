import Saccade
import SaccadeRenderer

/// The plan of a city's four metro lines, with a river and parks.
struct TransitDrawing {
    /// A line of the plan.
    struct Line {
        var name: String
        var title: String
        var color: Color
        var points: [Point]
        /// Its stations in order.
        var stops: [String]
    }

    /// Where the name of a station stands.
    enum Side {
        case above
        case below
        case right
        case left
        case rightBelow
    }

    /// A station of the plan.
    struct Station {
        var name: String
        var place: Point
        var side: Side
        /// Whether lines meet here.
        var isInterchange = false
    }

    static let lines: [Line] = [
        Line(
            name: "M4", title: "Riverbank line", color: Color(0xE08A1E),
            points: [
                Point(150, 640), Point(150, 800), Point(220, 870), Point(1000, 870), Point(1090, 780), Point(1090, 118),
            ],
            stops: [
                "Harbour", "Docks", "Mill Quay", "Glassworks", "Stadium", "Orchard Road", "Riverbend", "East Gate",
                "Chapel Street", "Observatory", "Hilltop",
            ]),
        Line(
            name: "M3", title: "Theatre line", color: Color(0x2E8B57),
            points: [
                Point(740, 870), Point(740, 440), Point(840, 340), Point(990, 340), Point(1090, 240),
            ],
            stops: ["Stadium", "South Park", "Riverside", "Central Station", "Theatre", "Observatory"]),
        Line(
            name: "M1", title: "Hill line", color: Color(0xC23B3B),
            points: [Point(150, 640), Point(150, 360), Point(270, 240), Point(1270, 240)],
            stops: [
                "Harbour", "Fish Market", "Old Town", "University", "Botanic Garden", "Concert Hall", "Museum Hill",
                "Observatory", "Northfield",
            ]),
        Line(
            name: "M2", title: "Airport line", color: Color(0x2464A4),
            points: [Point(150, 640), Point(400, 640), Point(510, 530), Point(1270, 530)],
            stops: [
                "Harbour", "Custom House", "Market Square", "Central Station", "Parliament", "East Gate", "Airport",
            ]),
    ]

    static let stations: [Station] = [
        Station(name: "Harbour", place: Point(150, 640), side: .rightBelow, isInterchange: true),
        Station(name: "Fish Market", place: Point(150, 530), side: .right),
        Station(name: "Old Town", place: Point(150, 420), side: .right),
        Station(name: "University", place: Point(390, 240), side: .below),
        Station(name: "Botanic Garden", place: Point(560, 240), side: .below),
        Station(name: "Concert Hall", place: Point(730, 240), side: .below),
        Station(name: "Museum Hill", place: Point(900, 240), side: .above),
        Station(name: "Observatory", place: Point(1090, 240), side: .rightBelow, isInterchange: true),
        Station(name: "Northfield", place: Point(1270, 240), side: .above),
        Station(name: "Hilltop", place: Point(1090, 118), side: .right),
        Station(name: "Custom House", place: Point(320, 640), side: .above),
        Station(name: "Market Square", place: Point(570, 530), side: .above),
        Station(name: "Central Station", place: Point(740, 530), side: .rightBelow, isInterchange: true),
        Station(name: "Parliament", place: Point(930, 530), side: .above),
        Station(name: "East Gate", place: Point(1090, 530), side: .rightBelow, isInterchange: true),
        Station(name: "Airport", place: Point(1270, 530), side: .above),
        Station(name: "Theatre", place: Point(910, 340), side: .below),
        Station(name: "Riverside", place: Point(740, 650), side: .right),
        Station(name: "South Park", place: Point(740, 790), side: .right),
        Station(name: "Stadium", place: Point(740, 870), side: .rightBelow, isInterchange: true),
        Station(name: "Docks", place: Point(150, 770), side: .right),
        Station(name: "Mill Quay", place: Point(360, 870), side: .below),
        Station(name: "Glassworks", place: Point(550, 870), side: .below),
        Station(name: "Orchard Road", place: Point(920, 870), side: .below),
        Station(name: "Riverbend", place: Point(1090, 690), side: .left),
        Station(name: "Chapel Street", place: Point(1090, 390), side: .right),
    ]

    static let size = PixelSize(width: 1400, height: 1000)
    private static let ink = Color(0x23262B)
    private static let soft = Color(0x6A6E75)
    private static let ground = Color(0xF5F2EA)
    private static let water = Color(0xC9E1EE)
    private static let green = Color(0xD5E6C8)

    /// Returns a station.
    static func station(_ name: String) throws -> Station {
        guard let station = stations.first(where: { $0.name == name }) else {
            throw TraceError(.invalidField, "expected a station called \"\(name)\", found none")
        }
        return station
    }

    /// Returns the number of stops of a line between two stations.
    static func stops(_ line: String, from: String, to: String) throws -> Int {
        guard let stops = lines.first(where: { $0.name == line })?.stops, let first = stops.firstIndex(of: from),
            let last = stops.firstIndex(of: to)
        else { throw TraceError(.invalidField, "expected line \(line) from \(from) to \(to), found none") }
        return abs(last - first)
    }

    static func draw() throws -> Picture {
        let drawing = try Drawing(size: size, ground: ground)
        var picture = Picture(image: try drawing.image())
        try landscape(drawing)
        for line in lines { drawing.stroke(Path(line.points), ground, width: 20) }
        for line in lines { drawing.stroke(Path(line.points), line.color, width: 12) }
        for station in stations { try draw(station, drawing, &picture) }
        try badges(drawing)
        try head(drawing, &picture)
        picture.image = try drawing.image()
        return picture
    }

    private static func landscape(_ drawing: Drawing) throws {
        // The streets of the city, as a hint of a grid.
        for step in 1..<28 {
            let x = Double(step) * 50
            drawing.fill(Path(Box(x: x, y: 0, width: 1, height: 1000)), Color(0xEDE9DF))
            drawing.fill(Path(Box(x: 0, y: x, width: 1400, height: 1)), Color(0xEDE9DF))
        }
        let parks = [
            (Box(x: 440, y: 104, width: 238, height: 104), "BOTANIC GARDEN", Point(559, 162)),
            (Box(x: 470, y: 768, width: 226, height: 72), "SOUTH PARK", Point(583, 810)),
            (Box(x: 1150, y: 298, width: 200, height: 148), "OBSERVATORY HILL", Point(1250, 424)),
        ]
        for (box, name, place) in parks {
            drawing.fill(Path(box, radius: 26), green)
            var random = Shuffle(seed: UInt64(box.x0))
            for _ in 0..<26 {
                let tree = Point(
                    random.next(in: box.x0 + 16...box.x1 - 16), random.next(in: box.y0 + 16...box.y1 - 16))
                // No trees on the name.
                if abs(tree.y - place.y + 5) < 18 { continue }
                drawing.fill(Path(circleAt: tree, radius: random.next(in: 4...8)), Color(0xBFD8AE))
            }
            try drawing.text(
                name, x: place.x, baseline: place.y, Lettering(15, Color(0x4F7A3A), weight: .semibold, spacing: 1.5),
                anchor: .middle)
        }
        var river = Path()
        river.move(to: Point(-40, 716))
        river.curve(Point(160, 690), Point(300, 706), to: Point(470, 722))
        river.curve(Point(640, 738), Point(800, 728), to: Point(930, 664))
        river.curve(Point(1060, 600), Point(1200, 640), to: Point(1440, 606))
        drawing.stroke(river, Color(0xB4D3E4), width: 54)
        drawing.stroke(river, water, width: 48)
        try drawing.text(
            "RIVER  ELL", x: 500, baseline: 729, Lettering(15, Color(0x4A87A6), weight: .semibold, spacing: 4),
            anchor: .middle)
    }

    private static func draw(_ station: Station, _ drawing: Drawing, _ picture: inout Picture) throws {
        let place = station.place
        let radius = station.isInterchange ? 16.0 : 10.0
        drawing.fill(Path(circleAt: place, radius: radius), ink)
        drawing.fill(Path(circleAt: place, radius: radius - (station.isInterchange ? 5 : 3.5)), Color(0xFFFFFF))
        let size = station.isInterchange ? 21.0 : 18.0
        let lettering = Lettering(size, ink, weight: station.isInterchange ? .bold : .medium)
        let box: Box
        switch station.side {
        case .above:
            box = try drawing.text(
                station.name, x: place.x, baseline: place.y - radius - 12, lettering, anchor: .middle)
        case .below:
            box = try drawing.text(
                station.name, x: place.x, baseline: place.y + radius + 26, lettering, anchor: .middle)
        case .right: box = try drawing.text(station.name, x: place.x + radius + 14, baseline: place.y + 6, lettering)
        case .left:
            box = try drawing.text(
                station.name, x: place.x - radius - 14, baseline: place.y + 6, lettering, anchor: .end)
        case .rightBelow:
            box = try drawing.text(station.name, x: place.x + radius + 6, baseline: place.y + radius + 24, lettering)
        }
        picture.places["name " + station.name] = box
        let dot = Box(x0: place.x - radius, y0: place.y - radius, x1: place.x + radius, y1: place.y + radius)
        picture.places["dot " + station.name] = dot
        picture.places[station.name] = box.union(dot)
    }

    private static func badges(_ drawing: Drawing) throws {
        let places = [
            ("M1", Point(1330, 240)), ("M2", Point(1330, 530)), ("M3", Point(660, 870)), ("M4", Point(1090, 66)),
        ]
        for (name, place) in places where name != "M3" { try badge(name, place, drawing) }
    }

    private static func badge(_ name: String, _ place: Point, _ drawing: Drawing) throws {
        guard let line = lines.first(where: { $0.name == name }) else { return }
        drawing.fill(Path(Box(x: place.x - 25, y: place.y - 17, width: 50, height: 34), radius: 8), line.color)
        try drawing.text(
            name, x: place.x, baseline: place.y + 7, Lettering(19, Color(0xFFFFFF), weight: .bold), anchor: .middle)
    }

    private static func head(_ drawing: Drawing, _ picture: inout Picture) throws {
        picture.places["title"] = try drawing.text(
            "Port Ellis Metro", x: 56, baseline: 82, Lettering(40, ink, weight: .semibold, family: .display))
        try drawing.text("Network plan, not to scale", x: 58, baseline: 116, Lettering(18, soft))
        let key = Box(x: 1126, y: 762, width: 234, height: 194)
        drawing.fill(Path(key, radius: 12), Color(0xFFFFFF))
        drawing.stroke(Path(key.grown(by: -0.5), radius: 12), Color(0xDDD8CC), width: 1)
        for (row, line) in lines.sorted(by: { $0.name < $1.name }).enumerated() {
            let y = key.y0 + 36 + Double(row) * 41
            try badge(line.name, Point(key.x0 + 43, y), drawing)
            try drawing.text(line.title, x: key.x0 + 82, baseline: y + 6, Lettering(18, ink, weight: .medium))
        }
        picture.places["key"] = key
    }
}
