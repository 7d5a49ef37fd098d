import Saccade

/// What becomes of an image that must not be stored as it is; whatever goes wrong, nothing of it is.
struct ImageRedaction {
    /// The bytes to store; `nil` for none.
    var bytes: [UInt8]?
    var declaration: ImageDeclaration
    /// Says in the trace what was done, without a digest of what was there.
    var event: Redaction

    init(_ bytes: [UInt8], _ declaration: ImageDeclaration, _ boxes: [Box], _ filter: (any ImageFilter)?) {
        self.declaration = declaration
        event = Redaction(kind: "image", by: filter?.name ?? "recorder", image: declaration.n)
        let header = PictureHeader(bytes)
        self.declaration.fill(from: header)
        let reason: String
        do {
            if let filter, let redacted = try filter.redact(bytes, media: self.declaration.media, boxes: boxes) {
                self.bytes = redacted.bytes
                self.declaration.media = redacted.media
                // The file is another one: what its header says counts.
                if let header = PictureHeader(redacted.bytes) {
                    (self.declaration.width, self.declaration.height) = (header.size.width, header.size.height)
                    self.declaration.orientation = header.orientation
                }
                if !boxes.isEmpty {
                    event.kind = "pixels"
                    event.regions = boxes
                    event.count = boxes.count
                }
                return
            }
            let cause = filter == nil ? "there is no filter that could paint it over" : "the filter could not"
            reason = "redacted: \(cause)"
        } catch {
            reason = "redacted: the filter failed"
        }
        (self.declaration.elided, self.declaration.bytes) = (reason, nil)
    }
}
