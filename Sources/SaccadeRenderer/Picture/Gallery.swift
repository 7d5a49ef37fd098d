import Saccade
import SaccadeImaging

/// The place beside or below a picture for images that came back and would have covered what they explain.
struct Gallery {
    /// The whole place, and where the picture lies in it.
    let place: (area: Box, frame: Box)
    /// The part of the place that belongs to the picture.
    let pictureArea: Box
    private let slots: [(index: Int, box: Box)]

    /// Returns where an inset lies, or `nil` if it is not in the gallery.
    func slot(of index: Int) -> Box? { slots.first { $0.index == index }?.box }

    /// Creates a place beside a picture that is narrow: the picture at the left, the insets in the room that is left.
    init?(besideNarrow picture: Picture, size: PixelSize?, x: Double, y: Double, width: Double, metrics: Metrics) {
        guard (1...2).contains(picture.insets.count), let size else { return nil }
        let (area, frame) = PictureLayout.place(
            size, x: x, y: y, width: width, availableWidth: width, metrics: metrics)
        let gap = metrics.length(16)
        guard frame.width <= area.width * 0.62, area.width - frame.width >= metrics.length(160) + 4 * gap else {
            return nil
        }
        self.init(
            beside: picture, Array(picture.insets.indices), size, x: x, y: y, width: width,
            pictureWidth: frame.width + 2 * gap, metrics: metrics)
    }

    init(
        _ picture: Picture, insets: [Int], placedOnPicture: Bool, size: PixelSize?, x: Double, y: Double, width: Double,
        metrics: Metrics
    ) {
        let aspect = size.map { Double($0.width) / Double(max(1, $0.height)) } ?? 1.5
        // What is much wider than high is small beside a picture and large below it.
        let isFlat = insets.contains { index in
            let size = picture.insets[index].image.size
            return size.width > 3 * size.height
        }
        if insets.count <= 2, !placedOnPicture, aspect < 2, !isFlat {
            self.init(
                beside: picture, insets, size, x: x, y: y, width: width, pictureWidth: (width * 0.6).rounded(),
                metrics: metrics)
        } else {
            self.init(below: picture, insets, size, x: x, y: y, width: width, metrics: metrics)
        }
    }

    /// The space that a caption takes under an inset.
    private static func captionHeight(_ metrics: Metrics) -> Double { metrics.length(28) }

    private init(
        beside picture: Picture, _ insets: [Int], _ size: PixelSize?, x: Double, y: Double, width: Double,
        pictureWidth: Double, metrics: Metrics
    ) {
        let gap = metrics.length(16)
        let (area, frame) = PictureLayout.place(
            size, x: x, y: y, width: width, availableWidth: pictureWidth, metrics: metrics)
        let column = (x0: x + pictureWidth + gap, width: width - pictureWidth - 2 * gap)
        let captionHeight = Self.captionHeight(metrics)
        let maximumHeight = (width * PictureLayout.tallest).rounded()
        let slotHeight =
            (min(maximumHeight, max(area.height, width * 0.42)) - gap) / Double(insets.count) - gap - captionHeight
        var shown: [(index: Int, width: Double, height: Double)] = []
        for index in insets {
            let image = picture.insets[index].image
            let scale = min(
                column.width / Double(image.size.width), slotHeight / Double(image.size.height),
                PictureLayout.largestMagnification * metrics.scale)
            shown.append(
                (
                    index, max(1, (Double(image.size.width) * scale).rounded()),
                    max(1, (Double(image.size.height) * scale).rounded())
                ))
        }
        let stack = shown.reduce(0) { $0 + $1.height + captionHeight } + gap * Double(shown.count - 1)
        let height = max(area.height, stack + 2 * gap)
        var top = y + ((height - stack) / 2).rounded()
        var slots: [(index: Int, box: Box)] = []
        for item in shown {
            let left = column.x0 + ((column.width - item.width) / 2).rounded()
            slots.append((item.index, Box(x0: left, y0: top, x1: left + item.width, y1: top + item.height)))
            top += item.height + captionHeight + gap
        }
        let shift = ((height - area.height) / 2).rounded()
        pictureArea = Box(x0: x, y0: y, x1: x + pictureWidth, y1: y + height)
        place = (
            Box(x0: x, y0: y, x1: x + width, y1: y + height),
            Box(x0: frame.x0, y0: frame.y0 + shift, x1: frame.x1, y1: frame.y1 + shift)
        )
        self.slots = slots
    }

    private init(
        below picture: Picture, _ insets: [Int], _ size: PixelSize?, x: Double, y: Double, width: Double,
        metrics: Metrics
    ) {
        let gap = metrics.length(16)
        let (area, frame) = PictureLayout.place(
            size, x: x, y: y, width: width, availableWidth: width, metrics: metrics)
        let captionHeight = Self.captionHeight(metrics)
        let columns = max(1, min(insets.count, insets.count == 1 ? 1 : insets.count <= 4 ? insets.count : 4))
        let slotWidth = ((width - gap * Double(columns + 1)) / Double(columns)).rounded(.down)
        let slotHeight = (width * (columns == 1 ? 0.36 : 0.28)).rounded()
        var top = area.y1 + gap
        var slots: [(index: Int, box: Box)] = []
        for start in stride(from: 0, to: insets.count, by: columns) {
            var rowHeight = 0.0
            for (column, index) in insets[start..<min(insets.count, start + columns)].enumerated() {
                let image = picture.insets[index].image
                let scale = min(
                    slotWidth / Double(image.size.width), slotHeight / Double(image.size.height),
                    PictureLayout.largestMagnification * metrics.scale)
                let shown = (
                    width: max(1, (Double(image.size.width) * scale).rounded()),
                    height: max(1, (Double(image.size.height) * scale).rounded())
                )
                let left = x + gap + (slotWidth + gap) * Double(column) + ((slotWidth - shown.width) / 2).rounded()
                slots.append((index, Box(x0: left, y0: top, x1: left + shown.width, y1: top + shown.height)))
                rowHeight = max(rowHeight, shown.height)
            }
            top += rowHeight + captionHeight + gap
        }
        pictureArea = area
        place = (Box(x0: x, y0: y, x1: x + width, y1: top), frame)
        self.slots = slots
    }
}
