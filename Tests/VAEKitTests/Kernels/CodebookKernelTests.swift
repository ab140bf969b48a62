import Testing
import Threads
import VAEKit

@Suite struct CodebookKernelTests {
    private static let (codes, width, positions, columns, items) = (19, 5, 3, 32, 21)
    private static let stride = Tensor.columns(for: codes)
    private static let book = testNumbers(width * stride, seed: 1)
    private static let values = testNumbers(positions * width * columns, seed: 2)
    private static let indices = (0..<positions * columns).map { ($0 * 7 + $0 / 5) % codes }
    private static let kernel = CodebookKernel(width: width, columns: columns)
    private static var numbers: Tensor { Tensor(indices.map { Float($0) }) }

    /// The place of a value, and the code of its position.
    private static func forEachValue(_ body: (_ at: Int, _ row: Int, _ column: Int, _ code: Int) -> Void) {
        for position in 0..<positions {
            for row in 0..<width {
                for column in 0..<columns {
                    body((position * width + row) * columns + column, row, column, indices[position * columns + column])
                }
            }
        }
    }

    @Test(arguments: [1, 3]) func codesAreLookedUpAndTakenAway(threads: Int) {
        let team = ThreadTeam(threads: threads)
        let (output, rest) = (MutableTensor(Self.values), MutableTensor(zeros: Self.values.count))
        let distances = MutableTensor(zeros: Self.indices.count)
        Self.kernel.takeAway(
            Self.numbers, of: Tensor(Self.book), from: Tensor(Self.values), output: rest, distances: distances,
            team: team)
        Self.kernel.lookUp(Self.numbers, in: Tensor(Self.book), adding: true, output: output, team: team)
        var squares = [Double](repeating: 0, count: Self.indices.count)
        Self.forEachValue { at, row, column, code in
            let number = Self.book[row * Self.stride + code]
            #expect(output[at] == Self.values[at] + number)
            #expect(rest[at] == Self.values[at] - number)
            squares[at / Self.columns / Self.width * Self.columns + column] += Double(rest[at]) * Double(rest[at])
        }
        #expect(difference(distances.array, squares) < 1e-6)
        Self.kernel.lookUp(Self.numbers, in: Tensor(Self.book), adding: false, output: output, team: team)
        Self.forEachValue { at, row, _, code in #expect(output[at] == Self.book[row * Self.stride + code]) }
    }

    /// Columns that pad the batch do not count.
    @Test(arguments: [1, 3]) func valuesAreSummedByCode(threads: Int) {
        let (sums, counts) = (MutableTensor(zeros: Self.book.count), MutableTensor(zeros: Self.stride))
        sums.fill(7)
        counts.fill(7)
        Self.kernel.sum(
            Tensor(Self.values), by: Self.numbers, items: Self.items, sums: sums, counts: counts,
            team: ThreadTeam(threads: threads))
        var expected = [Double](repeating: 0, count: Self.book.count)
        var times = [Double](repeating: 0, count: Self.stride)
        Self.forEachValue { at, row, column, code in
            guard column < Self.items else { return }
            expected[row * Self.stride + code] += Double(Self.values[at])
            if row == 0 { times[code] += 1 }
        }
        #expect(difference(sums.array, expected) < 1e-6)
        #expect(counts.array.map(Double.init) == times)
    }

    @Test func gradientsArePulled() {
        let gradient = MutableTensor(testNumbers(Self.values.count, seed: 3))
        let before = gradient.array
        let shares = (0..<Self.columns).map { $0 < Self.items ? Float(1) / Float(Self.items) : 0 }
        Self.kernel.pull(
            gradient, along: Tensor(Self.values), factor: 0.5, shares: Tensor(shares), team: ThreadTeam(threads: 2))
        let expected = before.indices.map {
            Double(before[$0]) + 0.5 * Double(shares[$0 % Self.columns]) * Double(Self.values[$0])
        }
        #expect(difference(gradient.array, expected) < 1e-6)
    }

    @Test func codesWithoutAFactorStay() {
        let book = MutableTensor(Self.book)
        let factors = (0..<Self.stride).map { $0 % 3 == 0 ? Float(0) : 0.25 }
        let sums = testNumbers(Self.book.count, seed: 4)
        CodebookKernel.settle(book, sums: Tensor(sums), factors: Tensor(factors))
        for (at, code) in book.array.enumerated() {
            let factor = factors[at % Self.stride]
            #expect(code == (factor == 0 ? Self.book[at] : sums[at] * factor))
        }
    }
}
