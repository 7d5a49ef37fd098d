import Saccade
import SaccadeRenderer

/// The checkout page of a shop, as on a laptop.
struct CheckoutDrawing {
    /// A line of the order, with its price in cents.
    struct Item {
        var name: String
        var detail: String
        var cents: Int
    }

    static let items = [
        Item(name: "Wool blanket", detail: "Slate grey, 130 × 180 cm", cents: 8900),
        Item(name: "Stoneware mugs", detail: "Set of 4, sand", cents: 4600),
        Item(name: "Desk lamp", detail: "Brass, dimmable", cents: 6450),
    ]
    static let discount = 1995
    static let delivery = 990
    static let subtotal = items.reduce(0) { $0 + $1.cents }
    static let total = subtotal - discount + delivery

    static let size = PixelSize(width: 1440, height: 900)
    private static let ink = Color(0x1D2327)
    private static let soft = Color(0x687078)
    private static let line = Color(0xDFE3E6)
    private static let accent = Color(0x1F5E4B)
    private static let white = Color(0xFFFFFF)
    private static let left = Box(x0: 96, y0: 132, x1: 836, y1: 860)
    private static let right = Box(x0: 884, y0: 132, x1: 1344, y1: 860)

    static func draw() throws -> Picture {
        let drawing = try Drawing(size: size, ground: Color(0xF4F6F6))
        var picture = Picture(image: try drawing.image())
        try bar(drawing)
        try address(drawing, &picture)
        try deliveries(drawing, &picture)
        try payment(drawing, &picture)
        try summary(drawing, &picture)
        picture.image = try drawing.image()
        return picture
    }

    private static func bar(_ drawing: Drawing) throws {
        drawing.fill(Path(Box(x: 0, y: 0, width: 1440, height: 84)), white)
        drawing.fill(Path(Box(x: 0, y: 84, width: 1440, height: 1)), line)
        // A fir on a hill.
        drawing.fill(Path([Point(112, 22), Point(128, 56), Point(96, 56)], isClosed: true), accent)
        drawing.fill(Path([Point(132, 32), Point(143, 56), Point(121, 56)], isClosed: true), Color(0x6FA58F))
        try drawing.text("Fjord & Pine", x: 158, baseline: 53, Lettering(26, ink, weight: .semibold, family: .display))
        let steps = ["Basket", "Delivery", "Payment", "Review"]
        var x = 884.0
        for (index, step) in steps.enumerated() {
            let isDone = index < 2
            let isNow = index == 2
            drawing.fill(
                Path(circleAt: Point(x + 12, 44), radius: 12), isDone || isNow ? accent : Color(0xC9CFD3))
            if isDone {
                drawing.stroke(Path([Point(x + 7, 44), Point(x + 11, 48), Point(x + 18, 40)]), white, width: 2.5)
            } else {
                try drawing.text(
                    "\(index + 1)", x: x + 12, baseline: 49, Lettering(14, white, weight: .bold), anchor: .middle)
            }
            let name = try drawing.text(
                step, x: x + 32, baseline: 50, Lettering(16, isNow ? ink : soft, weight: isNow ? .semibold : .regular))
            x = name.x1 + 22
        }
    }

    private static func card(_ box: Box, _ drawing: Drawing) {
        drawing.fill(Path(box, radius: 14), line)
        drawing.fill(Path(box.grown(by: -1), radius: 13), white)
    }

    private static func address(_ drawing: Drawing, _ picture: inout Picture) throws {
        let box = Box(x: left.x0, y: 124, width: left.width, height: 150)
        card(box, drawing)
        try drawing.text("Ship to", x: box.x0 + 28, baseline: box.y0 + 44, Lettering(20, ink, weight: .semibold))
        let link = try drawing.text(
            "Change", x: box.x1 - 28, baseline: box.y0 + 44, Lettering(16, accent, weight: .medium), anchor: .end)
        picture.places["change address"] = link
        let lines = ["Ines Marlow, 27 Lantern Lane, 4th floor", "2170 Port Ellis   ·   ines@example.org"]
        for (row, text) in lines.enumerated() {
            try drawing.text(
                text, x: box.x0 + 28, baseline: box.y0 + 84 + Double(row) * 28, Lettering(17, row == 0 ? ink : soft))
        }
        picture.places["address"] = box
    }

    private static func deliveries(_ drawing: Drawing, _ picture: inout Picture) throws {
        let box = Box(x: left.x0, y: 294, width: left.width, height: 264)
        card(box, drawing)
        try drawing.text("Delivery", x: box.x0 + 28, baseline: box.y0 + 44, Lettering(20, ink, weight: .semibold))
        let options = [
            ("Standard", "3 to 5 working days", "Free over €150.00", false),
            ("Express", "Tomorrow before noon", "€\(amount(delivery))", true),
        ]
        for (row, (name, time, price, isChosen)) in options.enumerated() {
            let option = Box(x: box.x0 + 28, y: box.y0 + 68 + Double(row) * 90, width: box.width - 56, height: 76)
            drawing.fill(Path(option, radius: 10), isChosen ? accent : line)
            drawing.fill(
                Path(option.grown(by: isChosen ? -2 : -1), radius: isChosen ? 8 : 9), isChosen ? Color(0xEFF6F3) : white
            )
            let center = Point(option.x0 + 32, option.center.y)
            drawing.fill(Path(circleAt: center, radius: 11), isChosen ? accent : Color(0xB4BCC2))
            drawing.fill(Path(circleAt: center, radius: isChosen ? 4.5 : 9), white)
            try drawing.text(
                name, x: option.x0 + 60, baseline: option.center.y - 4, Lettering(18, ink, weight: .semibold))
            try drawing.text(time, x: option.x0 + 60, baseline: option.center.y + 21, Lettering(15, soft))
            picture.places[name + " price"] = try drawing.text(
                price, x: option.x1 - 22, baseline: option.center.y + 7,
                Lettering(18, ink, weight: isChosen ? .semibold : .regular), anchor: .end)
            picture.places[name] = option
            picture.places[name + " button"] = Box(x: center.x - 11, y: center.y - 11, width: 22, height: 22)
        }
    }

    private static func payment(_ drawing: Drawing, _ picture: inout Picture) throws {
        let box = Box(x: left.x0, y: 578, width: left.width, height: 274)
        card(box, drawing)
        try drawing.text("Payment", x: box.x0 + 28, baseline: box.y0 + 44, Lettering(20, ink, weight: .semibold))
        let fields = [
            ("Card number", "4417  ••••  ••••  0092", 0.0, 0.0, 684.0), ("Valid until", "08 / 27", 0.0, 92.0, 332.0),
            ("Security code", "•••", 352.0, 92.0, 332.0),
        ]
        for (label, value, x, y, width) in fields {
            let top = box.y0 + 66 + y
            try drawing.text(label, x: box.x0 + 28 + x, baseline: top + 16, Lettering(14, soft, weight: .medium))
            let field = Box(x: box.x0 + 28 + x, y: top + 26, width: width, height: 46)
            drawing.fill(Path(field, radius: 8), Color(0xC9D0D4))
            drawing.fill(Path(field.grown(by: -1), radius: 7), white)
            try drawing.text(value, x: field.x0 + 16, baseline: field.center.y + 6, Lettering(17, ink))
            picture.places[label] = field
        }
    }

    private static func summary(_ drawing: Drawing, _ picture: inout Picture) throws {
        let box = Box(x: right.x0, y: 124, width: right.width, height: 728)
        card(box, drawing)
        let (x0, x1) = (box.x0 + 32, box.x1 - 32)
        try drawing.text("Your order", x: x0, baseline: box.y0 + 48, Lettering(22, ink, weight: .semibold))
        var y = box.y0 + 76
        for (index, item) in items.enumerated() {
            let tile = Box(x: x0, y: y, width: 76, height: 76)
            drawing.fill(Path(tile, radius: 10), Color(0xEDEFEC))
            thing(index, in: tile, drawing)
            try drawing.text(item.name, x: x0 + 96, baseline: y + 33, Lettering(18, ink, weight: .medium))
            try drawing.text(item.detail, x: x0 + 96, baseline: y + 58, Lettering(15, soft))
            let price = try drawing.text(
                "€" + amount(item.cents), x: x1, baseline: y + 33, Lettering(18, ink), anchor: .end)
            picture.places[item.name] = tile.union(price)
            y += 94
        }
        y += 4
        let code = Box(x: x0, y: y, width: x1 - x0 - 112, height: 46)
        drawing.fill(Path(code, radius: 8), Color(0xC9D0D4))
        drawing.fill(Path(code.grown(by: -1), radius: 7), white)
        try drawing.text("WELCOME10", x: code.x0 + 16, baseline: code.center.y + 6, Lettering(16, ink, family: .mono))
        let apply = Box(x: code.x1 + 12, y: y, width: 100, height: 46)
        drawing.fill(Path(apply, radius: 8), Color(0xE3E8E6))
        try drawing.text(
            "Applied", x: apply.center.x, baseline: apply.center.y + 6, Lettering(16, accent, weight: .semibold),
            anchor: .middle)
        picture.places["code"] = code.union(apply)
        y += 72
        drawing.fill(Path(Box(x: x0, y: y, width: x1 - x0, height: 1)), line)
        y += 38
        let rows = [
            ("Subtotal", "€" + amount(subtotal)), ("Discount WELCOME10", "−€" + amount(discount)),
            ("Express delivery", "€" + amount(delivery)),
        ]
        for (name, value) in rows {
            let label = try drawing.text(name, x: x0, baseline: y, Lettering(17, soft))
            let price = try drawing.text(value, x: x1, baseline: y, Lettering(17, ink), anchor: .end)
            picture.places["row " + name] = label.union(price)
            y += 33
        }
        y -= 10
        drawing.fill(Path(Box(x: x0, y: y, width: x1 - x0, height: 1)), line)
        y += 42
        let word = try drawing.text("Total", x: x0, baseline: y, Lettering(22, ink, weight: .semibold))
        let sum = try drawing.text(
            "€" + amount(total), x: x1, baseline: y, Lettering(26, ink, weight: .bold), anchor: .end)
        picture.places["total"] = word.union(sum)
        y += 26
        try drawing.text("VAT of 21 % is included", x: x1, baseline: y, Lettering(14, soft), anchor: .end)
        let button = Box(x: x0, y: box.y1 - 84, width: x1 - x0, height: 56)
        drawing.fill(Path(button, radius: 10), accent)
        try drawing.text(
            "Pay now", x: button.center.x, baseline: button.center.y + 7, Lettering(19, white, weight: .semibold),
            anchor: .middle)
        picture.places["button"] = button
        picture.places["summary"] = box
    }

    /// Draws what is for sale.
    private static func thing(_ index: Int, in tile: Box, _ drawing: Drawing) {
        let c = tile.center
        switch index {
        case 0:
            for (row, tone) in [0x4B5A68, 0x5F7080, 0x768898].enumerated() {
                drawing.fill(
                    Path(Box(x: c.x - 25, y: c.y + 10 - Double(row) * 15, width: 50, height: 13), radius: 6.5),
                    Color(UInt32(tone)))
            }
        case 1:
            drawing.stroke(Path(circleAt: Point(c.x + 17, c.y + 1), radius: 9), Color(0xB99B78), width: 5)
            drawing.fill(
                Path(
                    Box(x: c.x - 22, y: c.y - 19, width: 36, height: 40), topLeft: 3, topRight: 3, bottomRight: 11,
                    bottomLeft: 11), Color(0xCDB08C))
            drawing.fill(Path(Box(x: c.x - 22, y: c.y - 19, width: 36, height: 6), radius: 3), Color(0xE4D2B8))
        default:
            drawing.stroke(
                Path([Point(c.x - 12, c.y + 24), Point(c.x - 12, c.y - 4), Point(c.x + 6, c.y - 18)]), Color(0xA98238),
                width: 4)
            drawing.fill(Path(Box(x: c.x - 24, y: c.y + 22, width: 26, height: 6), radius: 3), Color(0xA98238))
            drawing.fill(
                Path(
                    [
                        Point(c.x + 1, c.y - 25), Point(c.x + 14, c.y - 18), Point(c.x + 21, c.y + 3),
                        Point(c.x - 7, c.y - 11),
                    ], isClosed: true), Color(0xC79A45))
            drawing.fill(
                Path([Point(c.x + 20, c.y + 4), Point(c.x - 6, c.y - 9), Point(c.x + 2, c.y + 18)], isClosed: true),
                Color(0xF2D489).withAlpha(0.55))
        }
    }
}
