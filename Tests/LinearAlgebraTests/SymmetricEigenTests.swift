import LinearAlgebra
import Testing

@Suite struct SymmetricEigenTests {
    /// By hand: 2 1 / 1 2 has the eigenvalues 3 along (1, 1) and 1 along (1, −1).
    @Test func largestFirst() throws {
        let eigen = try SymmetricEigen([2, 1, .nan, 2], order: 2)
        #expect(zip(eigen.values, [3, 1]).allSatisfy { abs($0 - $1) < 1e-14 })
        #expect(abs(eigen.vectors[0] - eigen.vectors[1]) < 1e-14)
        #expect(abs(eigen.vectors[2] + eigen.vectors[3]) < 1e-14)
        #expect(abs(abs(eigen.vectors[0]) - 0.5.squareRoot()) < 1e-14)
    }

    @Test func valuesAlone() throws {
        let eigen = try SymmetricEigen([2, 1, 0, 2], order: 2, wantsVectors: false)
        #expect(zip(eigen.values, [3, 1]).allSatisfy { abs($0 - $1) < 1e-14 })
        #expect(eigen.vectors == [])
    }

    /// V Λ Vᵀ is the matrix again.
    @Test func putsTheMatrixTogetherAgain() throws {
        let order = 7
        var matrix = [Double](repeating: 0, count: order * order)
        for row in 0..<order {
            for column in 0..<order { matrix[row * order + column] = 1 / Double(row + column + 1) }
        }
        let eigen = try SymmetricEigen(matrix, order: order)
        for row in 0..<order {
            for column in 0..<order {
                let sum = (0..<order).reduce(0) {
                    $0 + eigen.values[$1] * eigen.vectors[$1 * order + row] * eigen.vectors[$1 * order + column]
                }
                #expect(abs(sum - matrix[row * order + column]) < 1e-14)
            }
        }
    }
}
