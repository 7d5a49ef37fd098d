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
        image(
            bytes, as: ImageDeclaration(n: 0, media: media, names: names, origin: origin), redacting: redacting)
    }

    /// Records an image whose bytes are at hand and of which a declaration says the rest; its ordinal, its digest and its
    /// number of bytes are set here.
    func image(_ bytes: [UInt8], as declaration: ImageDeclaration, redacting: [Box]? = nil) -> LiveImage {
        guard let core, core.isRecording else { return declare(declaration) }
        var declaration = declaration
        (declaration.digest, declaration.bytes) = (nil, bytes.count)
        return declare(
            declaration, Payload(.image(bytes, redacting: redacting), size: bytes.count),
            hasRoom: recorder.takeImage(bytes.count))
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
    /// - Parameters:
    ///   - digest: The SHA-256 of its bytes.
    ///   - size: Its stored size.
    ///   - media: Its media type, as `image/png`.
    ///   - names: What it is called elsewhere.
    ///   - origin: Where it comes from.
    ///   - elided: Why its bytes are not in the file.
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
    /// - Parameters:
    ///   - image: The image that was made.
    ///   - derivation: What was done; its image is set here.
    public func derive(_ image: LiveImage, _ derivation: ImageDerivation) {
        var derivation = derivation
        derivation.image = image.n
        record(.imageDerive(derivation))
    }

    /// Records that an image is a crop of another at whole pixels.
    ///
    /// - Parameters:
    ///   - image: The image that was made.
    ///   - parent: The image that it was cut out of.
    ///   - requested: What was asked for, in pixels of the parent.
    ///   - executed: What was cut out: whole pixels.
    ///   - call: The tool call that did it.
    ///   - rounding: How the edges became whole pixels.
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

    /// - Parameter hasRoom: Whether there is room for the payload, which was taken for it.
    private func declare(
        _ declaration: ImageDeclaration, _ payload: Payload? = nil, hasRoom: Bool = true
    ) -> LiveImage {
        guard let core else { return LiveImage(n: 0) }
        guard core.isRecording, recorder.isOpen else {
            if let payload, hasRoom { recorder.returnPayload(payload.size) }
            recorder.refuse(core)
            return LiveImage(n: 0)
        }
        return core.scope.withLock { scope in
            var declaration = declaration
            declaration.n = scope.ordinals[.images]
            let time = SystemClock.steady() &- core.began
            if let payload {
                if hasRoom {
                    // The worker puts the right digest in its place.
                    declaration.digest = .zero
                    scope.packer.removeAll()
                    scope.packer.pack(.image(declaration))
                    if recorder.put(image: scope.packer.bytes, of: core, at: time, payload) {
                        scope.ordinals[.images] += 1
                        return LiveImage(n: declaration.n)
                    }
                }
                letGo(of: payload, &declaration, in: core)
            }
            scope.packer.removeAll()
            scope.packer.pack(.image(declaration))
            if recorder.put(RecordKind.image, of: core, at: time, .structure, scope.packer.bytes) {
                scope.ordinals[.images] += 1
            }
            return LiveImage(n: declaration.n)
        }
    }

    /// Lets go of an image's bytes and keeps what its header says, and what must not be seen of it.
    private func letGo(of payload: Payload, _ declaration: inout ImageDeclaration, in core: TraceCore) {
        recorder.counters.elidedImages.wrappingAdd(1, ordering: .relaxed)
        recorder.counters.elidedBytes.wrappingAdd(payload.size, ordering: .relaxed)
        (declaration.digest, declaration.elided) = (nil, "the recorder had no room")
        if case .image(let bytes, _) = payload.content { declaration.fill(from: PictureHeader(bytes)) }
        guard let boxes = payload.redacting else { return }
        let n = declaration.n
        core.hidden.withLock { $0[n] = boxes }
    }
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
