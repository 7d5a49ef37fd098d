public import Saccade
public import SaccadeImaging
import Synchronization

/// The pictures of one trace: each is decoded when it is drawn, and kept as long as there is room.
public final class ImageLibrary: Sendable {
    private let store: PixelStore
    let shapes = ShapeStore()
    private let contents = Mutex<[Int: Picture.Content]>([:])

    /// Creates the library of a trace's file.
    ///
    /// - Parameters:
    ///   - file: The file of the trace, beside which its images are.
    ///   - limits: What one picture may cost.
    ///   - capacity: The most bytes of decoded pictures to keep; what was dropped is decoded again when it is needed.
    public init(_ file: TraceFile, limits: ImageLimits = .default, capacity: Int = 96 << 20) {
        store = PixelStore(file: file, limits: limits, capacity: capacity)
    }

    /// The file whose pictures these are.
    var file: TraceFile { store.file }

    /// Returns an image in stored orientation, or why there is none.
    ///
    /// Only the header is read here; what is damaged further down shows when the image is drawn.
    public func content(of image: ImageState) -> Picture.Content {
        let declaration = image.declaration
        if let known = contents.withLock({ $0[declaration.n] }) { return known }
        let content: Picture.Content
        do {
            let info = try ImageInfo(sniffing: try store.file.bytes(of: declaration))
            try store.limits.check(info.size)
            content = .image(
                ImageSource(
                    size: info.size,
                    reduced: { [store] reduction in
                        try store.decoded(declaration, info.format == .jpeg ? reduction : 1)
                    }))
        } catch {
            content = .absent(size: declaration.size, reason: String(describing: error))
        }
        return contents.withLock { contents in
            if let known = contents[declaration.n] { return known }
            contents[declaration.n] = content
            return content
        }
    }
}

/// Decoded images, the one used last at the end; those used longest ago go first.
private final class PixelStore: Sendable {
    let file: TraceFile
    let limits: ImageLimits
    private let capacity: Int
    private let kept = Mutex<[(n: Int, reduction: Int, pixels: PixelImage, file: [UInt8])]>([])

    init(file: TraceFile, limits: ImageLimits, capacity: Int) {
        self.file = file
        self.limits = limits
        self.capacity = capacity
    }

    /// Returns an image's pixels and the bytes of its file; the image used last is kept whatever its size.
    ///
    /// - Parameter reduction: What its sides may be divided by; see ``ImageSource``.
    func decoded(_ image: ImageDeclaration, _ reduction: Int) throws -> (pixels: PixelImage, file: [UInt8]?) {
        let known = kept.withLock { kept -> (pixels: PixelImage, file: [UInt8]?)? in
            guard let place = kept.lastIndex(where: { $0.n == image.n && $0.reduction == reduction }) else {
                return nil
            }
            let entry = kept.remove(at: place)
            kept.append(entry)
            return (entry.pixels, entry.file)
        }
        if let known { return known }
        let bytes = try file.bytes(of: image)
        let pixels = try PixelImage.decode(bytes, reducedBy: reduction, limits: limits)
        kept.withLock { kept in
            kept.append((image.n, reduction, pixels, bytes))
            var total = kept.reduce(0) { $0 + $1.pixels.bytes.count + $1.file.count }
            while total > capacity, kept.count > 1 {
                let dropped = kept.removeFirst()
                total -= dropped.pixels.bytes.count + dropped.file.count
            }
        }
        return (pixels, bytes)
    }
}

/// Masks and heat maps that were read from blobs, those used longest ago dropped first.
final class ShapeStore: Sendable {
    private let kept = Mutex<[(written: Shape, whole: Shape)]>([])
    /// The most shapes to keep: a step names few, and later steps name them again.
    private static let most = 32

    /// Returns a shape with its numbers, read by a closure unless it is known.
    func whole(_ written: Shape, _ read: () -> Shape) -> Shape {
        let known = kept.withLock { kept -> Shape? in
            guard let place = kept.lastIndex(where: { $0.written == written }) else { return nil }
            kept.append(kept.remove(at: place))
            return kept.last?.whole
        }
        if let known { return known }
        let shape = read()
        kept.withLock { kept in
            kept.append((written, shape))
            if kept.count > Self.most { kept.removeFirst() }
        }
        return shape
    }
}
