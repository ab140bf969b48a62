/// One of several parts of some items, which follow one another and are about equally long: `K/N`, with K from 1.
struct PartNumber: Equatable, Sendable {
    private let number: Int
    private let parts: Int

    init?(_ text: String) {
        let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard numbers.count == 2, numbers[0] >= 1, numbers[0] <= numbers[1] else { return nil }
        (number, parts) = (numbers[0], numbers[1])
    }

    /// Which items the part is, of so many.
    func range(of count: Int) -> Range<Int> { start(number - 1, of: count)..<start(number, of: count) }

    /// `part * count / parts`, with no product too large for an integer.
    private func start(_ part: Int, of count: Int) -> Int {
        parts.dividingFullWidth(part.multipliedFullWidth(by: count)).quotient
    }
}
