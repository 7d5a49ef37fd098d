import Saccade
import SaccadeRenderer

/// A till receipt on a table.
struct ReceiptDrawing {
    /// A line of the receipt.
    struct Item {
        var key: String
        var name: String
        var cents: Int
        var rate: String
        /// What stands below: how much at what price, or a discount.
        var detail: (text: String, cents: Int?)?

        /// What the line costs, its discount taken off.
        var total: Int { cents + (detail?.cents ?? 0) }
    }

    static let items: [Item] = [
        Item(key: "bread", name: "SOURDOUGH LOAF 750 G", cents: 420, rate: "B"),
        Item(key: "milk", name: "OAT DRINK BARISTA 1 L", cents: 390, rate: "B", detail: ("2 x 1.95", nil)),
        Item(
            key: "coffee", name: "CAFFE CREMA BEANS 1 KG", cents: 1590, rate: "B",
            detail: ("CLUB PRICE -25 %", -398)),
        Item(key: "bananas", name: "BANANAS ORGANIC", cents: 151, rate: "B", detail: ("0.842 kg x 1.79 EUR/kg", nil)),
        Item(key: "eggs", name: "FREE-RANGE EGGS 10 PCS", cents: 349, rate: "B"),
        Item(key: "tomatoes", name: "VINE TOMATOES", cents: 180, rate: "B", detail: ("0.516 kg x 3.49 EUR/kg", nil)),
        Item(key: "cheese", name: "COMTE 18 MONTHS", cents: 618, rate: "B", detail: ("0.214 kg x 28.90 EUR/kg", nil)),
        Item(key: "chocolate", name: "DARK CHOCOLATE 70 %", cents: 245, rate: "B"),
        Item(key: "oil", name: "OLIVE OIL EXTRA V. 0.5 L", cents: 895, rate: "B"),
        Item(key: "soap", name: "DISH SOAP LEMON 500 ML", cents: 229, rate: "A"),
        Item(key: "roll", name: "KITCHEN ROLL 4 PCS", cents: 315, rate: "A"),
        Item(key: "bag", name: "PAPER BAG", cents: 20, rate: "A"),
    ]

    /// What is to be paid, in cents.
    static let total = items.reduce(0) { $0 + $1.total }

    private static let size = PixelSize(width: 900, height: 1600)
    private static let paper = Box(x0: 84, y0: 28, x1: 816, y1: 1560)
    private static let ink = Color(0x2B2C30)
    private static let faint = Color(0x5E6068)

    private let drawing: Drawing
    private var places: [String: Box] = [:]
    private var y = 0.0
    private let left = ReceiptDrawing.paper.x0 + 52
    private let right = ReceiptDrawing.paper.x1 - 52

    private init() throws { drawing = try Drawing(size: ReceiptDrawing.size, ground: Color(0xB9B4AB)) }

    static func draw() throws -> Picture {
        var receipt = try ReceiptDrawing()
        receipt.table()
        receipt.sheet()
        try receipt.head()
        try receipt.lines()
        try receipt.sums()
        try receipt.taxes()
        try receipt.foot()
        return Picture(image: try receipt.drawing.image(), places: receipt.places)
    }

    private func table() {
        let size = ReceiptDrawing.size
        let (width, height) = (Double(size.width), Double(size.height))
        // Boards of slightly different tone, with a dark joint between them.
        let tones: [UInt32] = [0x8B8177, 0x938A80, 0x877D73, 0x8F857B, 0x8A8076]
        for (index, tone) in tones.enumerated() {
            let x = Double(index) * width / 5
            drawing.fill(Path(Box(x: x, y: 0, width: width / 5, height: height)), Color(tone))
            drawing.fill(Path(Box(x: x, y: 0, width: 2, height: height)), Color(0x6F665D))
        }
    }

    /// The outline of the paper: straight above, torn off below.
    private func outline() -> Path {
        let paper = ReceiptDrawing.paper
        var points = [Point(paper.x0, paper.y0), Point(paper.x1, paper.y0)]
        var x = paper.x1
        var isLow = true
        while x > paper.x0 {
            points.append(Point(x, paper.y1 - (isLow ? 0 : 11)))
            isLow.toggle()
            x -= 12.2
        }
        points.append(Point(paper.x0, paper.y1 - 6))
        return Path(points, isClosed: true)
    }

    private func sheet() {
        let paper = ReceiptDrawing.paper
        for step in 0..<9 {
            let spread = Double(9 - step) * 2.4
            let shadow = Box(
                x0: paper.x0 - spread * 0.6 + 5, y0: paper.y0 - spread * 0.4 + 9, x1: paper.x1 + spread + 3,
                y1: paper.y1 + spread + 2)
            drawing.fill(Path(shadow, radius: 10 + spread), Color(0x1E1712).withAlpha(0.045))
        }
        let outline = outline()
        drawing.fill(outline, Color(0xFBFAF5))
        drawing.clipped(to: outline) {
            var random = Shuffle(seed: 4)
            // Fibres of the paper, hardly to be seen.
            for _ in 0..<420 {
                let start = Point(random.next(in: paper.x0...paper.x1), random.next(in: paper.y0...paper.y1))
                let end = Point(start.x + random.next(in: -14...14), start.y + random.next(in: -9...9))
                let tone = random.next() < 0.5 ? Color(0xEFECE3) : Color(0xFFFFFD)
                drawing.stroke(Path([start, end]), tone, width: 1)
            }
            // Two folds from the pocket.
            for fold in [paper.y0 + 512, paper.y0 + 1018] {
                drawing.fill(
                    Path(Box(x: paper.x0, y: fold, width: paper.width, height: 2)), Color(0xFFFFFF).withAlpha(0.9))
                for step in 0..<6 {
                    drawing.fill(
                        Path(Box(x: paper.x0, y: fold + 2 + Double(step) * 4, width: paper.width, height: 4)),
                        Color(0x8A8470).withAlpha(0.055 - Double(step) * 0.009))
                }
            }
        }
    }

    // MARK: Parts from above downwards

    private mutating func head() throws {
        let middle = ReceiptDrawing.paper.center.x
        y = ReceiptDrawing.paper.y0 + 88
        // The sign of the shop: a wave under a sun.
        let sign = Point(middle, y - 14)
        drawing.fill(Path(circleAt: Point(sign.x, sign.y - 10), radius: 15), ReceiptDrawing.ink)
        for row in 0..<2 {
            var wave = Path()
            let base = sign.y + 14 + Double(row) * 11
            wave.move(to: Point(sign.x - 44, base))
            for part in 0..<4 {
                let x = sign.x - 44 + Double(part) * 22
                let lift = part % 2 == 0 ? -9.0 : 9.0
                wave.curve(Point(x + 7, base + lift), Point(x + 15, base + lift), to: Point(x + 22, base))
            }
            drawing.stroke(wave, ReceiptDrawing.ink, width: 4)
        }
        y += 78
        places["shop"] = try drawing.text(
            "HARBOUR STREET MARKET", x: middle, baseline: y,
            Lettering(40, ReceiptDrawing.ink, weight: .semibold, family: .display, spacing: 1.5), anchor: .middle)
        for line in ["14 Harbour Street, Port Ellis", "Tel. 01 555 0142   VAT no. 8214 0067", "Mon-Sat 7:00-22:00"] {
            y += y < 240 ? 38 : 29
            try drawing.text(line, x: middle, baseline: y, mono(19, ReceiptDrawing.faint), anchor: .middle)
        }
        y += 30
        rule()
        y += 36
        places["date"] = try drawing.text("2024-09-14  17:42", x: left, baseline: y, mono(19))
        try drawing.text("TILL 03  NO. 008731", x: right, baseline: y, mono(19), anchor: .end)
        y += 20
        rule()
        y += 44
        try drawing.text("ARTICLE", x: left, baseline: y, mono(17, ReceiptDrawing.faint))
        try drawing.text("EUR", x: right - 30, baseline: y, mono(17, ReceiptDrawing.faint), anchor: .end)
        y += 8
    }

    private mutating func lines() throws {
        let top = y
        for item in ReceiptDrawing.items {
            y += 40
            var row = try drawing.text(item.name, x: left, baseline: y, mono(22))
            try drawing.text(amount(item.cents), x: right - 30, baseline: y, mono(22), anchor: .end)
            row = row.union(try drawing.text(item.rate, x: right, baseline: y, mono(22), anchor: .end))
            places[item.key] = row
            guard let detail = item.detail else { continue }
            y += 29
            var below = try drawing.text(detail.text, x: left + 26, baseline: y, mono(18, ReceiptDrawing.faint))
            if let cents = detail.cents {
                below = below.union(
                    try drawing.text(amount(cents), x: right - 30, baseline: y, mono(18), anchor: .end))
                below = below.union(
                    try drawing.text(item.rate, x: right, baseline: y, mono(18), anchor: .end))
            }
            places[item.key + " detail"] = below
            places[item.key + " block"] = row.union(below)
        }
        places["items"] = Box(x0: left, y0: top + 14, x1: right, y1: y + 6)
        y += 26
        rule()
    }

    private mutating func sums() throws {
        y += 54
        let word = try drawing.text(
            "TOTAL EUR", x: left, baseline: y, Lettering(36, ReceiptDrawing.ink, weight: .semibold, family: .mono))
        let sum = try drawing.text(
            amount(ReceiptDrawing.total), x: right - 30, baseline: y,
            Lettering(36, ReceiptDrawing.ink, weight: .semibold, family: .mono), anchor: .end)
        places["total"] = word.union(sum)
        y += 40
        let card = try drawing.text("CARD  VISA **** 4417", x: left, baseline: y, mono(20))
        let paid = try drawing.text(amount(ReceiptDrawing.total), x: right - 30, baseline: y, mono(20), anchor: .end)
        places["payment"] = card.union(paid)
        y += 30
        let saved = try drawing.text("YOU SAVED WITH YOUR CLUB CARD", x: left, baseline: y, mono(20))
        let much = try drawing.text("3.98", x: right - 30, baseline: y, mono(20), anchor: .end)
        places["saved"] = saved.union(much)
        y += 22
        rule()
    }

    private mutating func taxes() throws {
        let columns = [left, left + 250, left + 420, right - 30]
        func row(_ cells: [String], _ lettering: Lettering) throws -> Box {
            var box = try drawing.text(cells[0], x: columns[0], baseline: y, lettering)
            for (cell, column) in zip(cells, columns).dropFirst() {
                box = box.union(try drawing.text(cell, x: column, baseline: y, lettering, anchor: .end))
            }
            return box
        }
        y += 32
        var table = try row(["VAT", "NET", "VAT", "GROSS"], mono(17, ReceiptDrawing.faint))
        for (rate, percent) in [("A", 23), ("B", 9)] {
            let gross = ReceiptDrawing.items.filter { $0.rate == rate }.reduce(0) { $0 + $1.total }
            let net = (gross * 100 + (100 + percent) / 2) / (100 + percent)
            y += 27
            table = table.union(
                try row(["\(rate)  \(percent) %", amount(net), amount(gross - net), amount(gross)], mono(18)))
        }
        places["taxes"] = table
        y += 20
        rule()
    }

    private mutating func foot() throws {
        let middle = ReceiptDrawing.paper.center.x
        y += 34
        try drawing.text(
            "Goods can be returned within 14 days with this receipt.", x: middle, baseline: y,
            mono(15, ReceiptDrawing.faint), anchor: .middle)
        y += 23
        try drawing.text(
            "Club prices are already taken off the total.", x: middle, baseline: y,
            mono(15, ReceiptDrawing.faint), anchor: .middle)
        y += 24
        // A bar code: bars of one to four units.
        var random = Shuffle(seed: 31)
        var x = middle - 190
        let top = y
        while x < middle + 186 {
            let width = (random.next() * 3.4 + 1).rounded(.down) * 2
            drawing.fill(Path(Box(x: x, y: top, width: min(width, middle + 190 - x), height: 62)), ReceiptDrawing.ink)
            x += width + (random.next() * 2.6 + 1).rounded(.down) * 2
        }
        y += 84
        try drawing.text(
            "2 409140 173042 0308731", x: middle, baseline: y, mono(16, ReceiptDrawing.ink, spacing: 1.5),
            anchor: .middle)
        y += 40
        try drawing.text(
            "THANK YOU - SEE YOU SOON", x: middle, baseline: y, mono(20, ReceiptDrawing.ink), anchor: .middle)
    }

    // MARK: Helpers

    private func mono(_ size: Double, _ color: Color = ReceiptDrawing.ink, spacing: Double = 0) -> Lettering {
        Lettering(size, color, family: .mono, spacing: spacing)
    }

    private func rule() {
        drawing.stroke(
            Path([Point(left, y + 0.5), Point(right, y + 0.5)]), ReceiptDrawing.faint, width: 1.5, dashes: [7, 5],
            isButt: true)
    }
}
