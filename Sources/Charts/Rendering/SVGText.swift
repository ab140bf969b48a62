import Drawing
import TensorStreams

/// A text of an SVG file as text, which can be searched and changed; cairo would draw its letters as shapes.
struct SVGText {
    let text: String
    let start: Point
    let font: Font
    let color: Color
    let isTurned: Bool
    /// How wide it is in the font that it was laid out with; a viewer with another font sets it as wide.
    let width: Double

    /// The element.
    var markup: String {
        let place = "x=\"\(number(start.x))\" y=\"\(number(start.y))\""
        let turn = isTurned ? " transform=\"rotate(-90 \(number(start.x)) \(number(start.y)))\"" : ""
        let weight = font.isBold ? " font-weight=\"bold\"" : ""
        return "<text \(place)\(turn) font-size=\"\(number(font.size))\"\(weight) fill=\"\(fill)\" "
            + "textLength=\"\(number(width))\" lengthAdjust=\"spacingAndGlyphs\">\(escaped)</text>\n"
    }

    /// The bytes of a file with these elements at its end.
    static func adding(_ texts: [SVGText], to file: [UInt8]) -> [UInt8] {
        let end = Array("</svg>".utf8)
        guard let place = file.indices.last(where: { file[$0...].starts(with: end) }) else { return file }
        let fonts = "DejaVu Sans, Arial, sans-serif"
        let group = "<g font-family=\"\(fonts)\" xml:space=\"preserve\">\n" + texts.map(\.markup).joined() + "</g>\n"
        return file[..<place] + Array(group.utf8) + file[place...]
    }

    private var fill: String { "rgb(\(color.red),\(color.green),\(color.blue))" }

    private func number(_ value: Double) -> String { NumberText.of((value * 100).rounded() / 100) }

    /// XML has no control characters, not even by their numbers.
    private var escaped: String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\u{FFFE}", "\u{FFFF}": "\u{FFFD}"
            default: scalar.properties.generalCategory == .control ? "\u{FFFD}" : String(scalar)
            }
        }.joined()
    }
}
