/// Numbers as text and back, never in a locale.
public enum NumberText {
    /// The shortest text that reads back to the same value; whole numbers without a fraction (`3`, not `3.0`).
    public static func of(_ value: Float) -> String { trimmed(value.description) }

    /// The shortest text that reads back to the same value; whole numbers without a fraction (`3`, not `3.0`).
    public static func of(_ value: Double) -> String { trimmed(value.description) }

    private static func trimmed(_ text: String) -> String {
        text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// The finite number that all of `text` spells in decimal (`-1`, `2.5`, `1e-3`), correctly rounded; nil for anything
    /// else: words, `nan`, hexadecimal, spaces, what is too large.
    public static func double(_ text: String) -> Double? {
        var text = text
        return text.withUTF8 { double(UnsafeRawBufferPointer($0)) }
    }

    /// Like `double(_:)` for text in memory.
    static func double(_ text: UnsafeRawBufferPointer) -> Double? {
        guard let decimal = Decimal(text) else { return nil }
        if let exact = decimal.exactDouble { return exact }
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }

    /// Like `double(_:)`, rounded once to the nearest `Float`.
    static func float(_ text: UnsafeRawBufferPointer) -> Float? {
        guard let decimal = Decimal(text) else { return nil }
        // Through a correctly rounded Double, unless that lies half way between two floats (a second rounding could
        // then go wrong) or among the subnormal floats.
        if let exact = decimal.exactDouble {
            let low = exact.bitPattern & 0x1FFF_FFFF
            if low != 0x1000_0000, exact == 0 || abs(exact) > 1e-37, abs(exact) < 3.4e38 { return Float(exact) }
        }
        guard let value = Float(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }

    /// Like `double(_:)`, and also what floating-point printers write where there is no finite number.
    static func doubleOrWord(_ text: UnsafeRawBufferPointer) -> Double? { double(text) ?? word(text) }

    /// Whether text is a number as a table has them, or one of the words that floating-point printers use instead.
    static func looksNumeric(_ text: UnsafeRawBufferPointer) -> Bool { Decimal(text) != nil || word(text) != nil }

    /// Whether text would be a number if the one comma in it were a point.
    static func hasDecimalComma(_ text: String) -> Bool {
        text.contains(",") && double(String(text.map { $0 == "," ? "." : $0 })) != nil
    }

    /// Whether text spells a decimal number that no `Float` can hold.
    static func isTooLarge(_ text: String) -> Bool {
        var text = text
        let isDecimal = text.withUTF8 { Decimal(UnsafeRawBufferPointer($0)) } != nil
        return isDecimal && Float(text)?.isFinite == false
    }

    /// Whether text would be a number, with a point or a comma in it, without what stands between its groups of digits.
    static func hasThousands(_ text: String) -> Bool {
        let exchanged = String(text.map { $0 == "," ? "." : $0 == "." ? "," : $0 })
        return isGrouped(text) || isGrouped(exchanged)
    }

    private static func isGrouped(_ text: String) -> Bool {
        let groups = text.split(omittingEmptySubsequences: false) { ",'_ \u{A0}\u{2009}\u{202F}".contains($0) }
        let areOfThree = groups.dropFirst().allSatisfy { $0.prefix { $0 != "." }.count == 3 }
        return groups.count > 1 && areOfThree && double(groups.joined()) != nil
    }

    /// Whether text is a number in hexadecimal.
    static func isHexadecimal(_ text: String) -> Bool {
        text.lowercased().hasPrefix("0x") && text.count > 2 && text.dropFirst(2).allSatisfy(\.isHexDigit)
    }

    private static func word(_ text: UnsafeRawBufferPointer) -> Double? {
        switch String(decoding: text, as: UTF8.self).lowercased() {
        case "nan", "-nan": .nan
        case "inf", "infinity": .infinity
        case "-inf", "-infinity": -.infinity
        default: nil
        }
    }
}
