/// A decimal whole number within the range: no blanks, no hex, no plus sign.
func wholeNumber(_ text: String, in range: ClosedRange<Int>) -> Int? {
    guard text.utf8.first != UInt8(ascii: "+"), let value = Int(text), range.contains(value) else { return nil }
    return value
}

/// A finite decimal number within the range: no blanks, no hex, no `nan` or `inf`.
func decimalNumber(_ text: String, in range: some RangeExpression<Double>) -> Double? {
    guard text.utf8.allSatisfy(isDecimal), let value = Double(text), value.isFinite, range.contains(value) else {
        return nil
    }
    return value
}

private func isDecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        return true
    default: return false
    }
}

/// The parts between commas, or another separator, each converted; nil when one of them cannot be.
func elements<Element>(_ text: String, separator: Character = ",", _ convert: (String) -> Element?) -> [Element]? {
    var converted: [Element] = []
    for part in text.split(separator: separator, omittingEmptySubsequences: false) {
        guard let element = convert(String(part)) else { return nil }
        converted.append(element)
    }
    return converted
}

/// A number as a person writes it: no `.0` behind whole numbers.
func plain(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// How help and errors put a range of whole numbers: " of at least 1", " from 1 to 64".
func rangeText(_ range: ClosedRange<Int>) -> String {
    switch (range.lowerBound, range.upperBound) {
    case (.min, .max): return ""
    case (let low, .max): return " of at least \(low)"
    case (.min, let high): return " of at most \(high)"
    case (let low, let high): return " from \(low) to \(high)"
    }
}

/// How help and errors put a range of numbers; a lower bound of `leastNonzeroMagnitude` reads "above 0".
func rangeText(_ range: some RangeExpression<Double>) -> String {
    switch range {
    case let range as PartialRangeFrom<Double>: return lowerText(range.lowerBound)
    case let range as PartialRangeThrough<Double>: return " of at most \(plain(range.upperBound))"
    case let range as PartialRangeUpTo<Double>: return " below \(plain(range.upperBound))"
    case let range as Range<Double>: return lowerText(range.lowerBound) + " and below \(plain(range.upperBound))"
    case let range as ClosedRange<Double>: return closedText(range)
    default: return ""
    }
}

private func closedText(_ range: ClosedRange<Double>) -> String {
    let high = range.upperBound
    if high >= .greatestFiniteMagnitude {
        return range.lowerBound <= -.greatestFiniteMagnitude ? "" : lowerText(range.lowerBound)
    }
    if range.lowerBound == .leastNonzeroMagnitude { return " above 0 and at most \(plain(high))" }
    return " from \(plain(range.lowerBound)) to \(plain(high))"
}

private func lowerText(_ low: Double) -> String {
    low == .leastNonzeroMagnitude ? " above 0" : " of at least \(plain(low))"
}
