import CPango
import Saccade

/// A PDF in the making: pages of lines, letters and images.
final class PDFFile {
    private final class Sink {
        var bytes: [UInt8] = []
    }

    private let sink: Sink
    private let surface: OpaquePointer

    /// Begins a file; the size is that of the first page, in points.
    init(title: String, width: Double, height: Double) throws(RendererError) {
        let sink = Sink()
        let write: cairo_write_func_t = { closure, data, length in
            guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
            Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue().bytes.append(
                contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
            return CAIRO_STATUS_SUCCESS
        }
        guard
            let surface = cairo_pdf_surface_create_for_stream(
                write, Unmanaged.passUnretained(sink).toOpaque(), width, height),
            cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS
        else { throw RendererError(.drawingFailed, "expected a PDF surface of \(width)×\(height), found none") }
        self.sink = sink
        self.surface = surface
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "saccade")
        // The same page gives the same bytes, whenever it is drawn.
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
    }

    deinit {
        cairo_surface_finish(surface)
        cairo_surface_destroy(surface)
    }

    /// Adds a page.
    ///
    /// - Parameters:
    ///   - width: Its width in points.
    ///   - height: Its height in points.
    ///   - scale: Points for a pixel of what is drawn.
    func addPage(
        width: Double, height: Double, scale: Double, _ draw: (Canvas) throws(RendererError) -> Void
    ) throws(RendererError) {
        cairo_pdf_surface_set_size(surface, width, height)
        let canvas = try Canvas(vector: surface)
        cairo_scale(canvas.context, scale, scale)
        try draw(canvas)
        try canvas.check()
        cairo_show_page(canvas.context)
    }

    /// Ends the file and returns its bytes.
    func finish() throws(RendererError) -> [UInt8] {
        cairo_surface_finish(surface)
        let status = cairo_surface_status(surface)
        guard status == CAIRO_STATUS_SUCCESS else {
            throw RendererError(.drawingFailed, "expected a whole PDF, found cairo status \(status.rawValue)")
        }
        return sink.bytes
    }
}
