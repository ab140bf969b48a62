import CCairo
import Drawing

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
    private let context: OpaquePointer?
    private var fontSize = 0.0

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
        Surface.setFont(context)
        fill(Box(left: 0, top: 0, right: width, bottom: height), .white)
    }

    /// A layer for the same page, in dots `scale` times as fine as its pixels.
    private init(layerOf page: Surface, scale: Double) {
        format = .png
        width = page.width
        height = page.height
        self.scale = scale
        surface = cairo_image_surface_create(
            CAIRO_FORMAT_ARGB32, CInt((width * scale).rounded()), CInt((height * scale).rounded()))
        context = cairo_create(surface)
        cairo_scale(context, scale, scale)
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

    private static func setFont(_ context: OpaquePointer?) {
        let options = cairo_font_options_create()
        defer { cairo_font_options_destroy(options) }
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        cairo_set_font_options(context, options)
    }

    // MARK: Shapes

    func fill(_ box: Box, _ color: Color, opacity: Double = 1) {
        setColor(color, opacity)
        cairo_rectangle(context, box.left, box.top, box.width, box.height)
        cairo_fill(context)
    }

    func stroke(_ points: [Point], _ color: Color, width: Double, opacity: Double = 1) {
        guard let first = points.first else { return }
        setColor(color, opacity)
        cairo_set_line_width(context, width)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        cairo_move_to(context, first.x, first.y)
        for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
        cairo_stroke(context)
    }

    func fill(_ marker: Marker, at center: Point, radius: Double, _ color: Color, opacity: Double = 1) {
        setColor(color, opacity)
        // An arc would be joined to where a text ended.
        cairo_new_path(context)
        let outline = marker.outline(around: center, radius: radius)
        if let first = outline.first {
            cairo_move_to(context, first.x, first.y)
            for point in outline.dropFirst() { cairo_line_to(context, point.x, point.y) }
            cairo_close_path(context)
        } else {
            cairo_arc(context, center.x, center.y, radius, 0, 2 * Double.pi)
        }
        cairo_fill(context)
    }

    /// Keeps what `draw` draws within the box.
    func clipped(to box: Box, _ draw: () -> Void) {
        cairo_save(context)
        cairo_rectangle(context, box.left, box.top, box.width, box.height)
        cairo_clip(context)
        draw()
        cairo_restore(context)
    }

    /// Draws as one picture in fine dots instead of as shapes, which keeps a page of very many shapes small.
    func asPicture(_ draw: (Surface) -> Void) {
        let layer = Surface(layerOf: self, scale: 3)
        draw(layer)
        cairo_save(context)
        cairo_scale(context, 1 / layer.scale, 1 / layer.scale)
        cairo_set_source_surface(context, layer.surface, 0, 0)
        cairo_paint(context)
        cairo_restore(context)
    }

    private func setColor(_ color: Color, _ opacity: Double) {
        cairo_set_source_rgba(
            context, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255, opacity)
    }

    // MARK: Text

    private func selectFont(_ font: Font) {
        cairo_select_font_face(
            context, "sans", CAIRO_FONT_SLANT_NORMAL,
            font.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
        cairo_set_font_size(context, font.size)
    }

    /// How far text in this font reaches to the right of its start.
    func width(of text: String, _ font: Font) -> Double {
        selectFont(font)
        var extents = cairo_text_extents_t()
        cairo_text_extents(context, text, &extents)
        return extents.x_advance
    }

    /// Draws text from a point on its base line; `turned` runs it upwards.
    func draw(_ text: String, at point: Point, _ font: Font, _ color: Color, turned: Bool = false) {
        selectFont(font)
        setColor(color, 1)
        cairo_save(context)
        cairo_translate(context, point.x, point.y)
        if turned { cairo_rotate(context, -Double.pi / 2) }
        cairo_move_to(context, 0, 0)
        cairo_show_text(context, text)
        cairo_restore(context)
    }

    // MARK: The finished page

    /// The bytes of the file. Nothing is drawn after. Throws `ChartError.drawing`, or what PNG writing throws.
    func finish(name: String) throws -> [UInt8] {
        try check(cairo_status(context))
        if format == .png { return try PNGWriter.encode(try image(), name: name) }
        cairo_surface_finish(surface)
        try check(cairo_surface_status(surface))
        return sink.bytes
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
