import Testing

@testable import Saccade

/// A protobuf message read without its schema.
struct ProtobufTree {
    let bytes: [UInt8]
    let fields: [ProtobufReader.Field]

    /// Reads a message, or returns `nil` if it is damaged.
    init?(_ bytes: [UInt8]) {
        var reader = ProtobufReader(bytes)
        var fields: [ProtobufReader.Field] = []
        while let field = reader.next() { fields.append(field) }
        guard reader.isAtEnd else { return nil }
        self.bytes = bytes
        self.fields = fields
    }

    func data(_ number: UInt64) -> [[UInt8]] {
        fields.compactMap { field in
            guard field.number == number, case .bytes(let range) = field.value else { return nil }
            return Array(bytes[range])
        }
    }

    func messages(_ number: UInt64) -> [ProtobufTree] { data(number).compactMap { ProtobufTree($0) } }
    func message(_ number: UInt64) -> ProtobufTree? { messages(number).first }
    func text(_ number: UInt64) -> String? { data(number).first.map { String(decoding: $0, as: UTF8.self) } }

    func integer(_ number: UInt64) -> UInt64 {
        for field in fields where field.number == number {
            if case .varint(let value) = field.value { return value }
        }
        return 0
    }

    func double(_ number: UInt64) -> Double {
        for field in fields where field.number == number {
            if case .fixed64(let bits) = field.value { return Double(bitPattern: bits) }
        }
        return 0
    }

    /// The message as a `Point2`.
    var point: Point { Point(x: double(1), y: double(2)) }
}

@Suite struct ProtobufTests {
    @Test func `integers, doubles and strings have the bytes of the wire format`() {
        var writer = ProtobufWriter()
        writer.int64("a", 1, 300)
        writer.int32("b", 2, -1)
        writer.fixed32("c", 3, 1)
        writer.double("d", 4, 1)
        writer.string("e", 16, "é")
        #expect(
            writer.bytes == [0x08, 0xAC, 0x02] + [0x10] + [UInt8](repeating: 0xFF, count: 9) + [0x01]
                + [0x1D, 1, 0, 0, 0] + [0x21, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F] + [0x82, 0x01, 2, 0xC3, 0xA9])
    }

    @Test func `what equals its default is not written, and negative zero does not`() {
        var writer = ProtobufWriter()
        writer.int64("a", 1, 0)
        writer.double("b", 2, 0)
        writer.string("c", 3, "")
        #expect(writer.bytes.isEmpty)
        writer.double("b", 2, -0.0)
        #expect(writer.bytes.count == 9)
    }

    @Test(
        arguments: [
            [0x08], [0x08, 0x80], [0x0A, 5, 1, 2], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
            [0x09, 1, 2, 3], [0x0B], [0x00, 0x00], [UInt8](repeating: 0xFF, count: 11),
        ] as [[UInt8]])
    func `a damaged message is not read to its end`(_ bytes: [UInt8]) {
        var reader = ProtobufReader(bytes)
        while reader.next() != nil {}
        #expect(!reader.isAtEnd)
    }

    @Test(arguments: ViewerSchema.allCases)
    func `a schema holds each file after those that it imports, and its message in the last`(
        _ schema: ViewerSchema
    ) throws {
        let set = try #require(ProtobufTree(schema.data))
        let files = set.messages(1)
        var known: Set<String> = []
        for file in files {
            for dependency in file.data(3).map({ String(decoding: $0, as: UTF8.self) }) {
                #expect(known.contains(dependency), "\(dependency)")
            }
            let name = try #require(file.text(1))
            #expect(known.insert(name).inserted)
            #expect(file.text(12) == "proto3")
        }
        let last = try #require(files.last)
        let package = try #require(last.text(2))
        let message = try #require(last.message(4)?.text(1))
        #expect("\(package).\(message)" == schema.name)
    }

    @Test func `the cases of an enumeration have the names of the published schema`() {
        #expect(
            FoxglovePoints.Kind.allCases.map(\.caseName)
                == ["UNKNOWN", "POINTS", "LINE_LOOP", "LINE_STRIP", "LINE_LIST"])
        #expect(
            FoxgloveLog.Level.allCases.map(\.caseName) == ["UNKNOWN", "DEBUG", "INFO", "WARNING", "ERROR", "FATAL"])
    }

    @Test func `the first case of an enumeration says its number, although that is the default`() throws {
        let file = try #require(ProtobufTree(ViewerSchema.log.data)?.messages(1).last)
        let value = try #require(file.message(4)?.message(4)?.message(2))
        #expect(value.text(1) == "UNKNOWN")
        #expect(value.fields.contains { $0.number == 2 && $0.value == .varint(0) })
    }

    @Test func `the schema of annotations names every message that it is made of`() throws {
        let files = try #require(ProtobufTree(ViewerSchema.imageAnnotations.data)).messages(1)
        #expect(
            files.compactMap { $0.text(1) } == [
                "google/protobuf/timestamp.proto", "foxglove/Point2.proto", "foxglove/Color.proto",
                "foxglove/KeyValuePair.proto", "foxglove/CircleAnnotation.proto", "foxglove/PointsAnnotation.proto",
                "foxglove/TextAnnotation.proto", "foxglove/ImageAnnotations.proto",
            ])
        let fields = try #require(files.last?.message(4)).messages(2)
        let timestamp = try #require(fields.first)
        #expect(timestamp.text(1) == "timestamp" && timestamp.integer(3) == 5)
        // Field 17 says that it was declared optional, field 9 which choice it stands in.
        #expect(timestamp.integer(17) == 1)
        #expect(timestamp.fields.contains { $0.number == 9 })
        #expect(files.last?.message(4)?.message(8)?.text(1) == "_timestamp")
    }
}

@Suite struct MaskOutlineTests {
    /// A mask from a picture of `#` and `.`.
    static func mask(_ rows: [String], _ order: Mask.Order) -> Mask {
        let pixels = rows.map { $0.map { $0 == "#" } }
        let (width, height) = (rows[0].count, rows.count)
        var runs = [0]
        var isInside = false
        for index in 0..<width * height {
            let pixel = order == .row ? pixels[index / width][index % width] : pixels[index % height][index / height]
            if pixel != isInside {
                runs.append(0)
                isInside = pixel
            }
            runs[runs.count - 1] += 1
        }
        return Mask(size: PixelSize(width: width, height: height), order: order, runs: runs)
    }

    /// The area inside rings by the shoelace formula: holes count negative.
    static func area(_ rings: [[Point]]) -> Double {
        rings.map { ring in
            ring.indices.map { i in
                let (a, b) = (ring[i], ring[(i + 1) % ring.count])
                return a.x * b.y - b.x * a.y
            }.reduce(0, +) / 2
        }.reduce(0, +)
    }

    @Test(arguments: [Mask.Order.row, .column])
    func `a rectangle has four corners`(_ order: Mask.Order) throws {
        let rings = try #require(Self.mask(["....", ".##.", ".##.", "...."], order).outlines())
        #expect(rings.count == 1)
        #expect(Set(rings[0]) == [Point(x: 1, y: 1), Point(x: 3, y: 1), Point(x: 3, y: 3), Point(x: 1, y: 3)])
    }

    @Test(arguments: [
        (["#"], 1, 1.0), (["##", "##"], 1, 4), (["#.", ".#"], 2, 2), ([".#", "#."], 2, 2),
        (["###", "#.#", "###"], 2, 8), (["#.#", "...", "#.#"], 4, 4), (["....", "....", "...."], 0, 0),
        (["##..", "...#", "...#", "#..."], 3, 5), (["###.", "#.##", "####"], 2, 10),
    ])
    func `rings go round every part and every hole`(_ rows: [String], _ count: Int, _ area: Double) throws {
        for order in [Mask.Order.row, .column] {
            let rings = try #require(Self.mask(rows, order).outlines())
            #expect(rings.count == count, "\(rows) \(order)")
            #expect(abs(Self.area(rings)) == area, "\(rows) \(order)")
        }
    }

    @Test func `random masks have outlines of the area of their pixels`() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            let (width, height) = (Int.random(in: 1...12, using: &generator), Int.random(in: 1...12, using: &generator))
            let rows = (0..<height).map { _ in
                String((0..<width).map { _ in Bool.random(using: &generator) ? "#" : "." })
            }
            let inside = rows.joined().filter { $0 == "#" }.count
            for order in [Mask.Order.row, .column] {
                let rings = try #require(Self.mask(rows, order).outlines())
                #expect(abs(Self.area(rings)) == Double(inside), "\(rows) \(order)")
            }
        }
    }

    @Test func `an outline with too many corners and a mask that is not whole have none`() {
        let board = (0..<100).map { y in String((0..<100).map { x in (x + y) % 2 == 0 ? "#" : "." }) }
        #expect(Self.mask(board, .row).outlines() == nil)
        #expect(Self.mask(["##"], .row).outlines(mostCorners: 3) == nil)
        #expect(Mask(size: PixelSize(width: 4, height: 4), order: .row, runs: [3, 4]).outlines() == nil)
        #expect(Mask(size: PixelSize(width: -4, height: .max), order: .row, runs: [.max]).outlines() == nil)
    }

    @Test func `a mask as tall as a size can be costs nothing`() {
        let tall = Mask(size: PixelSize(width: 1, height: 1 << 60), order: .row, runs: [0, 1 << 60])
        #expect(tall.outlines() == nil)
        let empty = Mask(size: PixelSize(width: 1 << 30, height: 1 << 30), order: .column, runs: [1 << 60])
        #expect(empty.outlines() == [])
    }
}

@Suite struct ViewerProjectionTests {
    static let topic = "/saccade/images/0"

    /// Returns the annotations of one region on an image of 640 × 480 pixels.
    static func annotations(
        _ shape: Shape, label: String? = nil, space: CoordinateSpace = .pixels, pixels: Shape? = nil
    ) throws -> ProtobufTree {
        var projection = ViewerProjection()
        projection.wrote(image: 0, topic: topic, time: 5_000_000_007, size: PixelSize(width: 640, height: 480))
        let region = Region(agent: 0, n: 0, image: 0, shape: shape, space: space, pixels: pixels, label: label)
        #expect(projection.messages(for: Event(.region(region)), time: 9).map(\.schema) == [.log])
        let message = try #require(projection.finish().first)
        #expect(message.topic == "/saccade/images/0/regions" && message.time == 9)
        return try #require(ProtobufTree(message.data))
    }

    @Test func `a box is a closed line with a label, in pixels of the image`() throws {
        let box = Box(x0: 10, y0: 200, x1: 30, y1: 260)
        let message = try Self.annotations(
            .box(Box(x0: 1, y0: 2, x1: 3, y1: 4)), label: "sign", space: CoordinateSpace(unit: .permille),
            pixels: .box(box))
        let line = try #require(message.message(2))
        #expect(line.integer(2) == 2)
        #expect(
            line.messages(3).map(\.point) == [
                Point(x: 10, y: 200), Point(x: 30, y: 200), Point(x: 30, y: 260), Point(x: 10, y: 260),
            ])
        let text = try #require(message.message(3))
        #expect(text.text(3) == "0 sign")
        #expect(text.message(2)?.point == Point(x: 10, y: 200))
    }

    @Test func `annotations carry the time of their image, whole and in each part`() throws {
        let message = try Self.annotations(.point(Point(x: 4, y: 5)))
        let times = [message.message(5), message.message(1)?.message(1), message.message(3)?.message(1)]
        for time in times {
            #expect(time?.integer(1) == 5 && time?.integer(2) == 7)
        }
        let head = ImageMessage.head(media: "image/png", time: 5_000_000_007, count: 0)
        #expect(ProtobufTree(head)?.message(1)?.bytes == times[0]?.bytes)
    }

    /// The kinds of lines (field 2) and the number of circles that a shape is drawn with.
    @Test(arguments: [
        (Shape.rotatedBox(RotatedBox(center: Point(x: 50, y: 50), width: 20, height: 10, angle: 45)), [2], 0),
        (.point(Point(x: 3, y: 4)), [], 1),
        (.polyline([Point(x: 0, y: 0), Point(x: 5, y: 5)]), [3], 0),
        (.polygon([[Point(x: 0, y: 0), Point(x: 9, y: 0), Point(x: 9, y: 9)], [Point(x: 2, y: 1)]]), [2, 2], 0),
        (.ellipse(Ellipse(center: Point(x: 50, y: 50), radiusX: 10, radiusY: 10)), [], 1),
        (.ellipse(Ellipse(center: Point(x: 50, y: 50), radiusX: 10, radiusY: 20, angle: 30)), [2], 0),
        (.arrow(from: Point(x: 0, y: 0), to: Point(x: 40, y: 0)), [4], 0),
        (.mask(MaskOutlineTests.mask(["#.", ".#"], .row)), [2, 2], 0),
        (
            .heatmap(Heatmap(columns: 1, rows: 1, area: Box(x0: 0, y0: 0, x1: 8, y1: 8), values: [1], range: 0...1)),
            [2], 0
        ),
        (.mark(id: "12", box: Box(x0: 1, y0: 2, x1: 30, y1: 40)), [2], 0),
    ])
    func `every shape with a place is drawn and labelled`(_ shape: Shape, _ lines: [UInt64], _ circles: Int) throws {
        let message = try Self.annotations(shape)
        #expect(message.messages(2).map { $0.integer(2) } == lines)
        #expect(message.messages(1).count == circles)
        #expect(message.messages(3).count == 1)
    }

    @Test(arguments: [
        Shape.mark(id: "12", box: nil), .invalid(reason: "three numbers"), .polygon([[]]),
        .ellipse(Ellipse(center: Point(x: 1, y: 1), radiusX: -3, radiusY: -3)),
        .mask(Mask(size: PixelSize(width: 9, height: 9), order: .row, runs: [1])),
        .mask(MaskOutlineTests.mask(["..."], .row)),
    ])
    func `a region without a place draws nothing`(_ shape: Shape) throws {
        let message = try Self.annotations(shape)
        #expect(message.messages(1).isEmpty && message.messages(2).isEmpty && message.messages(3).isEmpty)
    }

    @Test func `a region whose space is unresolved draws nothing, though it has numbers`() throws {
        let message = try Self.annotations(
            .box(Box(x0: 1, y0: 2, x1: 3, y1: 4)), space: CoordinateSpace(unit: .permille))
        #expect(message.messages(2).isEmpty)
    }

    @Test func `a mask lies over the whole image, and one in a blob is drawn from its runs`() throws {
        let digest = try #require(Digest(bytes: [UInt8](repeating: 7, count: 32)))
        var projection = ViewerProjection(runs: { $0 == digest ? [0, 1, 3] : nil })
        projection.wrote(image: 0, topic: Self.topic, time: 1, size: PixelSize(width: 640, height: 480))
        let mask = Mask(size: PixelSize(width: 2, height: 2), order: .row, runs: [], blob: digest)
        _ = projection.messages(for: Event(.region(Region(agent: 0, n: 0, image: 0, shape: .mask(mask)))), time: 2)
        let data = try #require(projection.finish().first?.data)
        let message = try #require(ProtobufTree(data))
        #expect(message.message(2)?.messages(3).map(\.point).contains(Point(x: 320, y: 240)) == true)
    }

    @Test func `regions that follow each other come in one message, before the event that ends the run`() throws {
        var projection = ViewerProjection()
        projection.wrote(image: 0, topic: Self.topic, time: 1, size: nil)
        for n in 0..<40 {
            let region = Region(agent: 0, n: n, image: 0, shape: .point(Point(x: 1, y: Double(n))))
            #expect(projection.messages(for: Event(.region(region)), time: UInt64(n)).count == 1)
        }
        let messages = projection.messages(for: Event(.stepEnd(StepEnd(agent: 0, step: 0))), time: 90)
        #expect(messages.map(\.schema) == [.imageAnnotations, .log])
        #expect(messages.map(\.time) == [39, 90])
        let circles = try #require(ProtobufTree(messages[0].data)).messages(1)
        #expect(circles.count == ViewerProjection.mostRegions)
        #expect(circles.last?.message(2)?.point.y == 39)
        #expect(projection.finish().isEmpty)
    }

    @Test func `images with the same bytes share what is drawn over them`() throws {
        var projection = ViewerProjection()
        projection.wrote(image: 0, topic: Self.topic, time: 1, size: nil)
        projection.wrote(image: 1, topic: Self.topic, time: 1, size: nil)
        for n in 0..<2 {
            let region = Region(agent: 0, n: n, image: n, shape: .point(Point(x: 1, y: 1)))
            _ = projection.messages(for: Event(.region(region)), time: 2)
        }
        let messages = projection.finish()
        #expect(messages.count == 1)
        #expect(ProtobufTree(messages[0].data)?.messages(1).count == 2)
    }

    @Test func `every kind of event has one line of log that is not empty`() throws {
        for event in EventMaker.examples() {
            var projection = ViewerProjection()
            let messages = projection.messages(for: event, time: 7)
            let message = try #require(messages.last)
            #expect(message.schema == .log && message.topic == ViewerProjection.logTopic)
            let log = try #require(ProtobufTree(message.data))
            let text = try #require(log.text(3))
            #expect(!text.contains("\n"))
            #expect(log.integer(2) >= 1)
            #expect(log.text(4)?.isEmpty == false)
        }
    }

    @Test func `the bytes of an image are found in its message where they are`() throws {
        let image: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0, 1, 2]
        let message = ImageMessage.bytes(of: image, media: "image/jpeg", time: 1_700_000_000_000_000_001)
        let range = try #require(ImageMessage.imageRange(in: message))
        #expect(range.upperBound == message.count)
        #expect(Array(message[range]) == image)
        #expect(ProtobufTree(message)?.text(3) == "jpeg")
        #expect(ImageMessage.imageRange(in: Array(message.dropLast())) == nil)
    }
}
