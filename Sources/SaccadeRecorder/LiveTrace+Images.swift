public import Saccade
import Synchronization

extension LiveTrace {
    /// Records an image whose bytes are at hand.
    ///
    /// The bytes are not copied; the worker hashes and writes them. Size and media type are read from the header of a PNG,
    /// JPEG or WebP. If there is no room for the bytes the image is declared without them, as `elided`.
    ///
    /// - Parameters:
    ///   - bytes: The image's file.
    ///   - media: Its media type, if it is none of the three.
    ///   - names: What the record calls it: a path, `image-1`, a URL.
    ///   - origin: Where it comes from.
    ///   - redacting: What must not be stored, in pixels: the ``RecorderOptions/imageFilter`` paints it over, and without
    ///     one nothing of the image is stored. Empty means the whole image; `nil` nothing.
    public func image(
        _ bytes: [UInt8], media: String? = nil, names: [String] = [], origin: ImageOrigin = ImageOrigin(kind: .input),
        redacting: [Box]? = nil
    ) -> LiveImage {
        var declaration = ImageDeclaration(n: 0, media: media, bytes: bytes.count, names: names, origin: origin)
        guard let core, core.isRecording else { return declare(declaration) }
        if recorder.takeImage(bytes.count) {
            return declare(declaration, Payload(.image(bytes, redacting: redacting), size: bytes.count))
        }
        elide(&declaration, bytes, redacting: redacting)
        return declare(declaration)
    }

    /// Records an image that lies in a file, which the worker reads; it must stay as it is until then.
    ///
    /// A file that cannot be read makes the image `missing`, with the reason.
    public func image(
        file path: String, media: String? = nil, names: [String] = [],
        origin: ImageOrigin = ImageOrigin(kind: .input), redacting: [Box]? = nil
    ) -> LiveImage {
        let declaration = ImageDeclaration(
            n: 0, media: media, names: names.isEmpty ? [path] : names, origin: origin)
        return declare(declaration, Payload(.file(path, redacting: redacting), size: 0))
    }

    /// Records an image of which only the digest is kept, because its bytes are elsewhere.
    ///
    /// - Parameter elided: Why its bytes are not in the file.
    public func image(
        digest: Digest, size: PixelSize? = nil, media: String? = nil, names: [String] = [],
        origin: ImageOrigin = ImageOrigin(kind: .input), elided: String = "its bytes are kept elsewhere"
    ) -> LiveImage {
        declare(
            ImageDeclaration(
                n: 0, width: size?.width, height: size?.height, media: media, digest: digest, names: names,
                origin: origin, elided: elided))
    }

    /// Records an image whose bytes are not to be had.
    public func image(missing reason: String, names: [String] = [], origin: ImageOrigin) -> LiveImage {
        declare(ImageDeclaration(n: 0, names: names, origin: origin, missing: reason))
    }

    /// Records how an image came from its parents.
    ///
    /// - Parameter derivation: What was done; its image is set here.
    public func derive(_ image: LiveImage, _ derivation: ImageDerivation) {
        var derivation = derivation
        derivation.image = image.n
        record(.imageDerive(derivation))
    }

    /// Records that an image is a crop of another at whole pixels.
    ///
    /// - Parameters:
    ///   - requested: What was asked for, in pixels of the parent.
    ///   - executed: What was cut out: whole pixels.
    ///   - call: The tool call that did it.
    public func derive(
        _ image: LiveImage, cropOf parent: LiveImage, requested: Box? = nil, executed: Box, by call: LiveCall? = nil,
        rounding: RoundingRule? = nil
    ) {
        let map = Int(exactly: executed.x0).flatMap { x in Int(exactly: executed.y0).map { PlaneMap.crop(x: x, y: $0) }
        }
        let from =
            map.map { ImageParent(image: parent.n, map: $0) }
            ?? ImageParent(image: parent.n, unmapped: "the crop does not begin at whole pixels")
        derive(
            image,
            ImageDerivation(
                image: 0, parents: [from], operation: .crop, agent: call?.agent.n, call: call?.n, requested: requested,
                executed: executed, rounding: rounding))
    }

    private func declare(_ declaration: ImageDeclaration, _ payload: Payload? = nil) -> LiveImage {
        guard let core else { return LiveImage(n: 0) }
        guard core.isRecording, recorder.isOpen else {
            if let payload { recorder.returnPayload(payload.size) }
            recorder.refuse(core)
            return LiveImage(n: 0)
        }
        return core.scope.withLock { scope in
            var declaration = declaration
            declaration.n = scope.ordinals[.images]
            // The worker puts the right one in its place.
            if payload != nil { declaration.digest = .zero }
            scope.packer.removeAll()
            scope.packer.pack(.image(declaration))
            let time = SystemClock.steady() &- core.began
            if let payload {
                if recorder.put(image: scope.packer.bytes, of: core, at: time, payload) {
                    scope.ordinals[.images] += 1
                    return LiveImage(n: declaration.n)
                }
                if case .image(let bytes, let redacting) = payload.content {
                    elide(&declaration, bytes, redacting: redacting)
                } else {
                    declaration.elided = LiveTrace.pressure
                }
                declaration.digest = nil
                scope.packer.removeAll()
                scope.packer.pack(.image(declaration))
            }
            if recorder.put(RecordKind.image, of: core, at: time, .structure, scope.packer.bytes) {
                scope.ordinals[.images] += 1
            }
            return LiveImage(n: declaration.n)
        }
    }

    /// Lets go of an image's bytes and keeps what its header says.
    private func elide(_ declaration: inout ImageDeclaration, _ bytes: [UInt8], redacting: [Box]?) {
        recorder.counters.elidedImages.wrappingAdd(1, ordering: .relaxed)
        recorder.counters.elidedBytes.wrappingAdd(bytes.count, ordering: .relaxed)
        declaration.elided = LiveTrace.pressure
        declaration.fill(from: PictureHeader(bytes))
    }

    private static let pressure = "the recorder had no room"
}

extension ImageDeclaration {
    /// Adds what a header says and the caller has not said.
    mutating func fill(from header: PictureHeader?) {
        guard let header else { return }
        media = media ?? header.media
        if width == nil || height == nil { (width, height) = (header.size.width, header.size.height) }
        orientation = orientation ?? header.orientation
    }
}
