/// An autoencoder's loss, from one latent for each image: reconstruction, and what its objective asks of the latents.
final class AutoencoderLoss: ModelLoss {
    private let terms: [String]
    private let encoder: BatchEncoder
    private let decoder: BatchDecoder

    /// - Parameters:
    ///   - capacity: columns of the widest batch.
    ///   - corruption: what is done to the images that the encoder sees.
    init(_ model: Autoencoder, capacity: Int, corruption: Corruption?) {
        terms = model.terms
        decoder = BatchDecoder(model, capacity: capacity, penalised: model)
        encoder = BatchEncoder(model, capacity: capacity, corruption: corruption, sharing: decoder)
    }

    var batch: ImageBatch { encoder.batch }
    var adversary: Adversary? { encoder.adversary }

    func evaluate(at moment: TrainingMoment, noise: StepNoise, _ pass: Pass) -> BatchLoss {
        encoder.encode(noise, pass)
        encoder.posterior.draw(noise.source(.noise), items: pass.items, firstItem: pass.firstItem)
        encoder.judge(noise, pass)
        let latents = encoder.regularise(at: moment, noise: noise, pass)
        pass.profile?.lap(.posterior)
        let losses = decoder.losses(
            of: encoder.posterior.sample, labels: batch.labels, images: batch.images, weights: batch.weights, pass)
        pass.profile?.lap(.loss)
        var recon = 0.0
        for item in 0..<pass.items { recon += Double(losses[item]) }
        var loss = BatchLoss(terms, items: pass.items, recon: recon, latents)
        decoder.charge(&loss, of: encoder.posterior.sample, labels: batch.labels, noise.source(.probe), pass)
        return loss
    }

    var usesParametersTwice: Bool { encoder.usesParametersTwice || decoder.usesParametersTwice }

    func differentiateAdversary(_ gradients: GradientUse, _ pass: Pass) {
        encoder.differentiateAdversary(gradients, pass)
    }

    func differentiate(_ gradients: GradientUse, _ pass: Pass) {
        let sampleGradient = decoder.differentiate(gradients, pass)
        encoder.differentiate(sampleGradient: sampleGradient, gradients, pass)
    }
}
