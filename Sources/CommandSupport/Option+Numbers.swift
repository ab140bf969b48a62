extension Option where Value == Int {
    /// A whole number with a default.
    public static func integer(
        _ name: String, short: Character? = nil, value: String, default defaultValue: Int,
        in range: ClosedRange<Int> = 0...Int.max, help: String
    ) -> Self {
        Option(
            name, short: short, placeholder: value, default: defaultValue, defaultText: String(defaultValue),
            help: help, expectation: "a whole number" + rangeText(range), convert: { wholeNumber($0, in: range) })
    }
}

extension Option where Value == Int? {
    /// A whole number; nil when the option is not given. `defaultText` is what help says happens then.
    public static func integer(
        _ name: String, short: Character? = nil, value: String, in range: ClosedRange<Int> = 0...Int.max,
        defaultText: String? = nil, help: String
    ) -> Self {
        Option(
            name, short: short, placeholder: value, default: nil, defaultText: defaultText, help: help,
            expectation: "a whole number" + rangeText(range),
            convert: { text in wholeNumber(text, in: range).map { $0 } })
    }
}

extension Option where Value == Double {
    /// A finite number with a default.
    public static func number(
        _ name: String, short: Character? = nil, value: String, default defaultValue: Double,
        in range: some RangeExpression<Double> & Sendable, help: String
    ) -> Self {
        Option(
            name, short: short, placeholder: value, default: defaultValue, defaultText: plain(defaultValue),
            help: help, expectation: "a number" + rangeText(range), convert: { decimalNumber($0, in: range) })
    }
}

extension Option where Value == Double? {
    /// A finite number; nil when the option is not given. `defaultText` is what help says happens then.
    public static func number(
        _ name: String, short: Character? = nil, value: String, in range: some RangeExpression<Double> & Sendable,
        defaultText: String? = nil, help: String
    ) -> Self {
        Option(
            name, short: short, placeholder: value, default: nil, defaultText: defaultText, help: help,
            expectation: "a number" + rangeText(range), convert: { text in decimalNumber(text, in: range).map { $0 } })
    }
}

extension Option where Value == [Int]? {
    /// Whole numbers separated by commas, all within the range; nil when the option is not given.
    public static func integers(
        _ name: String, short: Character? = nil, value: String, in range: ClosedRange<Int> = 0...Int.max,
        defaultText: String? = nil, help: String
    ) -> Self {
        Option(
            name, short: short, placeholder: value, default: nil, defaultText: defaultText, help: help,
            expectation: "whole numbers" + rangeText(range) + ", separated by commas",
            convert: { text in elements(text) { wholeNumber($0, in: range) }.map { $0 } })
    }
}

extension Option where Value == [[Int]]? {
    /// Lists of whole numbers separated by commas, with `/` between lists; nil when the option is not given.
    public static func integerLists(
        _ name: String, value: String, in range: ClosedRange<Int> = 0...Int.max, defaultText: String? = nil,
        help: String
    ) -> Self {
        Option(
            name, short: nil, placeholder: value, default: nil, defaultText: defaultText, help: help,
            expectation: "whole numbers" + rangeText(range) + ", separated by commas, and by / between levels",
            convert: { text in
                elements(text, separator: "/") { list in elements(list) { wholeNumber($0, in: range) } }.map { $0 }
            })
    }
}

extension Option where Value == [Int]? {
    /// Sizes with `x` between them, `64x48`, at most so many and all within the range; nil when the option is not given.
    public static func sizes(
        _ name: String, value: String, atMost count: Int, in range: ClosedRange<Int>, defaultText: String,
        expectation: String, help: String
    ) -> Self {
        .parsed(name, value: value, defaultText: defaultText, expectation: expectation, help: help) { text in
            elements(text, separator: "x") { wholeNumber($0, in: range) }.flatMap { $0.count <= count ? $0 : nil }
        }
    }
}
