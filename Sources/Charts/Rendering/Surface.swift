import CCairo
import Drawing
import Lettering

/// A page to draw on, in pixels from its upper left corner; the one place that speaks to cairo.
final class Surface {
    /// What cairo's write callback collects.
    private final class Sink {
        var bytes: [UInt8] = []
    }

    let width: Double
    let height: Double
    let format: ChartFormat
    private let scale: Double
    private let sink = Sink()
    private let surface: OpaquePointer?
    let context: OpaquePointer?
    /// Those of an SVG file, which stand above all that is drawn.
    var texts: [SVGText] = []

    /// A page of `width × height` pixels; `scale` makes the pixels of a PNG finer.
    init(_ format: ChartFormat, width: Double, height: Double, scale: Double = 1) {
        self.format = format
        self.width = width
        self.height = height
        self.scale = format == .png ? scale : 1
        let target = Unmanaged.passUnretained(sink).toOpaque()
        switch format {
        case .png:
            surface = cairo_image_surface_create(
                CAIRO_FORMAT_RGB24, CInt((width * scale).rounded()), CInt((height * scale).rounded()))
        case .svg:
            surface = cairo_svg_surface_create_for_stream(Surface.collect, target, width, height)
            cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX)
        case .pdf:
            // A pixel is 1/96 inch, a point 1/72.
            surface = cairo_pdf_surface_create_for_stream(Surface.collect, target, width * 0.75, height * 0.75)
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
        }
        context = cairo_create(surface)
        if format == .pdf { cairo_scale(context, 0.75, 0.75) }
        cairo_scale(context, self.scale, self.scale)
        Typesetter.keepShapes(in: context)
        // Of a page that is no whole number of dots, the last of a PNG reach beyond it.
        let rest = format == .png ? 1 / scale : 0
        fill(Box(left: 0, top: 0, right: width + rest, bottom: height + rest), .white)
    }

    /// A layer for a part of the page, in dots `scale` times as fine as its pixels.
    private init(layerOf part: Box, scale: Double) {
        format = .png
        width = part.width
        height = part.height
        self.scale = scale
        surface = cairo_image_surface_create(
            CAIRO_FORMAT_ARGB32, CInt((width * scale).rounded(.up)), CInt((height * scale).rounded(.up)))
        context = cairo_create(surface)
        cairo_scale(context, scale, scale)
        cairo_translate(context, -part.left, -part.top)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    private static let collect: cairo_write_func_t = { sink, bytes, count in
        guard let sink, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
        Unmanaged<Sink>.fromOpaque(sink).takeUnretainedValue().bytes +=
            UnsafeBufferPointer(start: bytes, count: Int(count))
        return CAIRO_STATUS_SUCCESS
    }

    /// Draws within a part of the page as one picture in fine dots instead of as shapes, which keeps a page of very many
    /// shapes small.
    func asPicture(of part: Box, _ draw: (Surface) -> Void) {
        let layer = Surface(layerOf: part, scale: 3)
        draw(layer)
        cairo_save(context)
        cairo_translate(context, part.left, part.top)
        cairo_scale(context, 1 / layer.scale, 1 / layer.scale)
        cairo_set_source_surface(context, layer.surface, 0, 0)
        cairo_paint(context)
        cairo_restore(context)
    }

    // MARK: The finished page

    /// The bytes of the file. Nothing is drawn after. Throws `ChartError.drawing`, or what PNG writing throws.
    func finish(name: String) throws -> [UInt8] {
        try check(cairo_status(context))
        if format == .png { return try PNGWriter.encode(try image(), name: name) }
        cairo_surface_finish(surface)
        try check(cairo_surface_status(surface))
        return format == .svg ? SVGText.adding(texts, to: sink.bytes) : sink.bytes
    }

    private func check(_ status: cairo_status_t) throws {
        guard status == CAIRO_STATUS_SUCCESS else {
            throw ChartError.drawing(cairo_status_to_string(status).map { String(cString: $0) } ?? "cairo error")
        }
    }

    private func image() throws -> Image {
        cairo_surface_flush(surface)
        let (width, height) = (
            Int(cairo_image_surface_get_width(surface)), Int(cairo_image_surface_get_height(surface))
        )
        let rowBytes = Int(cairo_image_surface_get_stride(surface))
        guard let data = cairo_image_surface_get_data(surface) else { throw ChartError.drawing("no picture") }
        let pixels = UnsafeRawBufferPointer(start: data, count: rowBytes * height)
        var samples: [UInt8] = []
        samples.reserveCapacity(width * height * 3)
        for row in 0..<height {
            for column in 0..<width {
                let pixel = pixels.loadUnaligned(fromByteOffset: row * rowBytes + column * 4, as: UInt32.self)
                samples.append(UInt8(truncatingIfNeeded: pixel >> 16))
                samples.append(UInt8(truncatingIfNeeded: pixel >> 8))
                samples.append(UInt8(truncatingIfNeeded: pixel))
            }
        }
        return Image(width: width, height: height, channels: .rgb, samples: samples)
    }
}
