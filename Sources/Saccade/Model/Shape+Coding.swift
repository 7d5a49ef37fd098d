extension Point: FieldValue {
    @inline(__always) static func decode(_ reader: inout ValueReader) throws(TraceError) -> Point {
        let start = reader
        var values = (0.0, 0.0)
        var count = 0
        try reader.elements { (reader) throws(TraceError) in
            let value = try Double.decode(&reader)
            if count == 0 { values.0 = value } else { values.1 = value }
            count += 1
        }
        guard count == 2 else { throw start.invalid("expected 2 numbers, x and y, found \(count)") }
        return Point(x: values.0, y: values.1)
    }

    func encode(into emitter: inout JSONEmitter) {
        emitter.byte(UInt8(ascii: "["))
        emitter.double(x)
        emitter.byte(UInt8(ascii: ","))
        emitter.double(y)
        emitter.byte(UInt8(ascii: "]"))
    }

    static func schema(_ definitions: inout SchemaDefinitions) -> JSONValue { .fixedArray(of: "number", count: 2) }

    static var typeName: String { "[x, y]" }
}

extension Box: FieldValue {
    @inline(__always) static func decode(_ reader: inout ValueReader) throws(TraceError) -> Box {
        let start = reader
        var box = Box(x0: 0, y0: 0, x1: 0, y1: 0)
        var count = 0
        try reader.elements { (reader) throws(TraceError) in
            let value = try Double.decode(&reader)
            switch count {
            case 0: box.x0 = value
            case 1: box.y0 = value
            case 2: box.x1 = value
            default: box.y1 = value
            }
            count += 1
        }
        guard count == 4 else {
            throw start.invalid("expected 4 numbers, left, top, right and bottom, found \(count)")
        }
        return box
    }

    @inline(__always) func encode(into emitter: inout JSONEmitter) {
        emitter.byte(UInt8(ascii: "["))
        emitter.double(x0)
        emitter.byte(UInt8(ascii: ","))
        emitter.double(y0)
        emitter.byte(UInt8(ascii: ","))
        emitter.double(x1)
        emitter.byte(UInt8(ascii: ","))
        emitter.double(y1)
        emitter.byte(UInt8(ascii: "]"))
    }

    static func schema(_ definitions: inout SchemaDefinitions) -> JSONValue { .fixedArray(of: "number", count: 4) }

    static var typeName: String { "[left, top, right, bottom]" }
}

/// The fields of a mask.
private struct MaskFields: FieldGroup, Hashable {
    var size: [Int] = []
    var order = ""
    var runs: [Int] = []
    var blob: Digest?

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("size", &size, "width and height of the mask in pixels")
        try coder.required("order", &order, "`row` or `column`: how the runs walk over the pixels")
        try coder.list("runs", &runs, "run lengths, outside first; their sum is width × height")
        try coder.optional("blob", &blob, "blob that holds the runs as a JSON array, if they are not here")
    }

    var contradiction: String? {
        if size.count != 2 { return "expected 2 numbers, width and height, found \(size.count)" }
        if Mask.Order(rawValue: order) == nil { return "expected the order \"row\" or \"column\", found \"\(order)\"" }
        return nil
    }
}

/// The fields of a heat map.
private struct HeatmapFields: FieldGroup, Hashable {
    var grid: [Int] = []
    var area: Box?
    var values: [Double] = []
    var blob: Digest?
    var range: [Double] = []
    var method: String?

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("grid", &grid, "number of columns and rows")
        try coder.optional("area", &area, "area that the grid covers, if not the whole image")
        try coder.list("values", &values, "weights, row by row")
        try coder.optional("blob", &blob, "blob that holds the weights as a JSON array, if they are not here")
        try coder.required("range", &range, "weights at the ends of the scale")
        try coder.optional("method", &method, "how the weights were made")
    }

    var contradiction: String? {
        if grid.count != 2 { return "expected 2 numbers, columns and rows, found \(grid.count)" }
        if range.count != 2 || range[0] > range[1] { return "expected a range of 2 numbers, the lower one first" }
        return nil
    }
}

/// The fields of a mark.
private struct MarkFields: FieldGroup, Hashable {
    var id = ""
    var box: Box?

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("id", &id, "id of the element")
        try coder.optional("box", &box, "its box, where one is known")
    }
}

/// The fields of a shape: exactly one of them is there.
private struct ShapeFields: FieldGroup, Hashable {
    var box: Box?
    var rotatedBox: [Double]?
    var point: Point?
    var polyline: [Point]?
    var polygon: [[Point]]?
    var ellipse: [Double]?
    var mask: MaskFields?
    var arrow: [Point]?
    var heatmap: HeatmapFields?
    var mark: MarkFields?
    var invalid: String?

    @inline(__always) mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.optional("box", &box, "left, top, right, bottom")
        try coder.optional("rotatedBox", &rotatedBox, "centre x, centre y, width, height, degrees clockwise")
        try coder.optional("point", &point, "x, y")
        try coder.optional("polyline", &polyline, "at least two points")
        try coder.optional("polygon", &polygon, "rings of at least three points: the outer one, then the holes")
        try coder.optional("ellipse", &ellipse, "centre x, centre y, half axes, degrees clockwise")
        try coder.optional("mask", &mask, "a set of pixels")
        try coder.optional("arrow", &arrow, "tail and head")
        try coder.optional("heatmap", &heatmap, "a grid of weights")
        try coder.optional("mark", &mark, "an element's id")
        try coder.optional("invalid", &invalid, "why something that was meant as a place is none")
    }
}

extension Shape: FieldValue {
    static func decode(_ reader: inout ValueReader) throws(TraceError) -> Shape {
        let start = reader
        let fields = try ShapeFields.decode(&reader)
        if let box = fields.box { return .box(box) }
        if let point = fields.point { return .point(point) }
        if let numbers = fields.rotatedBox {
            guard numbers.count == 5 else {
                throw start.invalid("expected 5 numbers of a rotated box, found \(numbers.count)")
            }
            return .rotatedBox(
                RotatedBox(
                    center: Point(x: numbers[0], y: numbers[1]), width: numbers[2], height: numbers[3],
                    angle: numbers[4]))
        }
        if let points = fields.polyline { return .polyline(points) }
        if let rings = fields.polygon { return .polygon(rings) }
        if let numbers = fields.ellipse {
            guard numbers.count == 5 else {
                throw start.invalid("expected 5 numbers of an ellipse, found \(numbers.count)")
            }
            return .ellipse(
                Ellipse(
                    center: Point(x: numbers[0], y: numbers[1]), radiusX: numbers[2], radiusY: numbers[3],
                    angle: numbers[4]))
        }
        if let points = fields.arrow {
            guard points.count == 2 else { throw start.invalid("expected 2 points of an arrow, found \(points.count)") }
            return .arrow(from: points[0], to: points[1])
        }
        if let mask = fields.mask, let order = Mask.Order(rawValue: mask.order) {
            return .mask(
                Mask(
                    size: PixelSize(width: mask.size[0], height: mask.size[1]), order: order, runs: mask.runs,
                    blob: mask.blob))
        }
        if let map = fields.heatmap {
            return .heatmap(
                Heatmap(
                    columns: map.grid[0], rows: map.grid[1], area: map.area, values: map.values, blob: map.blob,
                    range: map.range[0]...map.range[1], method: map.method))
        }
        if let mark = fields.mark { return .mark(id: mark.id, box: mark.box) }
        if let reason = fields.invalid { return .invalid(reason: reason) }
        // A shape from a newer version: what it is stays in the source bytes.
        return .invalid(reason: "a shape of a kind that this version does not know")
    }

    func encode(into emitter: inout JSONEmitter) {
        // The common ones first, without the detour over the group.
        if case .box(let box) = self {
            emitter.raw("{\"box\":")
            box.encode(into: &emitter)
            return emitter.byte(UInt8(ascii: "}"))
        }
        var fields = ShapeFields()
        switch self {
        case .box(let box): fields.box = box
        case .point(let point): fields.point = point
        case .rotatedBox(let box):
            fields.rotatedBox = [box.center.x, box.center.y, box.width, box.height, box.angle]
        case .polyline(let points): fields.polyline = points
        case .polygon(let rings): fields.polygon = rings
        case .ellipse(let ellipse):
            fields.ellipse = [ellipse.center.x, ellipse.center.y, ellipse.radiusX, ellipse.radiusY, ellipse.angle]
        case .arrow(let tail, let head): fields.arrow = [tail, head]
        case .mask(let mask):
            var group = MaskFields()
            group.size = [mask.size.width, mask.size.height]
            group.order = mask.order.rawValue
            group.runs = mask.runs
            group.blob = mask.blob
            fields.mask = group
        case .heatmap(let map):
            var group = HeatmapFields()
            group.grid = [map.columns, map.rows]
            group.area = map.area
            group.values = map.values
            group.blob = map.blob
            group.range = [map.range.lowerBound, map.range.upperBound]
            group.method = map.method
            fields.heatmap = group
        case .mark(let id, let box):
            var group = MarkFields()
            group.id = id
            group.box = box
            fields.mark = group
        case .invalid(let reason): fields.invalid = reason
        }
        fields.encode(into: &emitter)
    }

    static func schema(_ definitions: inout SchemaDefinitions) -> JSONValue {
        definitions.reference(to: ShapeFields.self)
    }

    static var typeName: String { "Shape" }
}
