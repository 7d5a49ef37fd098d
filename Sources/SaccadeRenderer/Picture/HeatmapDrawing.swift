import Saccade

/// Draws a grid of weights over a picture, warm and opaque where they are high.
struct HeatmapDrawing {
    let heatmap: Heatmap
    let box: Box

    /// Dark violet to pale yellow, even in lightness, so that it reads without hues.
    static let stops: [Color] = [
        Color(0x1B0C41), Color(0x56106E), Color(0x9A2865), Color(0xD44842), Color(0xF98E09), Color(0xF6D746),
        Color(0xFCFFA4),
    ]

    /// Returns the colour of a share of the scale, 0…1.
    static func color(_ share: Double) -> Color {
        let place = max(0, min(1, share)) * Double(stops.count - 1)
        let index = min(stops.count - 2, Int(place))
        return stops[index].mixed(with: stops[index + 1], place - Double(index))
    }

    func draw(on painter: any Painter, isPast: Bool) throws(RendererError) {
        let width = Int(box.width.rounded())
        let height = Int(box.height.rounded())
        guard width >= 1, height >= 1 else { return }
        let surface = try Surface(width: width, height: height)
        let palette = (0...255).map { Self.color(Double($0) / 255) }
        let strength = isPast ? 0.4 : 1.0
        for y in 0..<height {
            let row = (Double(y) + 0.5) * Double(heatmap.rows) / Double(height) - 0.5
            for x in 0..<width {
                let column = (Double(x) + 0.5) * Double(heatmap.columns) / Double(width) - 0.5
                let share = weight(column, row)
                let color = palette[Int((share * 255).rounded())]
                let alpha = (0.12 + 0.6 * share) * strength
                let pixel = surface.memory + y * surface.stride + x * 4
                pixel[0] = UInt8((color.blue * alpha * 255).rounded())
                pixel[1] = UInt8((color.green * alpha * 255).rounded())
                pixel[2] = UInt8((color.red * alpha * 255).rounded())
                pixel[3] = UInt8((alpha * 255).rounded())
            }
        }
        surface.markDirty()
        painter.draw(surface, x: box.x0, y: box.y0)
    }

    /// Returns the share of the scale at a place between cells, 0…1.
    private func weight(_ column: Double, _ row: Double) -> Double {
        let x = max(0, min(Double(heatmap.columns - 1), column))
        let y = max(0, min(Double(heatmap.rows - 1), row))
        let (x0, y0) = (Int(x), Int(y))
        let (x1, y1) = (min(heatmap.columns - 1, x0 + 1), min(heatmap.rows - 1, y0 + 1))
        let (partX, partY) = (x - Double(x0), y - Double(y0))
        let upper = share(x0, y0) * (1 - partX) + share(x1, y0) * partX
        let lower = share(x0, y1) * (1 - partX) + share(x1, y1) * partX
        return upper * (1 - partY) + lower * partY
    }

    private func share(_ column: Int, _ row: Int) -> Double {
        let value = heatmap.values[row * heatmap.columns + column]
        let length = heatmap.range.upperBound - heatmap.range.lowerBound
        guard value.isFinite, length > 0, length.isFinite else { return 0 }
        return max(0, min(1, (value - heatmap.range.lowerBound) / length))
    }
}
