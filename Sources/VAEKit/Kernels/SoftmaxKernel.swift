import Threads

/// The softmax of columns.
enum SoftmaxKernel {
    /// The softmax of each column of the outputs, values × columns.
    static func softmax(_ outputs: Tensor, values: Int, into shares: MutableTensor, team: ThreadTeam) {
        let columns = outputs.count / values
        let (source, target) = (outputs.pointer, shares.pointer)
        team.forEachRange(of: columns / Tensor.lanes) { range in
            for column in range.vectorPlaces {
                _ = softmax(source + column, columns: columns, values: values, into: target + column)
            }
        }
    }

    /// Of sixteen columns.
    ///
    /// - Returns: the logarithm of the sum of their exponentials.
    static func softmax(
        _ outputs: UnsafePointer<Float>, columns: Int, values: Int, into shares: UnsafeMutablePointer<Float>
    ) -> Vector {
        var (largest, sum) = (loadVector(outputs), Vector.zero)
        for value in 0..<values { largest = maximum(largest, loadVector(outputs + value * columns)) }
        for value in 0..<values {
            let power = exp(loadVector(outputs + value * columns) - largest)
            sum += power
            storeVector(power, shares + value * columns)
        }
        for value in 0..<values {
            storeVector(loadVector(shares + value * columns) / sum, shares + value * columns)
        }
        return largest + log(sum)
    }
}
