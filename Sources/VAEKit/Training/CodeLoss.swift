import TensorStreams

/// The loss of an autoencoder of codes: reconstruction from the codes' vectors, and the weighted squared distance of the
/// encoder's values to those, summed over an image (van den Oord et al. 2017, equation 3, whose second term moving averages of
/// the codebook stand for).
final class CodeLoss: ModelLoss {
    private let terms: [String]
    private let description: QuantiserDescription
    private let encoder: ImageEncoder
    private let decoder: BatchDecoder
    private let quantiser: any Quantiser

    /// - Parameters:
    ///   - capacity: columns of the widest batch.
    ///   - corruption: what is done to the images that the encoder sees.
    init(_ model: CodeAutoencoder, capacity: Int, corruption: Corruption?) {
        terms = model.terms
        description = model.description.quantiser
        decoder = BatchDecoder(model, capacity: capacity)
        encoder = ImageEncoder(model, capacity: capacity, corruption: corruption, sharing: decoder.workspace)
        quantiser = model.quantiser.quantiser(places: model.placeCount, capacity: capacity, training: true)
    }

    var batch: ImageBatch { encoder.batch }

    func evaluate(at moment: TrainingMoment, noise: StepNoise, _ pass: Pass) -> BatchLoss {
        quantiser.quantise(Tensor(encoder.forward(noise, pass)), noise: noise.source(.codes), pass)
        pass.profile?.lap(.posterior)
        let losses = decoder.losses(
            of: quantiser.quantised, labels: batch.labels, images: batch.images, weights: batch.weights, pass)
        pass.profile?.lap(.loss)
        let recon = (0..<pass.items).reduce(0.0) { $0 + Double(losses[$1]) }
        return BatchLoss(terms, recon: recon, quantiser, of: description, pass)
    }

    func differentiate(_ gradients: GradientUse, _ pass: Pass) {
        let gradient = decoder.differentiate(gradients, pass)
        let valueGradient = quantiser.backward(gradient, shares: batch.weights, pass)
        quantiser.follow(pass)
        pass.profile?.lap(.posterior)
        encoder.backward(valueGradient, gradients, pass)
    }
}

extension BatchLoss {
    /// The loss of a batch of codes.
    ///
    /// - Parameter recon: the sum over the items.
    init(
        _ terms: [String], recon: Double, _ quantiser: any Quantiser, of description: QuantiserDescription, _ pass: Pass
    ) {
        self.init(terms)
        items = pass.items
        let commit = quantiser.commitments(pass).prefix(items).reduce(0, +)
        (self["recon"], self["commit"]) = (recon, commit)
        loss = recon + description.commitment * commit
        usage = CodeUsage(quantiser.indices, codes: description.codeCount, items: items, columns: pass.columns)
    }
}
