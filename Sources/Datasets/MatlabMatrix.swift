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

    /// The items, u8, made of the columns' values, which come one column after the other; or the number, from 0, of the first
    /// column that cannot be one.
    func items(_ values: [Double]) -> Result<[UInt8], UnfitColumn> {
        var items: [UInt8] = []
        items.reserveCapacity(values.count / rows * itemShape.reduce(1, *))
        for number in 0..<count {
            guard append(values[number * rows..<(number + 1) * rows], to: &items) else {
                return .failure(UnfitColumn(number: number))
            }
        }
        return .success(items)
    }

    /// A column whose values are not what they should be.
    struct UnfitColumn: Error {
        let number: Int
    }

    /// Appends the item of a column; false where there is none. (What is not a number lies in no range.)
    private func append(_ values: ArraySlice<Double>, to items: inout [UInt8]) -> Bool {
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
