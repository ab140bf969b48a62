import TensorStreams

/// The latents of one level, a draw in each column: from the normal distribution q that heads give, with its log density, and
/// that under the prior p, which heads of the level above give; and the way back to both.
///
/// Heads are 2 · latent × columns, means and then log variances; where q has a flow, what that is told stands below these.
final class DrawnLevel {
    let latent: Int
    private let noises: MutableTensor
    private let samples: MutableTensor
    private let posteriorDensities: MutableTensor
    private let priorDensities: MutableTensor
    private let sampleGradients: MutableTensor
    private let headGradients: MutableTensor
    private let priorHeadGradients: MutableTensor
    private let flow: PosteriorFlow?
    /// Where the noise of each column begins.
    private var states: [UInt64]

    private(set) var columns = 0
    /// Of q, and of p.
    private(set) var heads = Tensor(zeros: 0)
    private(set) var priorHeads = Tensor(zeros: 0)

    /// - Parameters:
    ///   - form: of q.
    ///   - capacity: columns of the widest pass.
    ///   - training: whether there will be a way back.
    init(latent: Int, form: PosteriorForm, capacity: Int, training: Bool) {
        self.latent = latent
        flow = PosteriorFlow(form, latent: latent, capacity: capacity)
        let (size, back) = (latent * capacity, training ? latent * capacity : 0)
        noises = MutableTensor(zeros: size)
        samples = MutableTensor(zeros: size)
        posteriorDensities = MutableTensor(zeros: capacity)
        priorDensities = MutableTensor(zeros: capacity)
        sampleGradients = MutableTensor(zeros: back)
        headGradients = MutableTensor(zeros: training ? (2 * latent + form.rows(latent: latent)) * capacity : 0)
        priorHeadGradients = MutableTensor(zeros: 2 * back)
        states = [UInt64](repeating: 0, count: capacity)
    }

    /// Numbers that are kept of a column, on a way there and back.
    static func size(latent: Int) -> Int { 7 * latent + 4 }

    private var size: Int { latent * columns }
    private var kernel: GaussianKernel { GaussianKernel(latent: latent, columns: columns) }
    private var noise: MutableTensor { noises[0..<size] }
    /// z, latent × columns.
    var sample: Tensor { Tensor(samples)[0..<size] }
    var mean: Tensor { heads[0..<size] }
    var logVariance: Tensor { heads[size..<2 * size] }
    /// The gradient of the loss for the sample, which is summed here.
    var sampleGradient: MutableTensor { sampleGradients[0..<size] }
    var headGradient: MutableTensor { headGradients[0..<heads.count] }
    var priorHeadGradient: MutableTensor { priorHeadGradients[0..<2 * size] }

    /// Lets the noise of a column be that of a source's draw.
    func setNoise(ofColumn column: Int, draw: Int, _ source: NoiseSource) {
        states[column] = source.state(ofDraw: draw, latent: latent)
    }

    /// Takes q's heads, which must stay until the way back, and draws.
    func draw(from heads: Tensor, _ pass: Pass) {
        columns = pass.columns
        self.heads = heads
        kernel.draw(
            states: states, heads: heads, noise: noise, sample: samples[0..<size],
            densities: posteriorDensities[0..<columns], team: pass.team)
        bend(pass)
        pass.profile?.lap(.posterior)
    }

    /// Takes q's heads and their means for the sample: there is no way back from there.
    func settle(on heads: Tensor, _ pass: Pass) {
        columns = pass.columns
        self.heads = heads
        samples[0..<size].copy(from: mean)
        bend(pass)
    }

    /// What the flow is told, behind the moments.
    private var told: Range<Int> { 2 * size..<heads.count }

    /// Makes of draws of the normal distribution what q's flow does.
    private func bend(_ pass: Pass) {
        flow?.forward(
            samples[0..<size], told: heads[told], densities: posteriorDensities[0..<columns], pass)
    }

    /// Takes a sample that was made elsewhere, latent × columns.
    func take(_ sample: Tensor, _ pass: Pass) {
        columns = pass.columns
        samples[0..<size].copy(from: sample)
    }

    /// Takes p's heads, which must stay until the way back, and measures the sample under them.
    func measure(under priorHeads: Tensor, _ pass: Pass) {
        self.priorHeads = priorHeads
        kernel.densities(of: sample, heads: priorHeads, priorDensities[0..<columns], team: pass.team)
        pass.profile?.lap(.posterior)
    }

    /// Takes the log density of each column under a prior that is no normal distribution.
    func take(priorDensities densities: Tensor) { priorDensities[0..<columns].copy(from: densities) }

    /// log q − log p of a column's sample in nats.
    func divergence(ofColumn column: Int) -> Double {
        Double(posteriorDensities[column]) - Double(priorDensities[column])
    }

    /// Whether log q is a sum over the coordinates.
    var hasCoordinates: Bool { flow == nil }

    /// log q − log p of each coordinate of the sample in nats, latent × columns.
    ///
    /// - Parameter densities: log p, where it is not that of p's heads.
    func coordinateDivergences(priorDensities densities: Tensor? = nil, _ pass: Pass) -> [Float] {
        let (ofPrior, ofPosterior) = (MutableTensor(zeros: size), MutableTensor(zeros: size))
        kernel.coordinateDensities(of: sample, heads: heads, ofPosterior, team: pass.team)
        if densities == nil {
            kernel.coordinateDensities(of: sample, heads: priorHeads, ofPrior, team: pass.team)
        }
        return zip(ofPosterior.array, (densities ?? Tensor(ofPrior)).array).map { $0 - $1 }
    }

    /// Adds to the sample's gradient that of Σ weights · (−log p), and makes that for p's heads.
    func differentiatePrior(weights: Tensor, _ pass: Pass) {
        kernel.differentiateDensities(
            of: sample, heads: priorHeads, weights: weights, adding: sampleGradient, headGradient: priorHeadGradient,
            team: pass.team)
        pass.profile?.lap(.posterior)
    }

    /// The gradient for q's heads of the loss, with Σ weights · log q in it.
    @discardableResult
    func differentiateHeads(weights: Tensor, _ pass: Pass) -> MutableTensor {
        flow?.backward(
            told: heads[told], weights: weights, gradient: sampleGradient, toldGradient: headGradient[told], pass)
        kernel.differentiateDraws(
            sampleGradient: Tensor(sampleGradient), noise: Tensor(noise), heads: heads, weights: weights,
            headGradient: headGradient, team: pass.team)
        pass.profile?.lap(.posterior)
        return headGradient
    }

    /// The same through the sample alone, times a factor of each column.
    func differentiatePaths(weights: Tensor, factors: Tensor, _ pass: Pass) -> MutableTensor {
        kernel.differentiatePaths(
            sampleGradient: Tensor(sampleGradient), noise: Tensor(noise), heads: heads, weights: weights,
            factors: factors, headGradient: headGradient, team: pass.team)
        pass.profile?.lap(.posterior)
        return headGradient
    }
}
