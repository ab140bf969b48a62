import TensorStreams

/// How the numbers of a row become the values of an item.
struct RowEncoding {
    enum Column {
        /// A number, in place of which the mean stands where it is missing.
        case number(mean: Float)
        /// A word by its place, with the place where its one stands.
        case words(order: [Int])
    }

    let columns: [Column]
    /// Values of an item.
    let width: Int

    init(columns: [Column]) {
        self.columns = columns
        width = columns.reduce(0) { sum, column in
            if case .words(let order) = column { sum + order.count } else { sum + 1 }
        }
    }

    var format: ItemFormat { ItemFormat(type: .f32, shape: [width]) }

    /// The items of some rows, a number for each column.
    func items(_ rows: ArraySlice<Float>) -> TensorBatch {
        var values: [Float] = []
        values.reserveCapacity(rows.count / columns.count * width)
        for first in stride(from: rows.startIndex, to: rows.endIndex, by: columns.count) {
            for (index, column) in columns.enumerated() {
                let number = rows[first + index]
                switch column {
                case .number(let mean): values.append(number.isNaN ? mean : number)
                case .words(let order):
                    let one = order[Int(number)]
                    for place in order.indices { values.append(place == one ? 1 : 0) }
                }
            }
        }
        return TensorBatch(format: format, floats: values)
    }
}
