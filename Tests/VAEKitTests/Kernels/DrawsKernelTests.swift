import Testing
import Threads
import VAEKit

/// Draws side by side against plain loops.
@Suite struct DrawsKernelTests {
    struct Size: CustomTestStringConvertible, Sendable {
        var items: Int
        var draws: Int
        var testDescription: String { "\(items) items, \(draws) draws" }
    }

    static let sizes = [(1, 1), (3, 5), (20, 3), (17, 16), (5, 50), (33, 1)].map { Size(items: $0.0, draws: $0.1) }

    @Test(arguments: sizes, [1, 3]) func everyDrawHasItsItems(size: Size, threads: Int) {
        let kernel = DrawsKernel(draws: size.draws, items: size.items)
        let (width, columns) = (Tensor.columns(for: size.items), Tensor.columns(for: size.items * size.draws))
        let rows = 37
        let source = testNumbers(rows * width, seed: 1)
        let target = MutableTensor(zeros: rows * columns)
        kernel.spread(Tensor(source), into: target, team: ThreadTeam(threads: threads))
        let agrees = (0..<rows).allSatisfy { row in
            (0..<size.items * size.draws).allSatisfy {
                target[row * columns + $0] == source[row * width + $0 / size.draws]
            }
        }
        #expect(agrees)
    }

    @Test(arguments: sizes, [1, 3]) func everyColumnHasItsFactor(size: Size, threads: Int) {
        let columns = Tensor.columns(for: size.items * size.draws)
        let (values, factors) = (testNumbers(19 * columns, seed: 2), testNumbers(columns, seed: 3))
        let scaled = MutableTensor(values)
        DrawsKernel(draws: size.draws, items: size.items)
            .scale(scaled, by: Tensor(factors), team: ThreadTeam(threads: threads))
        #expect(scaled.array == values.indices.map { values[$0] * factors[$0 % columns] })
    }

    @Test(arguments: sizes, [1, 3]) func everyItemHasTheSumOfItsDraws(size: Size, threads: Int) {
        let (width, columns) = (Tensor.columns(for: size.items), Tensor.columns(for: size.items * size.draws))
        let rows = 19
        let source = testNumbers(rows * columns, seed: 2)
        let target = MutableTensor(zeros: rows * width)
        target.fill(9)
        DrawsKernel(draws: size.draws, items: size.items)
            .sum(Tensor(source), into: target, team: ThreadTeam(threads: threads))
        let expected = (0..<rows * width).map { place -> Double in
            let (row, item) = (place / width, place % width)
            guard item < size.items else { return 0 }
            return (0..<size.draws).reduce(0) { $0 + Double(source[row * columns + item * size.draws + $1]) }
        }
        #expect(difference(target.array, expected) < 1e-6)
    }

    @Test(arguments: sizes, [1, 3]) func gathersWhatTheFormulaSays(size: Size, threads: Int) {
        let (latent, beta) = (7, Float(0.7))
        let (width, columns) = (Tensor.columns(for: size.items), Tensor.columns(for: size.items * size.draws))
        let numbers = (1...3).map { testNumbers(latent * columns, seed: UInt64($0)) }
        let (noise, sample, gradient) = (numbers[0], numbers[1], numbers[2])
        let (weights, factors) = (testNumbers(columns, seed: 4), testNumbers(columns, seed: 5))
        let deviation = testNumbers(latent * width, seed: 6).map { 1.5 + $0 }
        for followsDensity in [false, true] {
            let (mean, stretched) = (MutableTensor(zeros: latent * width), MutableTensor(zeros: latent * width))
            for sums in [mean, stretched] { sums.fill(9) }
            DrawsKernel(draws: size.draws, items: size.items).gather(
                Tensor(gradient),
                of: DrawsKernel.Drawn(
                    noise: Tensor(noise), sample: Tensor(sample), weights: Tensor(weights), factors: Tensor(factors)),
                beta: beta, deviation: followsDensity ? Tensor(deviation) : nil, mean: mean,
                deviationGradient: stretched, team: ThreadTeam(threads: threads))
            var expected = [[Double]](repeating: [Double](repeating: 0, count: latent * width), count: 2)
            for place in 0..<latent * width where place % width < size.items {
                for draw in 0..<size.draws {
                    let column = place % width * size.draws + draw
                    let at = place / width * columns + column
                    let pull = sample[at] - (followsDensity ? noise[at] / deviation[place] : 0)
                    let slope = Double(factors[column]) * Double(gradient[at] + weights[column] * beta * pull)
                    expected[0][place] += slope
                    expected[1][place] += slope * Double(noise[at])
                }
            }
            #expect(difference(mean.array, expected[0]) < 1e-5)
            #expect(difference(stretched.array, expected[1]) < 1e-5)
        }
    }
}
