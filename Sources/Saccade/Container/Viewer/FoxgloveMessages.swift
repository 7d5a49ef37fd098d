// The messages of the package `foxglove` that viewers draw, and what they are made of. The names and numbers of the
// fields are those of its published schemas.

/// A moment: `google.protobuf.Timestamp`.
struct FoxgloveTimestamp: ProtobufMessage, Hashable {
    static let name = "google.protobuf.Timestamp"
    static let file = "google/protobuf/timestamp.proto"

    var seconds: Int64 = 0
    var nanos: Int32 = 0

    init() {}

    /// Creates a moment from nanoseconds since 1970.
    init(nanoseconds: UInt64) {
        seconds = Int64(nanoseconds / 1_000_000_000)
        nanos = Int32(nanoseconds % 1_000_000_000)
    }

    func fields(_ visitor: inout some ProtobufVisitor) {
        visitor.int64("seconds", 1, seconds)
        visitor.int32("nanos", 2, nanos)
    }
}

/// A colour, each part 0…1.
struct FoxgloveColor: ProtobufMessage, Hashable {
    static let name = "foxglove.Color"

    var red = 0.0
    var green = 0.0
    var blue = 0.0
    var alpha = 0.0

    init() {}

    /// Creates a colour from 0xRRGGBB.
    init(_ hex: UInt32, alpha: Double = 1) {
        red = Double(hex >> 16 & 255) / 255
        green = Double(hex >> 8 & 255) / 255
        blue = Double(hex & 255) / 255
        self.alpha = alpha
    }

    func fields(_ visitor: inout some ProtobufVisitor) {
        visitor.double("r", 1, red)
        visitor.double("g", 2, green)
        visitor.double("b", 3, blue)
        visitor.double("a", 4, alpha)
    }

    func withAlpha(_ alpha: Double) -> FoxgloveColor {
        var color = self
        color.alpha = alpha
        return color
    }
}

/// A place in pixels of an image.
///
/// Viewers count from the top left corner of the top left pixel, as this library does.
struct FoxglovePoint2: ProtobufMessage, Hashable {
    static let name = "foxglove.Point2"

    var x = 0.0
    var y = 0.0

    init() {}

    init(_ point: Point) {
        x = point.x
        y = point.y
    }

    func fields(_ visitor: inout some ProtobufVisitor) {
        visitor.double("x", 1, x)
        visitor.double("y", 2, y)
    }
}

/// A remark on an annotation.
struct FoxgloveKeyValuePair: ProtobufMessage, Hashable {
    static let name = "foxglove.KeyValuePair"

    var key = ""
    var value = ""

    init() {}

    init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }

    func fields(_ visitor: inout some ProtobufVisitor) {
        visitor.string("key", 1, key)
        visitor.string("value", 2, value)
    }
}

/// A circle on an image.
struct FoxgloveCircle: ProtobufMessage, Hashable {
    static let name = "foxglove.CircleAnnotation"

    var timestamp: FoxgloveTimestamp?
    var position = FoxglovePoint2()
    var diameter = 0.0
    var thickness = 0.0
    var fill = FoxgloveColor()
    var outline = FoxgloveColor()
    var metadata: [FoxgloveKeyValuePair] = []

    func fields(_ visitor: inout some ProtobufVisitor) {
        visitor.message("timestamp", 1, timestamp)
        visitor.message("position", 2, position)
        visitor.double("diameter", 3, diameter)
        visitor.double("thickness", 4, thickness)
        visitor.message("fill_color", 5, fill)
        visitor.message("outline_color", 6, outline)
        visitor.messages("metadata", 7, metadata)
    }
}

/// Points and lines on an image.
struct FoxglovePoints: ProtobufMessage, Hashable {
    static let name = "foxglove.PointsAnnotation"

    /// How the points are joined.
    enum Kind: Int32, ProtobufEnum {
        case unknown = 0
        case points = 1
        case lineLoop = 2
        case lineStrip = 3
        case lineList = 4

        static let name = "Type"
    }

    var timestamp: FoxgloveTimestamp?
    var kind = Kind.unknown
    var points: [FoxglovePoint2] = []
    var outline = FoxgloveColor()
    var outlines: [FoxgloveColor] = []
    var fill = FoxgloveColor()
    var thickness = 0.0
    var metadata: [FoxgloveKeyValuePair] = []

    func fields(_ visitor: inout some ProtobufVisitor) {
        visitor.message("timestamp", 1, timestamp)
        visitor.enumeration("type", 2, kind)
        visitor.messages("points", 3, points)
        visitor.message("outline_color", 4, outline)
        visitor.messages("outline_colors", 5, outlines)
        visitor.message("fill_color", 6, fill)
        visitor.double("thickness", 7, thickness)
        visitor.messages("metadata", 8, metadata)
    }
}

/// Words on an image.
struct FoxgloveText: ProtobufMessage, Hashable {
    static let name = "foxglove.TextAnnotation"

    var timestamp: FoxgloveTimestamp?
    /// The bottom left corner of the label.
    var position = FoxglovePoint2()
    var text = ""
    var fontSize = 0.0
    var color = FoxgloveColor()
    var background = FoxgloveColor()
    var metadata: [FoxgloveKeyValuePair] = []

    func fields(_ visitor: inout some ProtobufVisitor) {
        visitor.message("timestamp", 1, timestamp)
        visitor.message("position", 2, position)
        visitor.string("text", 3, text)
        visitor.double("font_size", 4, fontSize)
        visitor.message("text_color", 5, color)
        visitor.message("background_color", 6, background)
        visitor.messages("metadata", 7, metadata)
    }
}

/// Everything that is drawn over an image at one time.
struct FoxgloveAnnotations: ProtobufMessage, Hashable {
    static let name = "foxglove.ImageAnnotations"

    var timestamp: FoxgloveTimestamp?
    var circles: [FoxgloveCircle] = []
    var points: [FoxglovePoints] = []
    var texts: [FoxgloveText] = []
    var metadata: [FoxgloveKeyValuePair] = []

    func fields(_ visitor: inout some ProtobufVisitor) {
        visitor.optionalMessage("timestamp", 5, timestamp)
        visitor.messages("circles", 1, circles)
        visitor.messages("points", 2, points)
        visitor.messages("texts", 3, texts)
        visitor.messages("metadata", 4, metadata)
    }
}

/// A picture in a file format that viewers decode.
struct FoxgloveCompressedImage: ProtobufMessage, Hashable {
    static let name = "foxglove.CompressedImage"

    var timestamp: FoxgloveTimestamp?
    /// Left empty: viewers would make a coordinate frame of any name.
    var frame = ""
    var data: [UInt8] = []
    /// `png`, `jpeg`, `webp` or `avif`.
    var format = ""

    func fields(_ visitor: inout some ProtobufVisitor) {
        visitor.message("timestamp", 1, timestamp)
        visitor.string("frame_id", 4, frame)
        visitor.data("data", 2, data)
        visitor.string("format", 3, format)
    }
}

/// A line for people.
struct FoxgloveLog: ProtobufMessage, Hashable {
    static let name = "foxglove.Log"

    /// How much the line matters.
    enum Level: Int32, ProtobufEnum {
        case unknown = 0
        case debug = 1
        case info = 2
        case warning = 3
        case error = 4
        case fatal = 5

        static let name = "Level"
    }

    var timestamp: FoxgloveTimestamp?
    var level = Level.unknown
    var message = ""
    /// Who says it.
    var name = ""
    var file = ""
    var line: UInt32 = 0

    func fields(_ visitor: inout some ProtobufVisitor) {
        visitor.message("timestamp", 1, timestamp)
        visitor.enumeration("level", 2, level)
        visitor.string("message", 3, message)
        visitor.string("name", 4, name)
        visitor.string("file", 5, file)
        visitor.fixed32("line", 6, line)
    }
}
