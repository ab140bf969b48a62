/// A table that cannot be drawn as asked.
public struct ChartTableError: Error, CustomStringConvertible, Equatable {
    public enum Reason: Equatable, Sendable {
        case noRows
        case tooFewNumbers(wanted: Int, found: [String])
        case noValues(column: String)
        case tooLarge(line: Int, column: String)
    }

    public let name: String
    public let reason: Reason

    public init(name: String, reason: Reason) {
        self.name = name
        self.reason = reason
    }

    public var description: String {
        switch reason {
        case .noRows: return "\(name): the table has no rows"
        case .tooFewNumbers(let wanted, let found):
            let present = found.isEmpty ? "there is none" : "there is only \(found.joined(separator: ", "))"
            return "\(name): \(wanted == 1 ? "a column" : "\(wanted) columns") of numbers wanted, \(present)"
        case .noValues(let column): return "\(name): column \(column) is empty in every row"
        case .tooLarge(let line, let column):
            return "\(name): line \(line): column \(column): a number of 1e300 or more cannot be drawn"
        }
    }
}
