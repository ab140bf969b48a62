/// A marked value of an axis.
package struct Tick: Equatable {
    package var value: Double
    /// nil for the small marks between the labelled ones.
    package var label: TickLabel?
}

/// The text at a tick: a number, and a power of ten set as a superscript where the number needs one.
package struct TickLabel: Equatable {
    package var number: String
    package var exponent: Int?

    /// `-2.5`, `10^-3`, `2×10^6`: the label in one line of plain text.
    package var plainText: String {
        guard let exponent else { return number }
        return number.isEmpty ? "1e\(exponent)" : "\(number)e\(exponent)"
    }
}
