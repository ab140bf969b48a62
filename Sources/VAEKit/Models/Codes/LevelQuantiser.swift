import TensorStreams
import Threads

/// Codes without a codebook: each channel is rounded to one of its levels (Mentzer et al. 2023).
final class LevelQuantiser: Quantiser {
    private let levels: [Int]
    private let vectors, numbers, gradients: MutableTensor
    private var values = Tensor(zeros: 0)
    private var columns = 0
    private let places: Int

    init(_ levels: [Int], places: Int, capacity: Int, training: Bool) {
        (self.levels, self.places) = (levels, places)
        vectors = MutableTensor(zeros: places * levels.count * capacity)
        gradients = MutableTensor(zeros: training ? vectors.count : 0)
        numbers = MutableTensor(zeros: places * capacity)
    }

    private var size: Int { places * levels.count * columns }
    private var kernel: LevelKernel { LevelKernel(levels: levels, columns: columns) }
    var quantised: Tensor { Tensor(vectors)[0..<size] }
    var indices: [Tensor] { [Tensor(numbers)[0..<places * columns]] }

    func quantise(_ values: Tensor, noise: NoiseSource, _ pass: Pass) {
        (self.values, columns) = (values, pass.columns)
        kernel.quantise(values, output: vectors[0..<size], indices: numbers[0..<places * columns], team: pass.team)
    }

    /// None, but where values are no numbers.
    func commitments(_ pass: Pass) -> [Double] {
        var sums = [Double](repeating: 0, count: columns)
        if quantised.isFinite { return sums }
        for place in 0..<size where quantised[place].isNaN { sums[place % columns] = .nan }
        return sums
    }

    func lookUp(_ indices: [Tensor], _ pass: Pass) -> Tensor {
        columns = pass.columns
        kernel.lookUp(indices[0], output: vectors[0..<size], team: pass.team)
        return quantised
    }

    func backward(_ gradient: MutableTensor, shares: Tensor, _ pass: Pass) -> MutableTensor {
        let result = gradients[0..<size]
        result.copy(from: Tensor(gradient))
        kernel.backward(values, gradient: result, places: places, team: pass.team)
        return result
    }

    func follow(_ pass: Pass) {}
}
