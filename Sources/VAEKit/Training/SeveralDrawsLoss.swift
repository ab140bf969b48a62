/// An autoencoder's loss from several latents for each image, decoded side by side: pairs of item and draw are the columns of
/// the decoder's batch.
final class SeveralDrawsLoss: ModelLoss {
    private let terms: [String]
    private let draws: Draws
    private let encoder: BatchEncoder
    private let decoder: BatchDecoder
    private let latents: DrawnLatents
    private let targets: DrawTargets
    private let ones: Tensor
    private var beta = 0.0

    /// - Parameters:
    ///   - capacity: columns of the widest batch.
    ///   - drawCapacity: columns of its draws.
    ///   - corruption: what is done to the images that the encoder sees.
    init(_ model: Autoencoder, capacity: Int, drawCapacity: Int, corruption: Corruption?) {
        let description = model.description
        (terms, draws) = (model.terms, description.objective.regulariser.draws)
        decoder = BatchDecoder(model, capacity: drawCapacity)
        encoder = BatchEncoder(model, capacity: capacity, corruption: corruption, sharing: decoder)
        latents = DrawnLatents(draws, latent: description.latent, capacity: capacity, drawCapacity: drawCapacity)
        targets = DrawTargets(values: description.image.count, draws: draws.count, capacity: drawCapacity)
        ones = Tensor([Float](repeating: 1, count: drawCapacity))
    }

    var batch: ImageBatch { encoder.batch }

    func evaluate(at moment: TrainingMoment, noise: StepNoise, _ pass: Pass) -> BatchLoss {
        beta = encoder.beta(at: moment)
        encoder.encode(noise, pass)
        let regularised = encoder.regularise(at: moment, noise: noise, pass)
        latents.draw(encoder.posterior, noise.source(.noise), pass)
        let drawing = pass.drawing(draws.count)
        let images = targets.spread(batch, drawing)
        pass.profile?.lap(.posterior)
        let losses = decoder.losses(of: latents.sample, labels: targets.labels, images: images, weights: ones, drawing)
        let bound = latents.weigh(losses, encoder.posterior, beta: beta)
        decoder.weigh(by: latents.weights, latents.kernel, pass)
        pass.profile?.lap(.loss)
        var recon = 0.0
        for column in 0..<drawing.items { recon += Double(losses[column]) }
        var loss = BatchLoss(terms, items: pass.items, recon: recon / Double(draws.count), regularised)
        if let bound { loss.loss = bound }
        return loss
    }

    func differentiate(_ gradients: GradientUse, _ pass: Pass) {
        let drawGradient = decoder.differentiate(gradients, pass.drawing(draws.count))
        let moments = latents.gather(Tensor(drawGradient), encoder.posterior, beta: beta, team: pass.team)
        encoder.differentiate(moments: moments, gradients, pass)
    }
}
