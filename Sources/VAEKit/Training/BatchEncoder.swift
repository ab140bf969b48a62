import Threads

/// An autoencoder's way from a batch of images to their posteriors and what the objective makes of these, and back.
final class BatchEncoder {
    let batch: ImageBatch
    let posterior: Posterior
    private let description: ModelDescription
    private let corruption: Corruption?
    private let corruptedImages: MutableTensor
    private let regulariser: any Regulariser
    private let regulariserWork: MutableTensor
    private let gradients: LatentGradients
    private let input: LabelledInput
    private let workspace: Workspace
    private let probe: EncoderProbe?

    /// - Parameters:
    ///   - capacity: columns of the widest batch.
    ///   - corruption: what is done to the images that the encoder sees.
    ///   - decoder: whose room for gradients is shared.
    init(_ model: Autoencoder, capacity: Int, corruption: Corruption?, sharing decoder: BatchDecoder) {
        description = model.description
        let (values, latent) = (description.image.count, description.latent)
        self.corruption = corruption
        corruptedImages = MutableTensor(zeros: corruption == nil ? 0 : values * capacity)
        batch = ImageBatch(
            values: values, capacity: capacity, listsInk: model.takesSparse, threshold: description.threshold)
        posterior = Posterior(description.posterior, capacity: capacity)
        regulariser = description.objective.regulariser
        gradients = LatentGradients(latent: latent, capacity: capacity)
        regulariserWork = MutableTensor(zeros: regulariser.workCount(latent: latent, columns: capacity))
        input = LabelledInput(description.encoderMap, classes: description.classes, capacity: capacity)
        workspace = Workspace(model.encoder, columns: capacity, training: true, sharing: decoder.workspace)
        probe = EncoderProbe(model, columns: capacity, sharing: decoder.workspace)
    }

    /// Takes the loaded batch, spoilt where that is asked for, to its posteriors.
    func encode(_ noise: StepNoise, _ pass: Pass) {
        let seen = seenImages(noise, pass)
        let sparse = corruption == nil ? batch.sparse : nil
        let images = input.join(seen, labels: batch.labels, pass)
        posterior.take(workspace.forward(images, sparse: sparse, pass), pass)
        probe?.forward(seen, labels: batch.labels, noise.source(.probe), pass)
    }

    /// The images as the encoder sees them.
    private func seenImages(_ noise: StepNoise, _ pass: Pass) -> Tensor {
        guard let corruption else { return batch.images }
        let images = corruptedImages[0..<batch.images.count]
        corruption.apply(
            batch.images, output: images, items: pass.items, columns: pass.columns,
            source: noise.source(.corruption), team: pass.team)
        return Tensor(images)
    }

    /// The weight of the divergence in a step.
    func beta(at moment: TrainingMoment) -> Double { description.beta * moment.warmup }

    /// What the objective makes of the posteriors, with its gradients made ready.
    func regularise(at moment: TrainingMoment, noise: StepNoise, _ pass: Pass) -> RegulariserLoss {
        regulariser.evaluate(
            LatentBatch(
                posterior: posterior, items: pass.items, shares: batch.weights, beta: beta(at: moment),
                epoch: moment.epoch, setSize: description.setSize ?? pass.items,
                noise: noise.source(.noise).derived(1), work: regulariserWork, gradients: gradients, team: pass.team,
                moved: probe?.moved))
    }

    /// The way back, given the gradient of the sample that was drawn.
    func differentiate(sampleGradient: MutableTensor, _ use: GradientUse, _ pass: Pass) {
        let gradient = posterior.backward(
            sampleGradient: sampleGradient, shares: batch.weights, gradients: gradients, team: pass.team)
        differentiate(gradient, use, pass)
    }

    /// The way back, given what comes back through several samples to mean and deviation.
    func differentiate(moments: (mean: Tensor, deviation: Tensor), _ use: GradientUse, _ pass: Pass) {
        let gradient = posterior.backward(
            meanGradient: moments.mean, deviationGradient: moments.deviation, shares: batch.weights,
            gradients: gradients)
        differentiate(gradient, use, pass)
    }

    private func differentiate(_ headGradient: MutableTensor, _ use: GradientUse, _ pass: Pass) {
        pass.profile?.lap(.posterior)
        workspace.backward(headGradient, use, pass)
        probe?.backward(shares: batch.weights, use, pass)
    }

    /// Whether images go through the encoder twice.
    var usesParametersTwice: Bool { probe != nil }
}
