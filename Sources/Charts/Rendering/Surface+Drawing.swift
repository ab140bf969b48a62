import CCairo
import Drawing

/// Shapes and text, in the order they are drawn.
extension Surface {
    func fill(_ box: Box, _ color: Color, opacity: Double = 1) {
        setColor(color, opacity)
        cairo_rectangle(context, box.left, box.top, box.width, box.height)
        cairo_fill(context)
    }

    /// A shape with straight sides between its corners.
    func fill(_ corners: [Point], _ color: Color, opacity: Double) {
        guard let first = corners.first else { return }
        setColor(color, opacity)
        cairo_new_path(context)
        cairo_move_to(context, first.x, first.y)
        for corner in corners.dropFirst() { cairo_line_to(context, corner.x, corner.y) }
        cairo_close_path(context)
        cairo_fill(context)
    }

    /// Lines from point to point. Long ones are stroked in parts, as cairo's time grows faster than their length.
    func stroke(_ points: [Point], _ color: Color, width: Double, _ dashes: Dashes = .none) {
        setColor(color, 1)
        cairo_set_line_width(context, width)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        let most = 256
        let isWhole = dashes == .none
        cairo_set_line_cap(context, points.count > most && isWhole ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
        let lengths = dashes.lengths(width: width)
        var stroked = 0.0
        for start in stride(from: 0, to: max(1, points.count - 1), by: most) where start < points.count {
            cairo_new_path(context)
            cairo_set_dash(context, lengths, CInt(lengths.count), stroked)
            var last = points[start]
            cairo_move_to(context, last.x, last.y)
            for point in points[start...].dropFirst().prefix(most) {
                cairo_line_to(context, point.x, point.y)
                stroked += last.distance(to: point)
                last = point
            }
            cairo_stroke(context)
        }
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
        if format == .svg {
            let width = width(of: text, font)
            texts.append(SVGText(text: text, start: point, font: font, color: color, isTurned: turned, width: width))
            return
        }
        selectFont(font)
        setColor(color, 1)
        cairo_save(context)
        cairo_translate(context, point.x, point.y)
        if turned { cairo_rotate(context, -Double.pi / 2) }
        cairo_move_to(context, 0, 0)
        cairo_show_text(context, text)
        cairo_restore(context)
    }
}
