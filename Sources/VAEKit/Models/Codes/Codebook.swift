import TensorStreams
import Threads

/// Where the numbers of a codebook lie among a model's statistics, and how its codes follow the values that they stand for.
///
/// Of each code the moving averages of the count of its values, and of their sum, are kept without bias towards how they began
/// (divided by the same average of 1), and the code is the one by the other. The counts are smoothed by ε (van den Oord et al.
/// 2017, appendix A.1, and its authors' code): (N + ε) / (n + Kε) · n, where n is their sum.
struct Codebook: Sendable {
    let codes: Int
    let width: Int
    private let settings: CodebookDescription
    private let weight, sum, count, filled: Range<Int>

    /// What is added to counts.
    private static let epsilon = 1e-5

    /// Reserves `codebook.NUMBER.weight` and `.sum` (codes × width), `.count` (codes), and `.debias`, the average of 1.
    init(_ number: Int, _ settings: CodebookDescription, _ layout: inout ParameterLayout) {
        (codes, width, self.settings) = (settings.codes, settings.width, settings)
        let (name, shape, map) = ("codebook.\(number)", [codes, width], MapShape(channels: width))
        weight = layout.reserveStatisticItems("\(name).weight", shape: shape, map: map, role: .code)
        sum = layout.reserveStatisticItems("\(name).sum", shape: shape, map: map, role: .code)
        let one = MapShape(channels: 1)
        count = layout.reserveStatisticItems("\(name).count", shape: [codes], map: one, role: .code)
        filled = layout.reserveStatisticItems("\(name).debias", shape: [1], map: one, role: .code)
    }

    /// The codes, width × codes.
    func weights(_ store: ParameterStore) -> MutableTensor { store.statistics[weight] }

    /// Whether it has followed nothing yet.
    func isEmpty(_ store: ParameterStore) -> Bool { store.statistics[filled.lowerBound] == 0 }

    /// Takes in what the values of each code add up to, and how many they are, of one batch.
    func average(sums: Tensor, counts: Tensor, _ pass: Pass) {
        let (statistics, share) = (pass.store.statistics, Float(1 - settings.decay))
        AverageKernel.add(sums, to: statistics[sum], share: share, team: pass.team)
        AverageKernel.add(counts, to: statistics[count], share: share, team: pass.team)
        let before = statistics[filled.lowerBound]
        statistics[filled.lowerBound] = before + share * (1 - before)
        CodebookKernel.settle(weights(pass.store), sums: Tensor(statistics[sum]), factors: factors(pass.store))
    }

    /// What makes a code of its sum; 0 for one that has had no value, which stays where it is.
    private func factors(_ store: ParameterStore) -> Tensor {
        let (counts, filled, total) = meanCounts(store)
        let factors = MutableTensor(zeros: count.count)
        let smoothing = total / (total + Double(codes) * Self.epsilon)
        for code in 0..<codes where counts[code] > 0 {
            factors[code] = Float(1 / (filled * smoothing * (Double(counts[code]) / filled + Self.epsilon)))
        }
        return Tensor(factors)
    }

    /// The averages of the counts, the average of 1, and the sum of the former by the latter.
    private func meanCounts(_ store: ParameterStore) -> (counts: Tensor, filled: Double, total: Double) {
        let counts = Tensor(store.statistics[count])
        let filled = Double(store.statistics[self.filled.lowerBound])
        return (counts, filled, (0..<codes).reduce(0) { $0 + Double(counts[$1]) } / filled)
    }

    /// Codes that are used less than a share of how often codes are in the mean.
    func deadCodes(_ store: ParameterStore) -> [Int] {
        let (counts, filled, total) = meanCounts(store)
        let least = settings.revive * total / Double(codes) * filled
        return (0..<codes).filter { Double(counts[$0]) < least }
    }

    /// Moves codes to values, and their counts and sums with them, as if they were used as often as codes are in the mean.
    ///
    /// - Parameter vectors: one behind the other, as many as there are or fewer.
    func revive(_ dead: [Int], with vectors: [Float], _ pass: Pass) {
        let (_, filled, total) = meanCounts(pass.store)
        let fair = Float(total / Double(codes) * filled)
        let (weights, sums) = (weights(pass.store), pass.store.statistics[sum])
        for (number, code) in dead.prefix(vectors.count / width).enumerated() {
            pass.store.statistics[count.lowerBound + code] = fair
            for row in 0..<width {
                let place = row * count.count + code
                weights[place] = vectors[number * width + row]
                sums[place] = fair * weights[place]
            }
        }
    }

    /// Puts codes, from one on, at the values of some places.
    func begin(from first: Int, at places: [Int], of values: Tensor, _ pass: Pass) {
        let weights = weights(pass.store)
        for (number, place) in places.enumerated() { set(first + number, to: values, at: place, weights, pass) }
    }

    /// - Parameter place: position × columns + column.
    private func set(_ code: Int, to values: Tensor, at place: Int, _ weights: MutableTensor, _ pass: Pass) {
        let first = place / pass.columns * width * pass.columns + place % pass.columns
        for row in 0..<width { weights[row * count.count + code] = values[first + row * pass.columns] }
    }
}
