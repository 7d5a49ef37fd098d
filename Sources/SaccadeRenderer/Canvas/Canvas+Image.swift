import CPango
import CPixelLoops
import Saccade
import SaccadeImaging

extension Canvas {
    /// Draws an image over white: scaled by the project's resampler on pixels; whole, with its own file attached,
    /// elsewhere.
    func draw(_ image: ShownImage, in box: Box, _ cache: ScaledImages) throws(RendererError) {
        if let surface {
            if drawUnscaled(image.pixels, at: box, on: surface) { return }
            if cache.isShownOnce(image, box.pixelSize), drawScaled(image.pixels, at: box, on: surface) { return }
            let scaled = try cache.surface(of: image, width: Int(box.width), height: Int(box.height))
            if scaled.format != .opaque { fill(Path(box), Color(0xFFFFFF)) }
            draw(scaled, x: box.x0, y: box.y0)
            return
        }
        let whole = try Surface(image.pixels)
        if let file = image.file, ImageInfo.Format(sniffing: file) == .jpeg {
            try Self.attach(file, CAIRO_MIME_TYPE_JPEG, to: whole)
        }
        // Panels that show the same image share it in the file.
        let name = "\(UInt(bitPattern: Unmanaged.passUnretained(image.source).toOpaque()))"
        try Self.attach(Array(name.utf8), CAIRO_MIME_TYPE_UNIQUE_ID, to: whole)
        if whole.format != .opaque { fill(Path(box), Color(0xFFFFFF)) }
        cairo_save(context)
        defer { cairo_restore(context) }
        cairo_translate(context, box.x0, box.y0)
        cairo_scale(context, box.width / Double(whole.width), box.height / Double(whole.height))
        cairo_set_source_surface(context, whole.handle, 0, 0)
        cairo_rectangle(context, 0, 0, Double(whole.width), Double(whole.height))
        cairo_fill(context)
    }

    /// Writes an opaque image that is shown at its own size straight onto the page; returns whether it did.
    ///
    /// Images are drawn before anything covers their place, inside clips that hold all of it.
    private func drawUnscaled(_ image: PixelImage, at box: Box, on surface: Surface) -> Bool {
        guard image.width == Int(box.width), image.height == Int(box.height), surface.format != .mask,
            box.x0 >= 0, box.y0 >= 0, box.x1 <= Double(surface.width), box.y1 <= Double(surface.height)
        else { return false }
        surface.flush()
        defer { surface.markDirty() }
        return image.bytes.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return false }
            let start = surface.memory + Int(box.y0) * surface.stride + Int(box.x0) * 4
            for row in 0..<image.height {
                let pixels = base + row * image.width * 4
                // What has been written of an image that is not opaque is painted over with white.
                guard saccade_turn(pixels, image.width, start + row * surface.stride) != 0 else { return false }
            }
            return true
        }
    }

    /// Scales an opaque image straight onto the page, without a copy that is kept; returns whether it did.
    ///
    /// As above, nothing covers its place yet, and its clip holds all of it.
    private func drawScaled(_ image: PixelImage, at box: Box, on surface: Surface) -> Bool {
        let size = box.pixelSize
        guard RoundedBox(box: box, radii: []).isWhole, image.size != size, surface.format != .mask,
            box.x0 >= 0, box.y0 >= 0, box.x1 <= Double(surface.width), box.y1 <= Double(surface.height)
        else { return false }
        surface.flush()
        defer { surface.markDirty() }
        return Resampler.scale(
            opaque: image,
            into: Resampler.Target(
                memory: surface.memory + Int(box.y0) * surface.stride + Int(box.x0) * 4, stride: surface.stride,
                width: size.width, height: size.height))
    }

    /// Gives a surface data of a kind: the JPEG that it is to be written as, byte for byte, or what tells it from others.
    private static func attach(_ data: [UInt8], _ kind: String, to surface: Surface) throws(RendererError) {
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: data.count)
        copy.initialize(from: data, count: data.count)
        let status = cairo_surface_set_mime_data(
            surface.handle, kind, copy, UInt(data.count),
            { pointer in pointer?.assumingMemoryBound(to: UInt8.self).deallocate() }, copy)
        guard status == CAIRO_STATUS_SUCCESS else {
            copy.deallocate()
            throw RendererError(
                .drawingFailed, "expected room for an image's file, found cairo status \(status.rawValue)")
        }
    }
}
