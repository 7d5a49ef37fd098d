/// An image.
///
/// Its content is the SHA-256 of its bytes; without one it is elided or missing.
public struct ImageDeclaration: EventPayload, Hashable {
    static let kind = EventKind.image

    /// Ordinal in the trace.
    public var n: Int
    /// Stored width in pixels.
    public var width: Int?
    /// Stored height in pixels.
    public var height: Int?
    /// Media type, as `image/png`.
    public var media: String?
    /// SHA-256 of the bytes, which lie in `blobs/`.
    public var digest: Digest?
    /// Number of bytes.
    public var bytes: Int?
    /// EXIF orientation, 1 to 8; never applied silently.
    public var orientation: Int?
    /// Names that the record has for it: path, `image-1`, URL.
    public var names: [String]
    /// Where it comes from.
    public var origin: ImageOrigin
    /// Bytes as base64, for at most 4 KiB.
    public var inline: String?
    /// Why the bytes were left out.
    public var elided: String?
    /// Why the bytes are not to be had.
    public var missing: String?

    /// Creates the value from its fields.
    public init(
        n: Int, width: Int? = nil, height: Int? = nil, media: String? = nil, digest: Digest? = nil,
        bytes:
            Int? = nil, orientation: Int? = nil, names: [String] = [], origin: ImageOrigin, inline: String? = nil,
        elided: String? = nil, missing: String? = nil
    ) {
        self.n = n
        self.width = width
        self.height = height
        self.media = media
        self.digest = digest
        self.bytes = bytes
        self.orientation = orientation
        self.names = names
        self.origin = origin
        self.inline = inline
        self.elided = elided
        self.missing = missing
    }

    init() { self.init(n: 0, origin: ImageOrigin()) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("n", &n, "ordinal in the trace")
        try coder.optional("width", &width, "stored width in pixels")
        try coder.optional("height", &height, "stored height in pixels")
        try coder.optional("media", &media, "media type, as `image/png`")
        try coder.optional("digest", &digest, "SHA-256 of the bytes, which lie in `blobs/`")
        try coder.optional("bytes", &bytes, "number of bytes")
        try coder.optional("orientation", &orientation, "EXIF orientation, 1 to 8; never applied silently")
        try coder.list("names", &names, "names that the record has for it: path, `image-1`, URL")
        try coder.required("origin", &origin, "where it comes from")
        try coder.optional("inline", &inline, "bytes as base64, for at most 4 KiB")
        try coder.optional("elided", &elided, "why the bytes were left out")
        try coder.optional("missing", &missing, "why the bytes are not to be had")
    }

    var contradiction: String? {
        if let width, width < 1 { return "expected a width of at least 1, found \(width)" }
        if let height, height < 1 { return "expected a height of at least 1, found \(height)" }
        if let orientation, !(1...8).contains(orientation) {
            return "expected an orientation from 1 to 8, found \(orientation)"
        }
        if digest == nil, elided == nil, missing == nil {
            return "expected a \"digest\", or \"elided\" or \"missing\" with a reason"
        }
        return nil
    }

    /// The stored size, where it is known.
    public var size: PixelSize? {
        guard let width, let height else { return nil }
        return PixelSize(width: width, height: height)
    }
}

/// Where an image comes from.
public struct ImageOrigin: FieldGroup, Hashable {
    /// Kind of origin.
    public var kind: OriginKind
    /// Agent whose call returned it.
    public var agent: Int?
    /// Call that returned it.
    public var call: Int?
    /// Video that it is a frame of.
    public var video: Int?
    /// Index of the frame.
    public var frame: Int?
    /// Time of the frame in seconds, as numerator and denominator.
    public var time: [Int]

    /// Creates the value from its fields.
    public init(
        kind: OriginKind, agent: Int? = nil, call: Int? = nil, video: Int? = nil, frame: Int? = nil,
        time:
            [Int] = []
    ) {
        self.kind = kind
        self.agent = agent
        self.call = call
        self.video = video
        self.frame = frame
        self.time = time
    }

    init() { self.init(kind: OriginKind(rawValue: "")) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("kind", &kind, "kind of origin")
        try coder.optional("agent", &agent, "agent whose call returned it")
        try coder.optional("call", &call, "call that returned it")
        try coder.optional("video", &video, "video that it is a frame of")
        try coder.optional("frame", &frame, "index of the frame")
        try coder.list("time", &time, "time of the frame in seconds, as numerator and denominator")
    }
}

/// What decoding an image gave.
public struct ImagePixels: EventPayload, Hashable {
    static let kind = EventKind.imagePixels

    /// The image.
    public var image: Int
    /// SHA-256 of width and height (32 bits each, big-endian) and the RGBA bytes in stored orientation.
    public var digest: Digest
    /// Width in pixels.
    public var width: Int
    /// Height in pixels.
    public var height: Int
    /// Decoder, as `libpng/1.6.39`.
    public var decoder: String

    /// Creates the value from its fields.
    public init(image: Int, digest: Digest, width: Int, height: Int, decoder: String) {
        self.image = image
        self.digest = digest
        self.width = width
        self.height = height
        self.decoder = decoder
    }

    init() { self.init(image: 0, digest: .zero, width: 0, height: 0, decoder: "") }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("image", &image, "the image")
        try coder.required(
            "digest", &digest,
            "SHA-256 of width and height (32 bits each, big-endian) and the RGBA bytes in stored orientation")
        try coder.required("width", &width, "width in pixels")
        try coder.required("height", &height, "height in pixels")
        try coder.required("decoder", &decoder, "decoder, as `libpng/1.6.39`")
    }
}

/// How an image came from its parents.
public struct ImageDerivation: EventPayload, Hashable {
    static let kind = EventKind.imageDerive

    /// Image that was made.
    public var image: Int
    /// Images that it was made from.
    public var parents: [ImageParent]
    /// What was done.
    public var operation: Operation
    /// Parameters of the operation.
    public var parameters: JSONValue?
    /// Agent that asked for it.
    public var agent: Int?
    /// Tool call that did it.
    public var call: Int?
    /// Region of that agent that was asked for.
    public var region: Int?
    /// Box that was asked for, in pixels of the first parent.
    public var requested: Box?
    /// Box that was used, in pixels of the first parent.
    public var executed: Box?
    /// Why the two differ.
    public var reason: String?
    /// How edges were rounded.
    public var rounding: RoundingRule?
    /// How pixels were computed.
    public var resampler: Resampler?
    /// Named recipe, as `qwen3vl-zoom@1`.
    public var recipe: String?

    /// Creates the value from its fields.
    public init(
        image: Int, parents: [ImageParent] = [], operation: Operation, parameters: JSONValue? = nil,
        agent:
            Int? = nil, call: Int? = nil, region: Int? = nil, requested: Box? = nil, executed: Box? = nil,
        reason:
            String? = nil, rounding: RoundingRule? = nil, resampler: Resampler? = nil, recipe: String? = nil
    ) {
        self.image = image
        self.parents = parents
        self.operation = operation
        self.parameters = parameters
        self.agent = agent
        self.call = call
        self.region = region
        self.requested = requested
        self.executed = executed
        self.reason = reason
        self.rounding = rounding
        self.resampler = resampler
        self.recipe = recipe
    }

    init() { self.init(image: 0, operation: Operation(rawValue: "")) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("image", &image, "image that was made")
        try coder.list("parents", &parents, "images that it was made from")
        try coder.required("operation", &operation, "what was done")
        try coder.optional("parameters", &parameters, "parameters of the operation")
        try coder.optional("agent", &agent, "agent that asked for it")
        try coder.optional("call", &call, "tool call that did it")
        try coder.optional("region", &region, "region of that agent that was asked for")
        try coder.optional("requested", &requested, "box that was asked for, in pixels of the first parent")
        try coder.optional("executed", &executed, "box that was used, in pixels of the first parent")
        try coder.optional("reason", &reason, "why the two differ")
        try coder.optional("rounding", &rounding, "how edges were rounded")
        try coder.optional("resampler", &resampler, "how pixels were computed")
        try coder.optional("recipe", &recipe, "named recipe, as `qwen3vl-zoom@1`")
    }
}

/// A parent of an image that was made.
public struct ImageParent: FieldGroup, Hashable {
    /// The parent.
    public var image: Int
    /// From pixels of the made image to pixels of the parent.
    public var map: PlaneMap?
    /// Why there is no map; the made image is then itself a root.
    public var unmapped: String?
    /// Part of the made image that it covers, if not all.
    public var placement: Box?

    /// Creates the value from its fields.
    public init(image: Int, map: PlaneMap? = nil, unmapped: String? = nil, placement: Box? = nil) {
        self.image = image
        self.map = map
        self.unmapped = unmapped
        self.placement = placement
    }

    init() { self.init(image: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("image", &image, "the parent")
        try coder.optional("map", &map, "from pixels of the made image to pixels of the parent")
        try coder.optional("unmapped", &unmapped, "why there is no map; the made image is then itself a root")
        try coder.optional("placement", &placement, "part of the made image that it covers, if not all")
    }
}

/// A video.
public struct VideoDeclaration: EventPayload, Hashable {
    static let kind = EventKind.video

    /// Ordinal in the trace.
    public var n: Int
    /// SHA-256 of the bytes.
    public var digest: Digest?
    /// Width in pixels.
    public var width: Int?
    /// Height in pixels.
    public var height: Int?
    /// Number of frames.
    public var frames: Int?
    /// Frames a second, as numerator and denominator.
    public var rate: [Int]
    /// Media type.
    public var media: String?
    /// Names that the record has for it.
    public var names: [String]

    /// Creates the value from its fields.
    public init(
        n: Int, digest: Digest? = nil, width: Int? = nil, height: Int? = nil, frames: Int? = nil, rate: [Int] = [],
        media: String? = nil, names: [String] = []
    ) {
        self.n = n
        self.digest = digest
        self.width = width
        self.height = height
        self.frames = frames
        self.rate = rate
        self.media = media
        self.names = names
    }

    init() { self.init(n: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("n", &n, "ordinal in the trace")
        try coder.optional("digest", &digest, "SHA-256 of the bytes")
        try coder.optional("width", &width, "width in pixels")
        try coder.optional("height", &height, "height in pixels")
        try coder.optional("frames", &frames, "number of frames")
        try coder.list("rate", &rate, "frames a second, as numerator and denominator")
        try coder.optional("media", &media, "media type")
        try coder.list("names", &names, "names that the record has for it")
    }
}
