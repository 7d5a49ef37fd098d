/// Derives what viewers show from the events of one trace: regions over their images, and a line for each event.
///
/// Everything here can be made again from the log, so a reader of record never looks at it. The memory grows with images
/// and the newest regions of each, not with events.
public struct ViewerProjection {
    /// The topic of the log lines.
    public static let logTopic = "/saccade/log"

    /// The most regions that a message draws: the newest of its image.
    ///
    /// Viewers show the last message of a topic, so each message draws also what the ones before it drew; this keeps the
    /// derived data from growing with the square of the regions.
    public static let mostRegions = 32

    /// What is drawn over the image of a topic.
    private struct Canvas {
        /// The ordinal of the first image with these bytes.
        var image: Int
        var time: UInt64
        var size: PixelSize?
        var regions: [Region] = []
    }

    /// The topic of each image; images with the same bytes have the same.
    private var topics: [Int: String] = [:]
    private var canvases: [String: Canvas] = [:]
    /// The topics whose new regions are not written yet, in the order of their first one.
    private var pending: [String] = []
    private var latestRegionTime: UInt64 = 0
    private var events = 0
    private let runs: ((Digest) -> [Int]?)?
    private let overlay: OverlayDrawing?

    /// Draws regions into an image, by its ordinal, and returns a PNG file, or `nil` if it cannot.
    public typealias OverlayDrawing = (_ image: Int, _ regions: [Region]) -> [UInt8]?

    /// Creates the projection of one trace.
    ///
    /// - Parameters:
    ///   - runs: Returns the runs of a mask that lie in a blob, where they are at hand.
    ///   - overlay: Draws regions into an image, for viewers that draw none; `nil` for no such images.
    public init(runs: ((Digest) -> [Int]?)? = nil, overlay: OverlayDrawing? = nil) {
        self.runs = runs
        self.overlay = overlay
    }

    /// Says that an image has been written: regions on it are drawn on the topic beside its own, at its time.
    ///
    /// An image whose bytes were written before, under another ordinal, has the topic and the time of those.
    ///
    /// - Parameters:
    ///   - image: The ordinal of the image.
    ///   - topic: The topic of the image's channel.
    ///   - time: The time of the image's message in nanoseconds since 1970.
    ///   - size: The stored size, where it is known.
    public mutating func wrote(image: Int, topic: String, time: UInt64, size: PixelSize?) {
        topics[image] = topic
        if canvases[topic] == nil { canvases[topic] = Canvas(image: image, time: time, size: size) }
    }

    /// Returns the topic of what is drawn over an image.
    public static func regionsTopic(ofImage topic: String) -> String { topic + "/regions" }

    /// Returns the topic of an image with its regions drawn in, for viewers that draw no annotations.
    public static func overlayTopic(ofImage topic: String) -> String { topic + "/overlay" }

    /// Takes the next event and returns the messages that go before it and with it.
    ///
    /// Regions that follow each other come out as one message, with the event after the last of them.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - time: The time of the event's own message in nanoseconds since 1970.
    public mutating func messages(for event: borrowing Event, time: UInt64) -> [ViewerMessage] {
        var messages: [ViewerMessage] = []
        if case .region(let region) = event.body {
            add(region, time)
        } else {
            messages = finish()
        }
        let line = EventLine(event.body)
        var log = FoxgloveLog()
        log.timestamp = FoxgloveTimestamp(nanoseconds: time)
        log.level = line.level
        log.message = line.text
        log.name = line.name
        events += 1
        log.line = UInt32(truncatingIfNeeded: events)
        messages.append(
            ViewerMessage(topic: ViewerProjection.logTopic, schema: .log, time: time, data: log.serialized))
        return messages
    }

    /// Returns the messages of the regions that have not been written yet.
    public mutating func finish() -> [ViewerMessage] {
        let messages = pending.flatMap { [annotations(on: $0), overlay(on: $0)].compactMap { $0 } }
        pending = []
        return messages
    }

    private mutating func add(_ region: Region, _ time: UInt64) {
        guard let topic = topics[region.image], var canvas = canvases.removeValue(forKey: topic) else { return }
        canvas.regions.append(region)
        if canvas.regions.count > ViewerProjection.mostRegions { canvas.regions.removeFirst() }
        canvases[topic] = canvas
        latestRegionTime = time
        if !pending.contains(topic) { pending.append(topic) }
    }

    /// Returns the image of a topic with its regions drawn in, at the time of the last of them.
    private func overlay(on topic: String) -> ViewerMessage? {
        guard let overlay, let canvas = canvases[topic], let file = overlay(canvas.image, canvas.regions) else {
            return nil
        }
        return ViewerMessage(
            topic: ViewerProjection.overlayTopic(ofImage: topic), schema: .compressedImage, time: latestRegionTime,
            data: ImageMessage.bytes(of: file, media: "image/png", time: latestRegionTime))
    }

    private func annotations(on topic: String) -> ViewerMessage? {
        guard let canvas = canvases[topic] else { return nil }
        var drawing = RegionAnnotations(size: canvas.size, time: canvas.time)
        for region in canvas.regions {
            var inBlob: [Int]?
            if case .mask(let mask) = region.placeInPixels, mask.runs.isEmpty, let blob = mask.blob {
                inBlob = runs?(blob)
            }
            drawing.add(region, runs: inBlob)
        }
        return ViewerMessage(
            topic: ViewerProjection.regionsTopic(ofImage: topic), schema: .imageAnnotations, time: latestRegionTime,
            data: drawing.message.serialized)
    }
}
