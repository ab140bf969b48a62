import TensorStreams

/// One step of training after another: forward, loss, backward, update, in memory that is allocated once.
public final class Trainer {
    public let model: Autoencoder
    let optimizer: Optimizer
    let gradients: Tensor
    private let team: ThreadTeam
    private let noise: NoiseSource
    private let batch: ImageBatch
    private let posterior: Posterior
    private let reconstruction: ReconstructionKernel
    private let losses: Tensor
    private let logitGradient: Tensor?
    private let hiddenGradient: Tensor
    private let headWork: Tensor

    /// - Parameters:
    ///   - settings: batch size, optimiser, and the seed of the noise; the weights are the model's own.
    ///   - training: of a checkpoint, whose optimiser goes on where there is one.
    public init(
        _ model: Autoencoder, settings: TrainingSettings, resuming training: Checkpoint.Training? = nil,
        team: ThreadTeam
    ) {
        let capacity = Tensor.columns(for: settings.batch)
        let values = model.description.image.count
        self.model = model
        self.team = team
        optimizer = training?.optimizer ?? Optimizer(settings.optimizer, count: model.parameters.count)
        gradients = Tensor(zeros: model.parameters.count)
        noise = NoiseSource(seed: UInt64(settings.seed)).derived(RandomStream.noise.rawValue)
        batch = ImageBatch(values: values, capacity: capacity)
        posterior = Posterior(model.description, capacity: capacity)
        reconstruction = ReconstructionKernel(
            likelihood: model.description.likelihood, values: values, capacity: capacity)
        losses = Tensor(zeros: capacity)
        model.encoder.prepare(columns: capacity, training: true)
        model.decoder.prepare(columns: capacity, training: true)
        // The gradient may take the place of the logits unless the last layer needs its output to go back.
        logitGradient = model.decoder.endsInActivation ? Tensor(zeros: values * capacity) : nil
        hiddenGradient = Tensor(zeros: model.heads.input.count * capacity)
        headWork = Tensor(zeros: model.heads.workRows * capacity)
    }

    /// Trains on the items of `images` with the given numbers.
    ///
    /// - Parameters:
    ///   - step: number of this step in the run, from 1: it picks the noise and corrects Adam's bias.
    ///   - beta: weight of the KL term in this step.
    /// - Returns: the loss before the update. Where it is not finite, nothing is updated.
    public func step(
        _ images: TensorBatch, items: some Collection<Int>, step: Int, beta: Double, rate: Double
    ) -> BatchLoss {
        batch.load(images, items: items, threshold: model.description.threshold, team: team)
        let loss = differentiate(noise: noise.derived(UInt64(step)), beta: beta)
        guard loss.brokenTerm == nil else { return loss }
        optimizer.update(
            parameters: model.parameters, gradients: gradients, step: step, rate: rate, team: team)
        return loss
    }

    /// Puts the gradient of the mean loss of the loaded batch in `gradients`.
    private func differentiate(noise: NoiseSource, beta: Double) -> BatchLoss {
        let pass = Batch(items: batch.items, isTraining: true, team: team)
        let (parameters, statistics) = (model.parameters, model.statistics)
        let hidden = model.encoder.forward(
            batch.images, parameters: parameters, statistics: statistics, batch: pass)
        posterior.encode(hidden, heads: model.heads, parameters: parameters, batch: pass)
        posterior.draw(noise, items: batch.items)
        posterior.diverge()
        let logits = model.decoder.forward(
            posterior.sample, parameters: parameters, statistics: statistics, batch: pass)
        let logitGradient = logitGradient.map { $0[0..<logits.count] } ?? logits
        reconstruction.evaluate(
            logits: logits, images: batch.images, weights: batch.weights, losses: losses[0..<pass.columns],
            gradient: logitGradient, team: team)

        let sampleGradient = model.decoder.backward(
            input: posterior.sample, outputGradient: logitGradient, wantsInputGradient: true, parameters: parameters,
            gradients: gradients, batch: pass)
        let headGradient = posterior.backward(
            sampleGradient: sampleGradient, weights: batch.weights, beta: Float(beta))
        let hiddenGradient = hiddenGradient[0..<hidden.count]
        model.heads.backward(
            input: hidden, outputGradient: headGradient, inputGradient: hiddenGradient, parameters: parameters,
            gradients: gradients, work: headWork, batch: pass)
        _ = model.encoder.backward(
            input: batch.images, outputGradient: hiddenGradient, wantsInputGradient: false, parameters: parameters,
            gradients: gradients, batch: pass)
        return totals(beta: beta)
    }

    private func totals(beta: Double) -> BatchLoss {
        var total = BatchLoss()
        total.items = batch.items
        for item in 0..<batch.items {
            total.recon += Double(losses[item])
            total.kl += Double(posterior.divergences[item])
        }
        total.loss = total.recon + beta * total.kl
        return total
    }
}

extension Trainer {
    /// The loss of a batch and its gradient for every parameter in PyTorch's order, with no update: for gradient checks.
    package func lossAndGradients(
        _ images: TensorBatch, step: Int, beta: Double
    ) -> (loss: BatchLoss, gradients: [String: [Float]]) {
        batch.load(images, items: 0..<images.count, threshold: model.description.threshold, team: team)
        let loss = differentiate(noise: noise.derived(UInt64(step)), beta: beta)
        let pairs = model.parameterList.map { ($0.name, $0.read(from: gradients)) }
        return (loss, Dictionary(uniqueKeysWithValues: pairs))
    }
}
