import Saccade

/// Makes a part of a picture unreadable: blurred, or in blocks of one colour.
struct RegionEffect {
    private let style: RegionStyle
    private let box: Box
    private let frame: Box
    private let scale: Double

    init(_ style: RegionStyle, bounds: Box, frame: Box, scale: Double) {
        self.style = style
        self.frame = frame
        self.scale = scale
        box = Box(
            x0: bounds.x0.rounded(.down), y0: bounds.y0.rounded(.down), x1: bounds.x1.rounded(.up),
            y1: bounds.y1.rounded(.up)
        ).intersection(frame)
    }

    /// Returns the changed part of a picture that fills the frame, and where it lies; `nil` if there is none.
    func surface(of picture: Surface) throws(RendererError) -> (surface: Surface, x: Double, y: Double)? {
        let (left, top) = (Int(box.x0 - frame.x0), Int(box.y0 - frame.y0))
        let (width, height) = (min(Int(box.width), picture.width - left), min(Int(box.height), picture.height - top))
        guard left >= 0, top >= 0, width >= 1, height >= 1 else { return nil }
        let result = try Surface(width: width, height: height)
        for row in 0..<height {
            (result.memory + row * result.stride).update(
                from: picture.memory + (top + row) * picture.stride + left * 4, count: width * 4)
        }
        let shorter = Double(min(width, height))
        if style == .pixelate {
            // Eight blocks over the shorter side tell a face from a hand, and no face from another.
            Self.pixelate(result, block: max(Int((6 * scale).rounded(.up)), Int(shorter / 8)))
        } else {
            let radius = max(Int((6 * scale).rounded(.up)), Int(shorter / 5))
            // Three passes of a box come near a Gaussian.
            for _ in 0..<3 {
                Self.blur(result, radius: radius, isAcross: true)
                Self.blur(result, radius: radius, isAcross: false)
            }
        }
        result.markDirty()
        return (result, box.x0, box.y0)
    }

    /// Gives each block of a surface the mean of its pixels.
    private static func pixelate(_ surface: Surface, block: Int) {
        let block = max(1, block)
        for top in stride(from: 0, to: surface.height, by: block) {
            for left in stride(from: 0, to: surface.width, by: block) {
                let (bottom, right) = (min(surface.height, top + block), min(surface.width, left + block))
                var sums = [0, 0, 0, 0]
                for y in top..<bottom {
                    for x in left..<right {
                        let pixel = surface.memory + y * surface.stride + x * 4
                        for channel in 0..<4 { sums[channel] += Int(pixel[channel]) }
                    }
                }
                let count = (bottom - top) * (right - left)
                for y in top..<bottom {
                    for x in left..<right {
                        let pixel = surface.memory + y * surface.stride + x * 4
                        for channel in 0..<4 {
                            pixel[channel] = UInt8(truncatingIfNeeded: (sums[channel] + count / 2) / count)
                        }
                    }
                }
            }
        }
    }

    /// Replaces each pixel by the mean of a stretch of its row or column, shorter at the edges.
    private static func blur(_ surface: Surface, radius: Int, isAcross: Bool) {
        let lines = isAcross ? surface.height : surface.width
        let length = isAcross ? surface.width : surface.height
        let step = isAcross ? 4 : surface.stride
        let next = isAcross ? surface.stride : 4
        var old = [UInt8](repeating: 0, count: length)
        for line in 0..<lines {
            for channel in 0..<4 {
                let base = surface.memory + line * next + channel
                for index in 0..<length { old[index] = base[index * step] }
                var sum = 0
                var count = 0
                for index in 0..<min(length, radius) {
                    sum += Int(old[index])
                    count += 1
                }
                for index in 0..<length {
                    if index + radius < length {
                        sum += Int(old[index + radius])
                        count += 1
                    }
                    if index > radius {
                        sum -= Int(old[index - radius - 1])
                        count -= 1
                    }
                    base[index * step] = UInt8(truncatingIfNeeded: (sum + count / 2) / count)
                }
            }
        }
    }

    /// Lets a surface show only where a mask covers it.
    static func cut(_ surface: Surface, to mask: MaskRaster, x: Double, y: Double) {
        let (left, top) = (Int(x - mask.bounds.x0), Int(y - mask.bounds.y0))
        for row in 0..<surface.height {
            for column in 0..<surface.width {
                let (maskX, maskY) = (left + column, top + row)
                let isIn = maskX >= 0 && maskY >= 0 && maskX < mask.width && maskY < mask.height
                let share = isIn ? mask.coverage[maskY * mask.width + maskX] : 0
                let pixel = surface.memory + row * surface.stride + column * 4
                for channel in 0..<4 { pixel[channel] = Premultiplication.scale(pixel[channel], by: share) }
            }
        }
        surface.markDirty()
    }
}
