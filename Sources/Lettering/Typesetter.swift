import CCairo
import Drawing

/// Sets single lines of text in the system's sans-serif face; sizes are in pixels to the em.
public final class Typesetter {
    /// A context that measures and draws nowhere.
    private let ruler: OpaquePointer?

    public init() {
        let nowhere = cairo_image_surface_create(CAIRO_FORMAT_A8, 0, 0)
        ruler = cairo_create(nowhere)
        cairo_surface_destroy(nowhere)
        Typesetter.selectFace(in: ruler)
    }

    deinit { cairo_destroy(ruler) }

    /// From the top of the highest letter to the bottom of the deepest.
    public func lineHeight(size: Double) -> Double { fontExtents(size).ascent + fontExtents(size).descent }

    /// From the start of the text to where more could follow, or from ink to ink where that reaches further.
    public func width(of text: String, size: Double) -> Double {
        let reach = reach(of: text, size: size)
        return reach.upperBound - reach.lowerBound
    }

    /// From where to where the text reaches, its start being 0.
    private func reach(of text: String, size: Double) -> ClosedRange<Double> {
        cairo_set_font_size(ruler, size)
        var extents = cairo_text_extents_t()
        cairo_text_extents(ruler, text, &extents)
        return min(0, extents.x_bearing)...max(extents.x_advance, extents.x_bearing + extents.width, 0)
    }

    /// The text as a stencil, which is a line high and as wide as the text. Throws `LetteringError`.
    public func stencil(_ text: String, size: Double) throws -> Stencil {
        let width = Int(self.width(of: text, size: size).rounded(.up))
        let height = Int(lineHeight(size: size).rounded(.up))
        let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, CInt(width), CInt(height))
        let context = cairo_create(surface)
        defer {
            cairo_destroy(context)
            cairo_surface_destroy(surface)
        }
        Typesetter.selectFace(in: context)
        cairo_set_font_size(context, size)
        cairo_move_to(context, -reach(of: text, size: size).lowerBound, fontExtents(size).ascent)
        cairo_show_text(context, text)
        cairo_surface_flush(surface)
        let status = cairo_status(context)
        guard status == CAIRO_STATUS_SUCCESS, width * height > 0, let rows = cairo_image_surface_get_data(surface)
        else { throw LetteringError(text: text, reason: Typesetter.message(status)) }
        let rowBytes = Int(cairo_image_surface_get_stride(surface))
        let opacity = (0..<height).flatMap { UnsafeBufferPointer(start: rows + $0 * rowBytes, count: width) }
        return Stencil(width: width, height: height, opacity: opacity)
    }

    private func fontExtents(_ size: Double) -> cairo_font_extents_t {
        cairo_set_font_size(ruler, size)
        var extents = cairo_font_extents_t()
        cairo_font_extents(ruler, &extents)
        return extents
    }

    private static func selectFace(in context: OpaquePointer?) {
        keepShapes(in: context)
        cairo_select_font_face(context, "sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL)
    }

    /// Letters that are drawn in this context keep their shape and distance at every size; to be called before a face is
    /// selected in it.
    package static func keepShapes(in context: OpaquePointer?) {
        OwnFonts.areKnown
        let options = cairo_font_options_create()
        defer { cairo_font_options_destroy(options) }
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        cairo_set_font_options(context, options)
    }

    private static func message(_ status: cairo_status_t) -> String {
        cairo_status_to_string(status).map { String(cString: $0) } ?? "cairo error"
    }
}

/// A text that cannot be drawn.
public struct LetteringError: Error, CustomStringConvertible, Equatable {
    public let text: String
    public let reason: String

    public var description: String { "the text '\(text)' could not be drawn: \(reason)" }
}
