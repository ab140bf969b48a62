import CommandSupport

/// The size of the whole, as `--size` says it: in pixels, of which 96 are an inch, or of text in characters.
struct PlotSize {
    let width: Double
    let height: Double

    /// Pixels of a unit.
    private static let units = ["": 1, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "in": 96.0]

    /// - Throws: `UsageError` for what is no size, or none that can be drawn.
    init(_ text: String, isText: Bool) throws {
        let allowed = isText ? 20.0...1000 : 100.0...20_000
        guard let size = Self.pixels(text, hasUnits: !isText), allowed.contains(size.width),
            (isText ? 8...1000 : allowed).contains(size.height)
        else {
            let units =
                isText
                ? "characters, at least 20x8" : "pixels, from 100x100 to 20000x20000, or with a unit, as in 12cm,8cm"
            throw UsageError("--size '\(text)': expected WIDTHxHEIGHT in \(units)")
        }
        (width, height) = size
    }

    /// A unit behind the height is that of the width too, where that has none.
    private static func pixels(_ text: String, hasUnits: Bool) -> (width: Double, height: Double)? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "x" || $0 == "," }
        guard parts.count == 2 else { return nil }
        let lengths = parts.map { part in
            let unit = part.suffix { $0.isLetter }
            return (number: String(part.dropLast(unit.count)), unit: String(unit))
        }
        let unit = lengths[0].unit.isEmpty ? lengths[1].unit : lengths[0].unit
        guard let width = pixels(lengths[0].number, unit), let height = pixels(lengths[1].number, lengths[1].unit),
            hasUnits || unit.isEmpty && lengths[1].unit.isEmpty
        else { return nil }
        return (width, height)
    }

    /// Pixels and characters are whole numbers.
    private static func pixels(_ number: String, _ unit: String) -> Double? {
        guard let factor = units[unit] else { return nil }
        if unit.isEmpty { return Int(number).map { Double($0) } }
        guard number.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || (48...57).contains($0) }) else { return nil }
        return Double(number).map { $0 * factor }
    }
}

extension Substring {
    /// The end of it that is made of such characters.
    fileprivate func suffix(_ holds: (Character) -> Bool) -> Substring {
        self[(lastIndex { !holds($0) }.map { index(after: $0) } ?? startIndex)...]
    }
}
