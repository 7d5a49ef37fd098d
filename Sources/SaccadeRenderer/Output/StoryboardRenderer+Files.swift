import Saccade
public import SaccadeImaging

extension StoryboardRenderer {
    /// Draws a page as a PDF: as many sheets as its height asks for, text that can be searched, and JPEGs as the files
    /// that they came from.
    ///
    /// Throws what drawing throws.
    public func pdf(_ page: StoryboardPage) throws -> (bytes: [UInt8], warnings: [String]) {
        var file: PDFFile?
        var said: [String] = []
        try forEachLayout(of: page) { layout, _, _ in
            // Without paper, a pixel is 1/96 inch.
            let scale = options.pageSize.map { $0.width / layout.width } ?? 0.75
            let (width, height) = (layout.width * scale, layout.height * scale)
            let pdf = try file ?? PDFFile(title: page.title, width: width, height: height)
            file = pdf
            try pdf.addPage(width: width, height: height, scale: scale) { (canvas) throws(RendererError) in
                canvas.set(options.theme.paper)
                canvas.paint()
                try layout.list.draw(on: canvas)
            }
            for warning in warnings where !said.contains(warning) { said.append(warning) }
        }
        guard let file else { throw RendererError(.drawingFailed, "expected a page, found none") }
        return (try file.finish(), said)
    }

    /// Draws a page as SVGs, one after the other: text is text in the fonts of the page, images are the files that they
    /// came from, each held once.
    ///
    /// Throws what drawing throws, and what the closure throws.
    public func svgPages(
        _ page: StoryboardPage, trace: String,
        each: (_ bytes: [UInt8], _ warnings: [String], _ number: Int, _ count: Int) throws -> Void
    ) throws {
        try forEachLayout(of: page) { layout, number, count in
            let painter = SVGPainter()
            painter.fill(Path(Box(x0: 0, y0: 0, x1: layout.width, y1: layout.height)), options.theme.paper)
            try layout.list.draw(on: painter)
            try each(
                painter.file(width: layout.width, height: layout.height, title: page.title, trace: trace), warnings,
                number, count)
        }
    }

    /// Draws pages as the frames of an animated PNG, as high as the highest of them; only the rectangle that changed is
    /// written again.
    ///
    /// Throws what drawing throws, and what the closure throws.
    ///
    /// - Parameters:
    ///   - count: The number of pages, at least 1.
    ///   - milliseconds: How long each is shown.
    ///   - encoder: What packs the frames.
    ///   - page: Returns a page; it is asked twice for each.
    ///   - take: Takes the file, piece by piece.
    public func animatedPNG(
        count: Int, milliseconds: Int, encoder: PNGEncoder = PNGEncoder(), page: (Int) throws -> StoryboardPage,
        take: @escaping ([UInt8]) throws -> Void
    ) throws -> [String] {
        var size = PixelSize(width: 1, height: 1)
        let places = BadgePlaces()
        for number in 0..<count {
            let layout = try layout(try page(number), places: places)
            size.width = max(size.width, Int(layout.width.rounded(.up)))
            size.height = max(size.height, Int(layout.height.rounded(.up)))
        }
        let file = try AnimatedPNG(
            width: size.width, height: size.height, frames: count, encoder: encoder, take: take)
        var before: Surface?
        var said: [String] = []
        for number in 0..<count {
            let layout = try layout(try page(number), places: places)
            let surface = try Surface(width: size.width, height: size.height)
            let canvas = try Canvas(surface)
            canvas.set(options.theme.paper)
            canvas.paint()
            try layout.list.draw(on: canvas)
            let changed = before.map { surface.changed(since: $0) } ?? surface.whole
            try file.add(
                surface.rows(changed), x: changed.x, y: changed.y,
                milliseconds: number == count - 1 ? milliseconds * 2 : milliseconds)
            before = surface
            for warning in warnings where !said.contains(warning) { said.append(warning) }
        }
        try file.finish()
        return said
    }
}

/// A rectangle of whole pixels.
private struct PixelBox {
    var x: Int
    var y: Int
    var width: Int
    var height: Int
}

extension Surface {
    fileprivate var whole: PixelBox { PixelBox(x: 0, y: 0, width: width, height: height) }

    /// The smallest rectangle around what differs from a surface of the same size; one pixel if nothing does.
    fileprivate func changed(since other: Surface) -> PixelBox {
        guard other.width == width, other.height == height else { return whole }
        flush()
        let count = width * 4
        func differs(_ row: Int) -> Bool {
            let start = row * stride
            return !UnsafeBufferPointer(start: memory + start, count: count).elementsEqual(
                UnsafeBufferPointer(start: other.memory + start, count: count))
        }
        guard let top = (0..<height).first(where: differs), let bottom = (top..<height).last(where: differs) else {
            return PixelBox(x: 0, y: 0, width: 1, height: 1)
        }
        var (left, right) = (width, 0)
        for row in top...bottom {
            let (mine, theirs) = (memory + row * stride, other.memory + row * stride)
            var column = 0
            while column < left {
                if (0..<4).contains(where: { mine[column * 4 + $0] != theirs[column * 4 + $0] }) { left = column }
                column += 1
            }
            column = width - 1
            while column > right {
                if (0..<4).contains(where: { mine[column * 4 + $0] != theirs[column * 4 + $0] }) { right = column }
                column -= 1
            }
        }
        return PixelBox(x: left, y: top, width: max(left, right) - left + 1, height: bottom - top + 1)
    }

    /// The pixels of a rectangle, where they lie.
    fileprivate func rows(_ box: PixelBox) -> PixelRows {
        flush()
        return PixelRows(
            memory + box.y * stride + box.x * 4, width: box.width, height: box.height, stride: stride, order: .bgrx)
    }
}
