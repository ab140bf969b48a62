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

    /// The text in lines that are not wider than `limit`, broken between words; the last of at most `lines` ends with an
    /// ellipsis where there is more.
    func wrapped(_ text: String, _ font: Font, limit: Double, lines: Int) -> [String] {
        var done: [String] = []
        // More never fits, and would take long to measure.
        var rest = text.prefix(1000)
        while lines - done.count > 1, width(of: String(rest), font) > limit {
            let fits = rest.indices.filter { rest[$0] == " " }.last { width(of: String(rest[..<$0]), font) <= limit }
            guard let end = fits, end > rest.startIndex else { break }
            done.append(String(rest[..<end]))
            rest = rest[rest.index(after: end)...]
        }
        return done + [fitted(String(rest), font, limit: limit)]
    }
}
