import Glibc
import TensorStreams
import Testing
import Threads
import VAEKit

/// Normal distributions in columns against plain loops in double precision.
@Suite struct GaussianKernelTests {
    struct Size: CustomTestStringConvertible, Sendable {
        var latent: Int
        var columns: Int
        var testDescription: String { "\(latent) × \(columns)" }
        var count: Int { latent * columns }
    }

    static let sizes = [(1, 16), (2, 48), (5, 144), (50, 1008)].map { Size(latent: $0.0, columns: $0.1) }

    /// Numbers for each place, and means and log variances, of a size.
    private struct Numbers {
        let size: Size
        let sample: [Float]
        let noise: [Float]
        let heads: [Float]
        let others: [Float]
        let weights: [Float]
        let factors: [Float]

        init(_ size: Size) {
            self.size = size
            (sample, noise) = (testNumbers(size.count, seed: 1), testNumbers(size.count, seed: 2))
            (heads, others) = (testNumbers(2 * size.count, seed: 3), testNumbers(2 * size.count, seed: 4))
            (weights, factors) = (testNumbers(size.columns, seed: 5), testNumbers(size.columns, seed: 6))
        }

        /// The mean and the log variance at a place.
        func moments(_ heads: [Float], _ at: Int) -> (mean: Double, logVariance: Double) {
            (Double(heads[at]), Double(heads[size.count + at]))
        }

        /// A sum for each column of what its places have.
        func sums(_ term: (Int) -> Double) -> [Double] {
            (0..<size.columns).map { column in
                stride(from: column, to: size.count, by: size.columns).reduce(0) { $0 + term($1) }
            }
        }

        func logDensity(_ z: Double, _ moments: (mean: Double, logVariance: Double)) -> Double {
            -0.5 * (log(2 * .pi) + moments.logVariance + pow(z - moments.mean, 2) * exp(-moments.logVariance))
        }

        func densities(_ heads: [Float]) -> [Double] {
            sums { logDensity(Double(sample[$0]), moments(heads, $0)) }
        }
    }

    @Test(arguments: sizes, [1, 3]) func densitiesFollowTheFormula(size: Size, threads: Int) {
        let numbers = Numbers(size)
        let densities = MutableTensor(zeros: size.columns)
        GaussianKernel(latent: size.latent, columns: size.columns).densities(
            of: Tensor(numbers.sample), heads: Tensor(numbers.heads), densities, team: ThreadTeam(threads: threads))
        #expect(difference(densities.array, numbers.densities(numbers.heads)) < 1e-6)
        let ofCoordinates = MutableTensor(zeros: size.count)
        GaussianKernel(latent: size.latent, columns: size.columns).coordinateDensities(
            of: Tensor(numbers.sample), heads: Tensor(numbers.heads), ofCoordinates, team: ThreadTeam(threads: threads))
        let expected = (0..<size.count).map {
            numbers.logDensity(Double(numbers.sample[$0]), numbers.moments(numbers.heads, $0))
        }
        #expect(difference(ofCoordinates.array, expected) < 1e-6)
        StandardNormalKernel(latent: size.latent, columns: size.columns).densities(
            of: Tensor(numbers.sample), densities, team: ThreadTeam(threads: threads))
        let zeros = [Float](repeating: 0, count: 2 * size.count)
        #expect(difference(densities.array, numbers.densities(zeros)) < 1e-6)
    }

    /// A draw is the mean and so many deviations, by the source's normals; its density that of the formula.
    @Test(arguments: sizes, [1, 3]) func drawsFollowTheFormula(size: Size, threads: Int) {
        let (numbers, kernel) = (Numbers(size), GaussianKernel(latent: size.latent, columns: size.columns))
        let sources = (0..<size.columns).map { NoiseSource(seed: 4).derived(UInt64($0)) }
        let (noise, sample) = (MutableTensor(zeros: size.count), MutableTensor(zeros: size.count))
        let densities = MutableTensor(zeros: size.columns)
        kernel.draw(
            states: sources.map { $0.state(ofDraw: 3, latent: size.latent) }, heads: Tensor(numbers.heads),
            noise: noise,
            sample: sample, densities: densities, team: ThreadTeam(threads: threads))
        let pairs = (size.latent + 1) / 2
        let normals = (0..<size.count).map { at in
            let (row, column) = (at / size.columns, at % size.columns)
            let pair = sources[column].normals(at: UInt64(3 * pairs + row / 2))
            return Double(row % 2 == 0 ? pair.0 : pair.1)
        }
        let expected = normals.indices.map { at in
            let moments = numbers.moments(numbers.heads, at)
            return moments.mean + exp(0.5 * moments.logVariance) * normals[at]
        }
        #expect(difference(noise.array, normals) < 1e-5)
        #expect(difference(sample.array, expected) < 1e-5)
        let sums = numbers.sums { numbers.logDensity(expected[$0], numbers.moments(numbers.heads, $0)) }
        #expect(difference(densities.array, sums) < 1e-5)
    }

    @Test(arguments: sizes, [1, 3]) func differentiatesDensities(size: Size, threads: Int) {
        let (numbers, team) = (Numbers(size), ThreadTeam(threads: threads))
        let before = testNumbers(size.count, seed: 9)
        let (toSample, toHeads) = (MutableTensor(before), MutableTensor(zeros: 2 * size.count))
        GaussianKernel(latent: size.latent, columns: size.columns).differentiateDensities(
            of: Tensor(numbers.sample), heads: Tensor(numbers.heads), weights: Tensor(numbers.weights),
            adding: toSample, headGradient: toHeads, team: team)
        let pulls = (0..<size.count).map { at in
            let moments = numbers.moments(numbers.heads, at)
            let distance = Double(numbers.sample[at]) - moments.mean
            return (distance * exp(-moments.logVariance), distance, Double(numbers.weights[at % size.columns]))
        }
        #expect(difference(toSample.array, zip(before, pulls).map { Double($0) + $1.2 * $1.0 }) < 1e-6)
        let expected = pulls.map { -$0.2 * $0.0 } + pulls.map { 0.5 * $0.2 * (1 - $0.0 * $0.1) }
        #expect(difference(toHeads.array, expected) < 1e-6)
        let plain = MutableTensor(before)
        StandardNormalKernel(latent: size.latent, columns: size.columns).differentiateDensities(
            of: Tensor(numbers.sample), weights: Tensor(numbers.weights), adding: plain, team: team)
        let sums = before.indices.map { at in
            Double(before[at]) + Double(numbers.weights[at % size.columns]) * Double(numbers.sample[at])
        }
        #expect(difference(plain.array, sums) < 1e-6)
    }

    /// The way back through a draw, with all that its density has of the heads, and without.
    @Test(arguments: sizes, [1, 3]) func differentiatesDraws(size: Size, threads: Int) {
        let (numbers, team) = (Numbers(size), ThreadTeam(threads: threads))
        let kernel = GaussianKernel(latent: size.latent, columns: size.columns)
        let gradient = MutableTensor(zeros: 2 * size.count)
        kernel.differentiateDraws(
            sampleGradient: Tensor(numbers.sample), noise: Tensor(numbers.noise), heads: Tensor(numbers.heads),
            weights: Tensor(numbers.weights), headGradient: gradient, team: team)
        func terms(_ at: Int) -> (slope: Double, noise: Double, deviation: Double, weight: Double, factor: Double) {
            (
                Double(numbers.sample[at]), Double(numbers.noise[at]),
                exp(0.5 * numbers.moments(numbers.heads, at).logVariance),
                Double(numbers.weights[at % size.columns]), Double(numbers.factors[at % size.columns])
            )
        }
        let places = (0..<size.count).map(terms)
        let whole = places.map(\.slope) + places.map { 0.5 * ($0.slope * $0.noise * $0.deviation - $0.weight) }
        #expect(difference(gradient.array, whole) < 1e-6)
        kernel.differentiatePaths(
            sampleGradient: Tensor(numbers.sample), noise: Tensor(numbers.noise), heads: Tensor(numbers.heads),
            weights: Tensor(numbers.weights), factors: Tensor(numbers.factors), headGradient: gradient, team: team)
        let slopes = places.map { $0.factor * ($0.slope - $0.weight * $0.noise / $0.deviation) }
        let paths = slopes + zip(slopes, places).map { 0.5 * $0 * $1.noise * $1.deviation }
        #expect(difference(gradient.array, paths) < 1e-6)
    }

    @Test(arguments: sizes, [1, 3]) func joinsByPrecision(size: Size, threads: Int) {
        let (numbers, heads) = (Numbers(size), MutableTensor(zeros: 2 * size.count))
        GaussianKernel(latent: size.latent, columns: size.columns).product(
            Tensor(numbers.heads), Tensor(numbers.others), heads: heads, team: ThreadTeam(threads: threads))
        let joined = (0..<size.count).map { at in
            Self.joined(numbers.moments(numbers.heads, at), numbers.moments(numbers.others, at))
        }
        #expect(difference(heads.array, joined.map(\.mean) + joined.map(\.logVariance)) < 1e-6)
    }

    /// Of one that is certain, and of one that says nothing, the sure one is left; and nothing overflows.
    @Test func joinsWhatIsFarApart() {
        let logVariances: [(Float, Float)] = [(-80, 80), (80, -80), (-60, -60), (60, 60), (0, 80)]
        let columns = 16
        func heads(_ mean: Float, _ side: KeyPath<(Float, Float), Float>) -> Tensor {
            Tensor(
                [Float](repeating: mean, count: columns)
                    + (0..<columns).map { logVariances[$0 % logVariances.count][keyPath: side] })
        }
        let result = MutableTensor(zeros: 2 * columns)
        GaussianKernel(latent: 1, columns: columns).product(
            heads(1, \.0), heads(3, \.1), heads: result, team: ThreadTeam(threads: 1))
        let expected: [(Float, Float)] = [(1, -80), (3, -80), (2, -60.693_15), (2, 59.306_85), (1, 0)]
        for (place, (mean, logVariance)) in expected.enumerated() {
            #expect(abs(result[place] - mean) < 1e-5 && abs(result[columns + place] - logVariance) < 1e-4)
        }
    }

    @Test(arguments: sizes, [1, 3]) func differentiatesTheProduct(size: Size, threads: Int) {
        let (numbers, gradient) = (Numbers(size), testNumbers(2 * size.count, seed: 7))
        let before = testNumbers(2 * size.count, seed: 8)
        let (first, second) = (MutableTensor(zeros: 2 * size.count), MutableTensor(before))
        GaussianKernel(latent: size.latent, columns: size.columns).differentiateProduct(
            Tensor(numbers.heads), Tensor(numbers.others), headGradient: Tensor(gradient), first: first,
            adding: second, team: ThreadTeam(threads: threads))
        /// By differences, of what has this gradient for the product's heads.
        func slope(at: Int, _ change: (inout [(mean: Double, logVariance: Double)], Double) -> Void) -> Double {
            let sides = [1e-5, -1e-5].map { step in
                var pair = [numbers.moments(numbers.heads, at), numbers.moments(numbers.others, at)]
                change(&pair, step)
                let joined = Self.joined(pair[0], pair[1])
                return Double(gradient[at]) * joined.mean + Double(gradient[size.count + at]) * joined.logVariance
            }
            return (sides[0] - sides[1]) / 2e-5
        }
        let places = 0..<size.count
        let ofFirst =
            places.map { slope(at: $0) { $0[0].mean += $1 } } + places.map { slope(at: $0) { $0[0].logVariance += $1 } }
        let ofSecond =
            places.map { slope(at: $0) { $0[1].mean += $1 } } + places.map { slope(at: $0) { $0[1].logVariance += $1 } }
        #expect(difference(first.array, ofFirst) < 1e-5)
        #expect(difference(second.array, zip(before, ofSecond).map { Double($0) + $1 }) < 1e-5)
    }

    private static func joined(
        _ one: (mean: Double, logVariance: Double), _ other: (mean: Double, logVariance: Double)
    ) -> (mean: Double, logVariance: Double) {
        let (first, second) = (exp(-one.logVariance), exp(-other.logVariance))
        return ((first * one.mean + second * other.mean) / (first + second), -log(first + second))
    }
}
