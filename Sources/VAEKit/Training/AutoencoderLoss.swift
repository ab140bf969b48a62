/// An autoencoder's loss: reconstruction, and what its objective asks of the latents.
final class AutoencoderLoss: ModelLoss {
    let batch: ImageBatch
    private let description: ModelDescription
    private let terms: [String]
    private let corruption: Corruption?
    private let corruptedImages: MutableTensor
    private let posterior: Posterior
    private let reconstruction: ReconstructionKernel
    private let regulariser: any Regulariser
    private let latentGradients: LatentGradients
    private let regulariserWork: MutableTensor
    private let losses: MutableTensor
    /// Room for the gradient of the logits where it cannot take their place.
    private let separateGradient: MutableTensor?
    private let encoderInput: LabelledInput
    private let decoderInput: LabelledInput
    private let encoder: Workspace
    private let decoder: Workspace
    private let probe: EncoderProbe?
    /// The gradient for what the decoder put out.
    private var logitGradient = MutableTensor(zeros: 0)

    /// - Parameters:
    ///   - capacity: columns of the widest batch.
    ///   - corruption: what is done to the images that the encoder sees.
    init(_ model: Autoencoder, capacity: Int, corruption: Corruption?) {
        (description, terms) = (model.description, model.terms)
        let (values, latent) = (description.image.count, description.latent)
        self.corruption = corruption
        corruptedImages = MutableTensor(zeros: corruption == nil ? 0 : values * capacity)
        batch = ImageBatch(
            values: values, capacity: capacity, listsInk: model.takesSparse, threshold: description.threshold)
        posterior = Posterior(description.posterior, capacity: capacity)
        reconstruction = ReconstructionKernel(
            likelihood: description.likelihood, values: values, capacity: capacity)
        losses = MutableTensor(zeros: capacity)
        regulariser = description.objective.regulariser
        latentGradients = LatentGradients(latent: latent, capacity: capacity)
        regulariserWork = MutableTensor(zeros: regulariser.workCount(latent: latent, columns: capacity))
        encoderInput = LabelledInput(description.encoderMap, classes: description.classes, capacity: capacity)
        decoderInput = LabelledInput(
            MapShape(channels: latent), classes: description.classes, capacity: capacity)
        decoder = Workspace(model.decoder, columns: capacity, training: true)
        encoder = Workspace(model.encoder, columns: capacity, training: true, sharing: decoder)
        probe = EncoderProbe(model, columns: capacity, sharing: decoder)
        // The gradient may take the place of the logits unless they are read on the way back.
        separateGradient = model.decoder.readsOutput ? MutableTensor(zeros: values * capacity) : nil
    }

    func evaluate(at moment: TrainingMoment, noise: StepNoise, _ pass: Pass) -> BatchLoss {
        posterior.take(encode(noise, pass), pass)
        posterior.draw(noise.source(.noise), items: pass.items)
        let seen = corruption == nil ? batch.images : Tensor(corruptedImages)[0..<batch.images.count]
        probe?.forward(seen, labels: batch.labels, noise.source(.probe), pass)
        let latents = regulariser.evaluate(
            LatentBatch(
                posterior: posterior, items: pass.items, shares: batch.weights,
                beta: description.beta * moment.warmup, epoch: moment.epoch,
                setSize: description.setSize ?? pass.items, noise: noise.source(.noise).derived(1),
                work: regulariserWork, gradients: latentGradients, team: pass.team, moved: probe?.moved))
        pass.profile?.lap(.posterior)
        let sample = decoderInput.join(posterior.sample, labels: batch.labels, pass)
        let logits = decoder.forward(sample, pass)
        logitGradient = separateGradient.map { $0[0..<logits.count] } ?? logits
        reconstruction.evaluate(
            logits: Tensor(logits), images: batch.images, weights: batch.weights, losses: losses[0..<pass.columns],
            gradient: logitGradient, team: pass.team)
        pass.profile?.lap(.loss)
        var recon = 0.0
        for item in 0..<pass.items { recon += Double(losses[item]) }
        return BatchLoss(terms, items: pass.items, recon: recon, latents)
    }

    /// Takes the loaded batch, spoilt where that is asked for, through the encoder.
    private func encode(_ noise: StepNoise, _ pass: Pass) -> MutableTensor {
        guard let corruption else {
            let images = encoderInput.join(batch.images, labels: batch.labels, pass)
            return encoder.forward(images, sparse: batch.sparse, pass)
        }
        let images = corruptedImages[0..<batch.images.count]
        corruption.apply(
            batch.images, output: images, items: pass.items, columns: pass.columns,
            source: noise.source(.corruption), team: pass.team)
        return encoder.forward(encoderInput.join(Tensor(images), labels: batch.labels, pass), pass)
    }

    func differentiate(_ gradients: GradientUse, _ pass: Pass) {
        guard let inputGradient = decoder.backward(logitGradient, gradients, pass) else {
            preconditionFailure("the decoder's plan wants the gradient of its input")
        }
        // Behind the latents stands the one-hot of the class, which nothing can change.
        let sampleGradient = inputGradient[0..<description.latent * pass.columns]
        let headGradient = posterior.backward(
            sampleGradient: sampleGradient, shares: batch.weights, gradients: latentGradients, team: pass.team)
        pass.profile?.lap(.posterior)
        encoder.backward(headGradient, gradients, pass)
        probe?.backward(shares: batch.weights, gradients, pass)
    }

    var usesParametersTwice: Bool { probe != nil }
}
