/// A matrix of a MATLAB file, with a column for each item.
public struct MatlabMatrix: Hashable, Sendable {
    /// What a column holds.
    public enum Column: Hashable, Sendable {
        /// The ink, from 0 to 1, of a square image, column after column.
        case image(side: Int)
        /// A one in the row of the item's class, and zeros.
        case oneHot(classes: Int)
    }

    public let name: String
    public let column: Column
    /// How many columns there are.
    public let count: Int

    public init(name: String, column: Column, count: Int) {
        self.name = name
        self.column = column
        self.count = count
    }

    /// How many rows there are.
    var rows: Int {
        switch column {
        case .image(let side): side * side
        case .oneHot(let classes): classes
        }
    }

    /// The shape of an item made of a column.
    var itemShape: [Int] {
        switch column {
        case .image(let side): [side, side]
        case .oneHot: []
        }
    }

    /// What is expected of a column's values.
    var expectation: String { itemShape.isEmpty ? "a one and zeros" : "values from 0 to 1" }

    /// Appends the item of a column; false where there is none. (What is not a number lies in no range.)
    func append(_ values: ArraySlice<Double>, to items: inout [UInt8]) -> Bool {
        guard values.allSatisfy({ (0...1).contains($0) }) else { return false }
        switch column {
        case .image(let side):
            for row in 0..<side {
                for place in stride(from: values.startIndex + row, to: values.endIndex, by: side) {
                    items.append(UInt8((values[place] * 255).rounded()))
                }
            }
        case .oneHot:
            let ones = values.indices.filter { values[$0] != 0 }
            guard ones.count == 1, values[ones[0]] == 1 else { return false }
            items.append(UInt8(ones[0] - values.startIndex))
        }
        return true
    }
}
