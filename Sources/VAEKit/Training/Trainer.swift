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
    /// Room for the gradient of the logits where it cannot take their place.
    private let separateGradient: Tensor?
    /// What the encoder put out for the batch, and the gradient for what the decoder did.
    private var hidden = Tensor(zeros: 0)
    private var logitGradient = Tensor(zeros: 0)
    private let hiddenGradient: Tensor
    private let headWork: Tensor
    /// Where it is given, each step's time is told to it, part by part.
    package var profile: StepProfile?

    /// - Parameters:
    ///   - settings: batch size, optimiser, and the seed of the noise; the weights are the model's own.
    ///   - training: of a checkpoint, whose optimiser goes on where there is one.
    public init(
        _ model: Autoencoder, settings: TrainingSettings, resuming training: Checkpoint.Training? = nil,
        team: ThreadTeam
    ) {
        let capacity = Tensor.columns(for: model.cut(batch: settings.batch).largest)
        let values = model.description.image.count
        self.model = model
        self.team = team
        optimizer = training?.optimizer ?? Optimizer(settings.optimizer, count: model.parameters.count)
        gradients = Tensor(zeros: model.parameters.count)
        noise = NoiseSource(seed: UInt64(settings.seed)).derived(RandomStream.noise.rawValue)
        batch = ImageBatch(values: values, capacity: capacity, listsInk: model.encoder.takesSparse)
        posterior = Posterior(model.description, capacity: capacity)
        reconstruction = ReconstructionKernel(
            likelihood: model.description.likelihood, values: values, capacity: capacity)
        losses = Tensor(zeros: capacity)
        model.decoder.prepare(columns: capacity, training: true)
        model.encoder.prepare(columns: capacity, training: true, sharing: model.decoder)
        // The gradient may take the place of the logits unless the last layer needs its output to go back.
        separateGradient = model.decoder.endsInActivation ? Tensor(zeros: values * capacity) : nil
        hiddenGradient = Tensor(zeros: model.heads.input.count * capacity)
        headWork = Tensor(zeros: model.heads.workCount(columns: capacity, training: true))
    }

    /// Trains on the items of `images` with the given numbers.
    ///
    /// - Parameters:
    ///   - step: number of this step in the run, from 1: it picks the noise and corrects Adam's bias.
    ///   - beta: weight of the KL term in this step.
    /// - Returns: the loss before the update. Where it is not finite, nothing is updated.
    public func step(
        _ images: TensorBatch, items: some RandomAccessCollection<Int>, step: Int, beta: Double, rate: Double
    ) -> BatchLoss {
        profile?.start()
        batch.load(images, items: items, threshold: model.description.threshold, team: team)
        profile?.lap(.images)
        let loss = evaluate(noise: noise.derived(UInt64(step)), beta: beta)
        guard loss.brokenTerm == nil else { return loss }
        if optimizer.needsNorm {
            differentiate(beta: beta, update: nil)
            optimizer.update(parameters: model.parameters, gradients: gradients, step: step, rate: rate, team: team)
            profile?.lap(.update)
        } else {
            differentiate(beta: beta, update: optimizer.update(of: model.parameters, step: step, rate: rate))
        }
        return loss
    }

    private var pass: Batch { Batch(items: batch.items, isTraining: true, team: team, profile: profile) }

    /// Takes the loaded batch forward, and puts the gradient of its mean loss for the logits in `logitGradient`.
    private func evaluate(noise: NoiseSource, beta: Double) -> BatchLoss {
        let pass = pass
        let (parameters, statistics) = (model.parameters, model.statistics)
        hidden = model.encoder.forward(
            batch.images, sparse: batch.sparse, parameters: parameters, statistics: statistics, batch: pass)
        posterior.encode(hidden, heads: model.heads, parameters: parameters, batch: pass)
        posterior.draw(noise, items: batch.items)
        posterior.diverge()
        profile?.lap(.posterior)
        let logits = model.decoder.forward(
            posterior.sample, parameters: parameters, statistics: statistics, batch: pass)
        logitGradient = separateGradient.map { $0[0..<logits.count] } ?? logits
        reconstruction.evaluate(
            logits: logits, images: batch.images, weights: batch.weights, losses: losses[0..<pass.columns],
            gradient: logitGradient, team: team)
        profile?.lap(.loss)
        return totals(beta: beta)
    }

    /// Takes the loss of the batch that last went forward back through the model: each gradient is kept, or applied to
    /// its parameter as soon as it is known.
    private func differentiate(beta: Double, update: ParameterUpdate?) {
        let pass = pass
        let parameters = model.parameters
        let use = GradientUse(kept: gradients, update: update)
        let sampleGradient = model.decoder.backward(
            input: posterior.sample, outputGradient: logitGradient, wantsInputGradient: true, parameters: parameters,
            gradients: use, batch: pass)
        let headGradient = posterior.backward(
            sampleGradient: sampleGradient, weights: batch.weights, beta: Float(beta))
        profile?.lap(.posterior)
        let hiddenGradient = hiddenGradient[0..<hidden.count]
        let tail = model.encoder.tail(columns: pass.columns)
        model.heads.backward(
            input: hidden, outputGradient: headGradient, inputGradient: hiddenGradient, tail: tail ?? .none,
            parameters: parameters, gradients: use, work: headWork, batch: pass)
        profile?.lap(.backward("heads", layer: 0))
        _ = model.encoder.backward(
            input: batch.images, sparse: batch.sparse, outputGradient: hiddenGradient, isPastTail: tail != nil,
            wantsInputGradient: false, parameters: parameters, gradients: use, batch: pass)
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
        let loss = evaluate(noise: noise.derived(UInt64(step)), beta: beta)
        differentiate(beta: beta, update: nil)
        let pairs = model.parameterList.map { ($0.name, $0.read(from: gradients)) }
        return (loss, Dictionary(uniqueKeysWithValues: pairs))
    }
}
