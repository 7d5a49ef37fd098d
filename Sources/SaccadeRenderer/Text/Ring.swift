import Saccade

/// A region's number in a ring, as it stands in a line of text.
enum Ring {
    /// The width that a ring takes in a line, with the space after it.
    static func width(_ label: String, size: Double) -> Double {
        diameter(size) + extra(label, size) + (size * 0.22).rounded()
    }

    private static func diameter(_ size: Double) -> Double { (size * 1.22).rounded() }

    private static func extra(_ label: String, _ size: Double) -> Double {
        Double(max(0, label.count - 1)) * (size * 0.5).rounded()
    }

    static func draw(
        _ label: String, _ color: Color, on canvas: any Painter, x: Double, baseline: Double, style: TextStyle,
        ink: Color,
        engine: TextEngine
    ) {
        let height = diameter(style.size)
        let middle = (baseline - style.size * 0.36).rounded()
        let left = x.rounded()
        let line = max(1.5, style.size * 0.095)
        let box = Box(
            x0: left + line / 2, y0: middle - height / 2 + line / 2,
            x1: left + height + extra(label, style.size) - line / 2,
            y1: middle + height / 2 - line / 2)
        canvas.stroke(Path(box, radius: height / 2), color, width: line)
        let inner = TextStyle(
            size: style.size * 0.76, lineHeight: style.size.rounded(), weight: .semibold, hasTabularFigures: true)
        guard let text = try? engine.layout(label, inner, ink) else { return }
        text.draw(on: canvas, x: box.center.x - text.width / 2, y: (middle - text.height / 2).rounded())
    }
}
