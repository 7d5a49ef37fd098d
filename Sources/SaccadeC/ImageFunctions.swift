import Saccade
import SaccadeRecorder

/// Records an image whose file is in memory; the bytes are copied.
///
/// Size and media type are read from the header of a PNG, JPEG or WebP; nothing is decoded. `name` is what the record
/// calls it, a path or a URL, or NULL. `fields` is NULL or a JSON object: `names`, `media`, `origin` (as
/// `{"kind":"tool","agent":0,"call":3}`; `{"kind":"input"}` by default), and `"redact": true` for a picture of which
/// nothing must be stored.
///
/// Returns the ordinal of the image.
@c(saccade_image)
public func image(
    trace: Int64, bytes: UnsafeRawPointer?, size: UInt, name: UnsafePointer<CChar>?, fields: UnsafePointer<CChar>?
) -> Int64 {
    result {
        let trace = try SaccadeC.trace(trace)
        let given = try ImageFields(name, fields)
        let file = try buffer(bytes, size, "bytes")
        guard !file.isEmpty else { throw Failure(.badArgument, "bytes: expected an image's file, found nothing") }
        // Nothing is copied for a trace that sampling has left out.
        let bytes = trace.live.isRecording ? Array(file) : []
        let image = trace.live.image(
            bytes, media: given.media, names: given.names, origin: given.origin, redacting: given.redacting)
        trace.note(PixelSize(ofPicture: bytes), of: image.n)
        return image.n
    }
}

/// Records an image that lies in a file, which the recorder reads soon after; it must stay as it is until then.
///
/// `fields` is as for `saccade_image`, and may have `width` and `height`, which places need that are not in pixels.
///
/// Returns the ordinal of the image.
@c(saccade_image_file)
public func imageFile(trace: Int64, path: UnsafePointer<CChar>?, fields: UnsafePointer<CChar>?) -> Int64 {
    result {
        let trace = try SaccadeC.trace(trace)
        let path = try required(path, "path")
        let given = try ImageFields(nil, fields)
        let image = trace.live.image(
            file: path, media: given.media, names: given.names, origin: given.origin, redacting: given.redacting)
        trace.note(given.size, of: image.n)
        return image.n
    }
}

/// Records that an image is a crop of another at whole pixels: left, top, right, bottom in pixels of the parent.
///
/// `agent` and `call` name the tool call that made it; `SACCADE_NONE` for `call` says that none did.
@c(saccade_crop)
public func crop(
    trace: Int64, image: Int64, parent: Int64, executed: UnsafePointer<Double>?, agent: Int64, call: Int64
) -> Int64 {
    result {
        let trace = try SaccadeC.trace(trace)
        let executed = try box(executed, "executed")
        let by = call == Status.none.rawValue ? nil : try trace.call(call, of: agent)
        trace.live.derive(try trace.image(image), cropOf: try trace.image(parent), executed: executed, by: by)
        return 0
    }
}

/// What a caller says of an image beside its bytes.
private struct ImageFields {
    var names: [String] = []
    var media: String?
    var origin = ImageOrigin(kind: .input)
    var redacting: [Box]?
    var size: PixelSize?

    init(_ name: UnsafePointer<CChar>?, _ fields: UnsafePointer<CChar>?) throws(Failure) {
        if let name = try text(name, "name") { names = [name] }
        var (width, height): (Int?, Int?)
        for member in try members(fields, "fields") {
            let option = Option(member, in: "fields")
            switch member.key {
            case "names": names += try option.texts()
            case "media": media = try option.text()
            case "redact": redacting = try option.truth() ? [] : nil
            case "width": width = try option.count()
            case "height": height = try option.count()
            case "origin": origin = try ImageFields.origin(option)
            default:
                throw Failure(
                    .badArgument,
                    "fields: expected names, media, origin, redact, width or height, found \"\(member.key)\"")
            }
        }
        if let width, let height, width > 0, height > 0 { size = PixelSize(width: width, height: height) }
    }

    private static func origin(_ option: Option) throws(Failure) -> ImageOrigin {
        try option.keys("kind", "agent", "call", "video", "frame", "time")
        let kind = OriginKind(rawValue: try option.member("kind").text())
        guard OriginKind.known.contains(kind) else {
            let names = OriginKind.known.map(\.rawValue).joined(separator: ", ")
            throw try option.member("kind").wrong("one of \(names)")
        }
        var time: [Int] = []
        for number in try option.optional("time")?.value.array ?? [] {
            guard let number = number.integer else { throw option.wrong("a time of two whole numbers") }
            time.append(number)
        }
        return ImageOrigin(
            kind: kind, agent: try option.optional("agent")?.count(), call: try option.optional("call")?.count(),
            video: try option.optional("video")?.count(), frame: try option.optional("frame")?.count(), time: time)
    }
}
