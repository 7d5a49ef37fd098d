public import Saccade

/// A color of one pixel: straight RGBA, 8 bits a channel.
public struct PixelColor: Sendable, Hashable {
    /// The red channel.
    public var red: UInt8
    /// The green channel.
    public var green: UInt8
    /// The blue channel.
    public var blue: UInt8
    /// The alpha channel, 255 for opaque.
    public var alpha: UInt8

    /// Opaque black.
    public static let black = PixelColor(red: 0, green: 0, blue: 0)
    /// Opaque white.
    public static let white = PixelColor(red: 255, green: 255, blue: 255)
    /// Transparent black.
    public static let clear = PixelColor(red: 0, green: 0, blue: 0, alpha: 0)

    /// Creates a color.
    public init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }
}

extension PixelImage {
    /// Creates a picture of one color.
    ///
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/tooLarge`` or ``ImagingError/Code/invalidOperation`` if
    ///   the size does not fit the limits.
    public init(size: PixelSize, fill: PixelColor, limits: ImageLimits = .default) throws(ImagingError) {
        let count = try limits.check(size)
        let filled = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            if fill == .clear {
                target.update(repeating: 0)
            } else {
                for offset in stride(from: 0, to: count, by: 4) {
                    target[offset] = fill.red
                    target[offset + 1] = fill.green
                    target[offset + 2] = fill.blue
                    target[offset + 3] = fill.alpha
                }
            }
            initialized = count
        }
        self.init(size: size, checked: filled)
    }

    /// Creates a picture from pixels whose count was computed from the size.
    init(size: PixelSize, checked bytes: [UInt8]) {
        width = size.width
        height = size.height
        self.bytes = bytes
    }

    /// Whether every pixel's alpha is 255.
    public var isOpaque: Bool {
        bytes.withUnsafeBytes { source in
            guard let base = source.baseAddress else { return true }
            // A plain count lets the compiler take many pixels at once.
            var all = UInt32.max
            for pixel in 0..<source.count / 4 {
                all &= base.loadUnaligned(fromByteOffset: pixel &* 4, as: UInt32.self)
            }
            return UInt32(littleEndian: all) >> 24 == 255
        }
    }

    /// The color of a pixel, or `nil` if there is none at that place.
    public func color(x: Int, y: Int) -> PixelColor? {
        guard x >= 0, x < width, y >= 0, y < height else { return nil }
        let offset = (y * width + x) * 4
        return PixelColor(
            red: bytes[offset], green: bytes[offset + 1], blue: bytes[offset + 2], alpha: bytes[offset + 3])
    }

    /// Returns the pixels in a rectangle, which may leave the picture.
    ///
    /// - Parameters:
    ///   - rectangle: The pixels to keep; its size is the result's.
    ///   - fill: The color of pixels outside the picture; `nil` for black, opaque if this picture is.
    ///   - limits: What the result may cost.
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/invalidOperation`` if the rectangle is empty, and
    ///   ``ImagingError/Code/tooLarge`` if its size exceeds the limits.
    public func cropped(
        to rectangle: PixelRectangle, fill: PixelColor? = nil, limits: ImageLimits = .default
    ) throws(ImagingError) -> PixelImage {
        let size = try rectangle.checkedSize()
        let count = try limits.check(size)
        let inside = rectangle.intersection(PixelRectangle(size: self.size))
        if inside == rectangle {
            let pixels = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
                copyRows(of: rectangle, to: UnsafeMutableRawBufferPointer(target), stride: size.width * 4, at: 0)
                initialized = count
            }
            return PixelImage(size: size, checked: pixels)
        }
        var result = try PixelImage(size: size, fill: fill ?? (isOpaque ? .black : .clear), limits: limits)
        guard !inside.isEmpty else { return result }
        let origin = ((inside.y0 - rectangle.y0) * size.width + inside.x0 - rectangle.x0) * 4
        result.bytes.withUnsafeMutableBytes { target in
            copyRows(of: inside, to: target, stride: size.width * 4, at: origin)
        }
        return result
    }

    /// Copies rows of a rectangle that lies inside the picture.
    private func copyRows(
        of rectangle: PixelRectangle, to target: UnsafeMutableRawBufferPointer, stride: Int, at origin: Int
    ) {
        let count = (rectangle.x1 - rectangle.x0) * 4
        bytes.withUnsafeBytes { source in
            for row in rectangle.y0..<rectangle.y1 {
                let from = (row * width + rectangle.x0) * 4
                let to = origin + (row - rectangle.y0) * stride
                UnsafeMutableRawBufferPointer(rebasing: target[to..<(to + count)]).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: source[from..<(from + count)]))
            }
        }
    }

    /// Returns the picture with borders of one color; a negative border cuts.
    ///
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/invalidOperation`` if nothing is left, and
    ///   ``ImagingError/Code/tooLarge`` if the result exceeds the limits.
    public func padded(
        left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0, fill: PixelColor? = nil,
        limits: ImageLimits = .default
    ) throws(ImagingError) -> PixelImage {
        let (x0, overflow0) = 0.subtractingReportingOverflow(left)
        let (y0, overflow1) = 0.subtractingReportingOverflow(top)
        let (x1, overflow2) = width.addingReportingOverflow(right)
        let (y1, overflow3) = height.addingReportingOverflow(bottom)
        guard !overflow0, !overflow1, !overflow2, !overflow3 else {
            throw ImagingError(.tooLarge, "expected borders that fit an integer")
        }
        return try cropped(to: PixelRectangle(x0: x0, y0: y0, x1: x1, y1: y1), fill: fill, limits: limits)
    }

    /// Returns the picture flipped or turned.
    public func applying(_ transform: PixelTransform) -> PixelImage {
        // Pixel (x, y) of the result is pixel origin + x × column + y × row of this picture.
        let last = width * height - 1
        let (origin, column, row) =
            switch transform {
            case .identity: (0, 1, width)
            case .flipHorizontal: (width - 1, -1, width)
            case .flipVertical: (last - width + 1, 1, -width)
            case .halfTurn: (last, -1, -width)
            case .transpose: (0, width, 1)
            case .quarterTurnClockwise: (last - width + 1, -width, 1)
            case .transverse: (last, -width, -1)
            case .quarterTurnCounterclockwise: (width - 1, width, -1)
            }
        guard transform != .identity else { return self }
        let swapped = transform.swapsSides
        let size = PixelSize(width: swapped ? height : width, height: swapped ? width : height)
        let pixels = [UInt8](unsafeUninitializedCapacity: bytes.count) { target, initialized in
            let target = UnsafeMutableRawBufferPointer(target)
            bytes.withUnsafeBytes { source in
                var offset = 0
                for y in 0..<size.height {
                    var index = (origin + y * row) * 4
                    for _ in 0..<size.width {
                        let pixel = source.loadUnaligned(fromByteOffset: index, as: UInt32.self)
                        target.storeBytes(of: pixel, toByteOffset: offset, as: UInt32.self)
                        index += column * 4
                        offset += 4
                    }
                }
            }
            initialized = bytes.count
        }
        return PixelImage(size: size, checked: pixels)
    }

    /// Returns the picture as it lies in the scene, from the orientation that its file tells.
    public func upright(from orientation: ImageOrientation) -> PixelImage {
        applying(orientation.transformToUpright)
    }
}
