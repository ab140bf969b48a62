import TensorStreams
import Threads

/// An autoencoder's way from a batch of images to their posteriors and what the objective makes of these, and back.
final class BatchEncoder {
    let posterior: Posterior
    private let description: ModelDescription
    private let encoder: ImageEncoder
    private let regulariser: any Regulariser
    private let regulariserWork: MutableTensor
    /// nil where there is no way back.
    private let gradients: LatentGradients?
    private let probe: EncoderProbe?
    let adversary: Adversary?
    /// Made when the first batch in several blocks is compared.
    private var whole: WholeBatch?
    private var verdicts: Verdicts?

    /// - Parameters:
    ///   - capacity: columns of the widest batch.
    ///   - corruption: what is done to the images that the encoder sees.
    ///   - decoder: whose room for gradients is shared; nil where there is no way back.
    init(
        _ model: Autoencoder, capacity: Int, corruption: Corruption? = nil, sharing decoder: BatchDecoder? = nil
    ) {
        description = model.description
        let latent = description.latent
        encoder = ImageEncoder(model, capacity: capacity, corruption: corruption, sharing: decoder?.workspace)
        posterior = Posterior(description.posterior, capacity: capacity)
        regulariser = description.objective.regulariser
        gradients = decoder.map { _ in LatentGradients(latent: latent, capacity: capacity) }
        regulariserWork = MutableTensor(zeros: regulariser.workCount(latent: latent, columns: capacity))
        probe = EncoderProbe(model, columns: capacity, sharing: decoder?.workspace)
        adversary = Adversary(model, capacity: capacity, training: decoder != nil, corruption: corruption)
    }

    var batch: ImageBatch { encoder.batch }

    /// Takes the loaded batch, spoilt where that is asked for, to its posteriors.
    func encode(_ noise: StepNoise, _ pass: Pass) {
        posterior.take(encoder.forward(noise, pass), pass)
        probe?.forward(encoder.seen, labels: batch.labels, noise.source(.probe), pass)
    }

    /// Takes the loaded batch to its posteriors as it is.
    func encode(_ pass: Pass) { posterior.take(encoder.forward(nil, pass), pass) }

    /// Takes the loaded batch to where its posteriors move, for an objective that looks at that.
    func probe(_ source: NoiseSource, _ pass: Pass) {
        probe?.forward(encoder.seen, labels: batch.labels, source, pass)
    }

    /// Takes the samples that were drawn before the discriminator, where there is one, in a step.
    func judge(_ noise: StepNoise, _ pass: Pass) { verdicts = adversary?.judge(posterior.sample, noise, pass) }

    /// The same where nothing trains.
    func judge(_ source: NoiseSource, _ pass: Pass) { verdicts = adversary?.judge(posterior.sample, source, pass) }

    /// The weight of the divergence in a step.
    func beta(at moment: TrainingMoment) -> Double { description.beta * moment.warmup }

    /// What the objective makes of the posteriors in a step, with its gradients made ready.
    func regularise(at moment: TrainingMoment, noise: StepNoise, _ pass: Pass) -> RegulariserLoss {
        regularise(beta: beta(at: moment), moment.progress, noise.source(.noise), pass)
    }

    /// What it makes of them with this weight of the divergence; its own noise derives from that of the draws.
    func regularise(
        beta: Double, _ progress: RunProgress, _ noise: NoiseSource, _ pass: Pass
    ) -> RegulariserLoss {
        let batch = LatentBatch(
            posterior: posterior, items: pass.items, total: pass.batchItems, shares: batch.weights, beta: beta,
            progress: progress, setSize: description.setSize ?? pass.batchItems, noise: noise.derived(1),
            work: regulariserWork, gradients: gradients, team: pass.team, moved: probe?.moved, verdicts: verdicts)
        guard let block = pass.block, regulariser.comparesItems else { return regulariser.evaluate(batch) }
        return compare(batch, in: block, pass)
    }

    /// What the objective makes of all blocks of a batch together, of which the first says so.
    private func compare(_ batch: LatentBatch, in block: BatchBlock, _ pass: Pass) -> RegulariserLoss {
        let shown = block.join(posterior.shown, rows: posterior.shownRows)
        let (loss, gradients) = block.meeting.once(block.number) {
            let whole = whole ?? WholeBatch(description, capacity: Tensor.columns(for: block.meeting.largest))
            self.whole = whole
            return whole.regularise(shown, as: batch, pass)
        }
        gradientsOfLatents.take(block.items, of: gradients, columns: pass.columns, batchItems: pass.batchItems)
        return block.isFirst ? loss : RegulariserLoss()
    }

    /// The discriminator's way back, which adds to the gradient of the samples what they are charged for its verdicts.
    func differentiateAdversary(_ use: GradientUse, _ pass: Pass) {
        adversary?.differentiate(gradientsOfLatents, use, pass)
    }

    /// The way back, given the gradient of the sample that was drawn.
    func differentiate(sampleGradient: MutableTensor, _ use: GradientUse, _ pass: Pass) {
        let gradient = posterior.backward(
            sampleGradient: sampleGradient, shares: batch.weights, gradients: gradientsOfLatents, team: pass.team)
        differentiate(gradient, use, pass)
    }

    /// The way back, given what comes back through several samples to mean and deviation.
    func differentiate(moments: (mean: Tensor, deviation: Tensor), _ use: GradientUse, _ pass: Pass) {
        let gradient = posterior.backward(
            meanGradient: moments.mean, deviationGradient: moments.deviation, shares: batch.weights,
            gradients: gradientsOfLatents)
        differentiate(gradient, use, pass)
    }

    private var gradientsOfLatents: LatentGradients {
        guard let gradients else { preconditionFailure("there are gradients where there is a way back alone") }
        return gradients
    }

    private func differentiate(_ headGradient: MutableTensor, _ use: GradientUse, _ pass: Pass) {
        pass.profile?.lap(.posterior)
        encoder.backward(headGradient, use, pass)
        probe?.backward(shares: batch.weights, use, pass)
    }

    /// Whether images go through the encoder twice.
    var usesParametersTwice: Bool { probe != nil }
}
