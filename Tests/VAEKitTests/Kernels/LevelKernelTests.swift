import Foundation
import Testing
import Threads
import VAEKit

@Suite struct LevelKernelTests {
    private static let columns = 16

    /// Every code of odd and even numbers of levels has one vector, which is found again.
    @Test(arguments: [[8, 5, 5, 5], [2], [3, 2, 4], [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], [256, 256]])
    func codesAndVectorsAreOneToOne(levels: [Int]) {
        let kernel = LevelKernel(levels: levels, columns: Self.columns)
        let (codes, team) = (levels.reduce(1, *), ThreadTeam(threads: 2))
        let places = (codes + Self.columns - 1) / Self.columns
        let indices = (0..<places * Self.columns).map { Float($0 % codes) }
        let vectors = MutableTensor(zeros: indices.count * levels.count)
        kernel.lookUp(Tensor(indices), output: vectors, team: team)
        // Values that are well within the level of each vector.
        let values = (0..<vectors.count).map { at -> Float in
            let count = levels[at / Self.columns % levels.count]
            let (half, offset) = (Double(count - 1) * 1.001 / 2, count % 2 == 0 ? 0.5 : 0)
            let bounded = Double(vectors[at]) * Double(count / 2)
            let height = min(max((bounded + offset) / half, -0.9999), 0.9999)
            return Float(atanh(height) - atanh(offset / half))
        }
        let (found, again) = (MutableTensor(zeros: indices.count), MutableTensor(zeros: vectors.count))
        kernel.quantise(Tensor(values), output: again, indices: found, team: team)
        #expect(found.array == indices)
        #expect(again.array == vectors.array)
        #expect(vectors.array.allSatisfy { abs($0) <= 1 })
    }

    /// What is too large for a level has the outermost, what is no number code 0 and no vector.
    @Test func valuesBeyondTheLevels() {
        let kernel = LevelKernel(levels: [4, 3], columns: 16)
        let values = MutableTensor(zeros: 32)
        (values[0], values[16]) = (.infinity, -.infinity)
        (values[1], values[17]) = (-1e30, 1e30)
        values[2] = .nan
        let (vectors, indices) = (MutableTensor(zeros: 32), MutableTensor(zeros: 16))
        kernel.quantise(Tensor(values), output: vectors, indices: indices, team: ThreadTeam(threads: 1))
        #expect(Array(indices.array[..<4]) == [3, 8, 0, 6])
        #expect(vectors[2].isNaN)
        #expect([vectors[0], vectors[16], vectors[1], vectors[17], vectors[3], vectors[19]] == [0.5, -1, -1, 1, 0, 0])
    }

    /// The gradient is that of the bound, against differences of its formula.
    @Test func gradientsPassRoundingOver() {
        let levels = [5, 4]
        let kernel = LevelKernel(levels: levels, columns: 16)
        let (values, gradient) = (testNumbers(64, seed: 5), MutableTensor(testNumbers(64, seed: 6)))
        let before = gradient.array
        kernel.backward(Tensor(values), gradient: gradient, places: 2, team: ThreadTeam(threads: 1))
        let expected = values.indices.map { at -> Double in
            let count = levels[at / 16 % 2]
            let (half, offset) = (Double(count - 1) * 1.001 / 2, count % 2 == 0 ? 0.5 : 0)
            func bound(_ z: Double) -> Double { half * tanh(z + atanh(offset / half)) - offset }
            let slope = (bound(Double(values[at]) + 1e-5) - bound(Double(values[at]) - 1e-5)) / 2e-5
            return Double(before[at]) * slope / Double(count / 2)
        }
        #expect(difference(gradient.array, expected) < 1e-6)
    }
}
