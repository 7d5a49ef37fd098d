import CPango
import CPixelLoops
import Saccade
import SaccadeImaging

/// A rectangle of pixels in memory of our own that Cairo draws on.
///
/// A colour surface holds premultiplied BGRA, a mask holds coverage. A surface belongs to one thread at a time; that a
/// drawn one can be handed to another is why it says `Sendable`.
final class Surface: @unchecked Sendable {
    enum Format {
        /// Premultiplied blue, green, red and alpha.
        case color
        /// The same with an alpha of 255 everywhere, which Cairo copies without looking at it.
        case opaque
        /// Coverage.
        case mask

        fileprivate var cairo: cairo_format_t {
            switch self {
            case .color: CAIRO_FORMAT_ARGB32
            case .opaque: CAIRO_FORMAT_RGB24
            case .mask: CAIRO_FORMAT_A8
            }
        }
    }

    /// The largest side that Cairo's fixed-point coordinates allow.
    static let maximumSide = 32_000
    /// The largest number of pixels of one surface.
    static let maximumPixels = 1 << 27

    let width: Int
    let height: Int
    let format: Format
    /// The bytes from one row to the next.
    let stride: Int
    /// The pixels; `stride × height` bytes.
    let memory: UnsafeMutablePointer<UInt8>
    /// Cairo's view of the memory.
    let handle: OpaquePointer

    /// Creates a surface of transparent pixels, or of any if all of them will be written to.
    init(width: Int, height: Int, format: Format = .color, isCleared: Bool = true) throws(RendererError) {
        guard (1...Self.maximumSide).contains(width), (1...Self.maximumSide).contains(height),
            width * height <= Self.maximumPixels
        else {
            throw RendererError(
                .pageTooLarge,
                "expected a side of 1 to \(Self.maximumSide) and at most \(Self.maximumPixels) pixels, "
                    + "found \(width)×\(height)")
        }
        self.width = width
        self.height = height
        self.format = format
        stride = format == .mask ? (width + 3) & ~3 : width * 4
        let count = stride * height
        memory = SurfaceMemory.take(count)
        if isCleared { memory.initialize(repeating: 0, count: count) }
        guard
            let handle = cairo_image_surface_create_for_data(
                memory, format.cairo, Int32(width), Int32(height), Int32(stride)),
            cairo_surface_status(handle) == CAIRO_STATUS_SUCCESS
        else {
            SurfaceMemory.giveBack(memory, count)
            throw RendererError(.drawingFailed, "expected a drawing surface of \(width)×\(height), found none")
        }
        self.handle = handle
    }

    deinit {
        cairo_surface_finish(handle)
        cairo_surface_destroy(handle)
        SurfaceMemory.giveBack(memory, byteCount)
    }

    /// Creates a surface that holds a picture.
    convenience init(_ image: PixelImage) throws(RendererError) {
        let pixels = image.width * image.height
        let isOpaque = image.bytes.withUnsafeBufferPointer { source in
            source.baseAddress.map { Premultiplication.isOpaque($0, pixels: pixels) } ?? false
        }
        try self.init(
            width: image.width, height: image.height, format: isOpaque ? .opaque : .color, isCleared: false)
        image.bytes.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return }
            if isOpaque {
                _ = saccade_turn(base, pixels, memory)
            } else {
                Premultiplication.premultiply(base, into: memory, pixels: pixels)
            }
        }
        cairo_surface_mark_dirty(handle)
    }

    /// The bytes of its memory.
    var byteCount: Int { stride * height }

    /// Says that the memory was written to, so that Cairo reads it again.
    func markDirty() { cairo_surface_mark_dirty(handle) }

    /// Lets Cairo finish what it has begun to draw, so that the memory can be read.
    func flush() { cairo_surface_flush(handle) }

    /// The pixels of a colour surface that is opaque everywhere, where they lie; valid while the surface is held.
    var opaqueRows: PixelRows {
        cairo_surface_flush(handle)
        return PixelRows(memory, width: width, height: height, stride: stride, order: .bgrx)
    }

    /// Returns the surface's pixels as a picture with straight alpha, or `nil` for a mask.
    func pixelImage() -> PixelImage? {
        guard format != .mask else { return nil }
        cairo_surface_flush(handle)
        let pixels = width * height
        let bytes = [UInt8](unsafeUninitializedCapacity: pixels * 4) { buffer, count in
            if let base = buffer.baseAddress { Premultiplication.unpremultiply(memory, into: base, pixels: pixels) }
            count = pixels * 4
        }
        return PixelImage(width: width, height: height, bytes: bytes)
    }
}

/// Conversions between straight RGBA and Cairo's premultiplied BGRA.
enum Premultiplication {
    /// Returns a × b ÷ 255, rounded to nearest.
    @inline(__always)
    static func scale(_ value: UInt8, by alpha: UInt8) -> UInt8 {
        let product = UInt32(value) &* UInt32(alpha) &+ 128
        return UInt8(truncatingIfNeeded: (product &+ product >> 8) >> 8)
    }

    /// Whether no pixel of straight RGBA lets anything through.
    static func isOpaque(_ source: UnsafePointer<UInt8>, pixels: Int) -> Bool {
        let words = UnsafeRawPointer(source)
        var all: UInt32 = .max
        for index in 0..<pixels { all &= words.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self) }
        return UInt32(littleEndian: all) >> 24 == 255
    }

    static func premultiply(_ source: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<UInt8>, pixels: Int) {
        var index = 0
        let end = pixels &* 4
        while index < end {
            let alpha = source[index &+ 3]
            if alpha == 255 {
                target[index] = source[index &+ 2]
                target[index &+ 1] = source[index &+ 1]
                target[index &+ 2] = source[index]
            } else {
                target[index] = scale(source[index &+ 2], by: alpha)
                target[index &+ 1] = scale(source[index &+ 1], by: alpha)
                target[index &+ 2] = scale(source[index], by: alpha)
            }
            target[index &+ 3] = alpha
            index &+= 4
        }
    }

    static func unpremultiply(_ source: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<UInt8>, pixels: Int) {
        var index = 0
        let end = pixels &* 4
        while index < end {
            let alpha = source[index &+ 3]
            if alpha == 255 {
                target[index] = source[index &+ 2]
                target[index &+ 1] = source[index &+ 1]
                target[index &+ 2] = source[index]
            } else if alpha == 0 {
                target[index] = 0
                target[index &+ 1] = 0
                target[index &+ 2] = 0
            } else {
                let whole = UInt32(alpha)
                for channel in 0..<3 {
                    let value = (UInt32(source[index &+ 2 &- channel]) &* 255 &+ whole / 2) / whole
                    target[index &+ channel] = UInt8(min(255, value))
                }
            }
            target[index &+ 3] = alpha
            index &+= 4
        }
    }
}
