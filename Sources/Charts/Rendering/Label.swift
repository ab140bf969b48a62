/// A tick's label as it is set: text, with a power of ten raised.
struct Label {
    private let base: String
    private let raised: String

    init(_ label: TickLabel) {
        let number = Label.typographic(label.number)
        guard let exponent = label.exponent else {
            base = number
            raised = ""
            return
        }
        base = number.isEmpty ? "10" : number + "×10"
        raised = Label.typographic(String(exponent))
    }

    /// With a minus sign in place of the hyphen.
    private static func typographic(_ number: String) -> String {
        number.hasPrefix("-") ? "−" + number.dropFirst() : number
    }

    private func raisedFont(_ font: Font) -> Font { Font(size: font.size * 0.72) }

    func width(on surface: Surface, _ font: Font) -> Double {
        surface.width(of: base, font) + (raised.isEmpty ? 0 : surface.width(of: raised, raisedFont(font)))
    }

    func draw(on surface: Surface, at start: Point, _ font: Font, _ style: Style) {
        surface.draw(base, at: start, font, style.ink)
        guard !raised.isEmpty else { return }
        let place = Point(x: start.x + surface.width(of: base, font), y: start.y - font.size * 0.42)
        surface.draw(raised, at: place, raisedFont(font), style.ink)
    }
}

extension Surface {
    /// The text, or its beginning and an ellipsis where it is wider than `limit`.
    func fitted(_ text: String, _ font: Font, limit: Double) -> String {
        if width(of: text, font) <= limit { return text }
        var (fits, tooLong) = (0, text.count)
        while tooLong - fits > 1 {
            let middle = (fits + tooLong) / 2
            if width(of: text.prefix(middle) + "…", font) <= limit { fits = middle } else { tooLong = middle }
        }
        return text.prefix(fits) + "…"
    }
}
