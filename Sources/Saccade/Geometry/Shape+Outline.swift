#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension RotatedBox {
    /// The four corners, clockwise from the one that is left and top before the turn.
    public var corners: [Point] {
        let radians = angle * .pi / 180
        let (sine, cosine) = (sin(radians), cos(radians))
        return [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map { side in
            let (x, y) = (side.0 * width / 2, side.1 * height / 2)
            return Point(x: center.x + x * cosine - y * sine, y: center.y + x * sine + y * cosine)
        }
    }
}

extension Ellipse {
    /// The smallest axis-parallel box around the ellipse.
    public var bounds: Box {
        let radians = angle * .pi / 180
        let (sine, cosine) = (sin(radians), cos(radians))
        let halfWidth = (radiusX * radiusX * cosine * cosine + radiusY * radiusY * sine * sine).squareRoot()
        let halfHeight = (radiusX * radiusX * sine * sine + radiusY * radiusY * cosine * cosine).squareRoot()
        return Box(
            x0: center.x - halfWidth, y0: center.y - halfHeight, x1: center.x + halfWidth, y1: center.y + halfHeight)
    }
}

extension Mask {
    /// The number of pixels that the mask's grid has, or `nil` if its size is not positive or does not fit.
    public var pixelCount: Int? {
        guard size.width > 0, size.height > 0 else { return nil }
        let (count, overflow) = size.width.multipliedReportingOverflow(by: size.height)
        return overflow ? nil : count
    }

    /// Whether the runs are at least 0 and their sum is width × height.
    public var isWhole: Bool {
        guard let pixelCount else { return false }
        var left = pixelCount
        for run in runs {
            guard run >= 0, run <= left else { return false }
            left -= run
        }
        return left == 0
    }

    /// The smallest box around the pixels inside, or `nil` if there are none or the mask is not whole.
    public var bounds: Box? {
        guard isWhole else { return nil }
        let lineLength = order == .row ? size.width : size.height
        var (firstLine, lastLine, low, high) = (Int.max, -1, Int.max, -1)
        var position = 0
        for (index, run) in runs.enumerated() {
            defer { position += run }
            guard index % 2 == 1, run > 0 else { continue }
            let (begin, end) = (position, position + run - 1)
            firstLine = min(firstLine, begin / lineLength)
            lastLine = max(lastLine, end / lineLength)
            let spans = end / lineLength > begin / lineLength
            low = min(low, spans ? 0 : begin % lineLength)
            high = max(high, spans ? lineLength - 1 : end % lineLength)
        }
        guard lastLine >= 0 else { return nil }
        let across = (Double(low), Double(high + 1))
        let along = (Double(firstLine), Double(lastLine + 1))
        return order == .row
            ? Box(x0: across.0, y0: along.0, x1: across.1, y1: along.1)
            : Box(x0: along.0, y0: across.0, x1: along.1, y1: across.1)
    }
}
