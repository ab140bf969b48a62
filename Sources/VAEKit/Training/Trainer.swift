import TensorStreams
import Threads

/// One step of training after another: forward, loss, backward, update, in memory that is allocated once.
public final class Trainer {
    public let model: Autoencoder
    /// What the terms of the loss are called.
    let terms: [String]
    let optimizer: Optimizer
    let gradients: Tensor
    private let vector: Tensor
    private let team: ThreadTeam
    private let seed: NoiseSource
    private let corruption: Corruption?
    private let corruptedImages: Tensor
    /// The number of the step at work.
    private var step = 0
    private let batch: ImageBatch
    private let posterior: Posterior
    private let reconstruction: ReconstructionKernel
    private let regulariser: any Regulariser
    private let latentGradients: LatentGradients
    private let regulariserWork: Tensor
    private let losses: Tensor
    /// Room for the gradient of the logits where it cannot take their place.
    private let separateGradient: Tensor?
    private let encoder: Workspace
    private let decoder: Workspace
    /// The gradient for what the decoder put out.
    private var logitGradient = Tensor(zeros: 0)
    /// Where it is given, each step's time is told to it, part by part.
    package var profile: StepProfile?

    /// - Parameters:
    ///   - settings: batch size, optimiser, and the seed of the noise; the weights are the model's own.
    ///   - optimizer: of a checkpoint, which goes on.
    public init(
        _ model: Autoencoder, settings: TrainingSettings, resuming optimizer: Optimizer? = nil,
        team: ThreadTeam
    ) {
        let capacity = Tensor.columns(for: model.cut(batch: settings.batch).largest)
        let values = model.description.image.count
        self.model = model
        terms = model.description.objective.terms
        self.team = team
        self.optimizer = optimizer ?? Optimizer(settings.optimizer, count: model.store.values.count)
        gradients = Tensor(zeros: model.store.values.count)
        vector = Tensor(zeros: model.store.longestVector)
        seed = NoiseSource(seed: UInt64(settings.seed))
        corruption = settings.corruption
        corruptedImages = Tensor(zeros: settings.corruption == nil ? 0 : values * capacity)
        batch = ImageBatch(values: values, capacity: capacity, listsInk: model.encoder.takesSparse)
        posterior = Posterior(model.description.posterior, capacity: capacity)
        reconstruction = ReconstructionKernel(
            likelihood: model.description.likelihood, values: values, capacity: capacity)
        losses = Tensor(zeros: capacity)
        regulariser = model.description.objective.regulariser
        latentGradients = LatentGradients(latent: model.description.latent, capacity: capacity)
        regulariserWork = Tensor(
            zeros: regulariser.workCount(latent: model.description.latent, columns: capacity))
        decoder = Workspace(model.decoder, columns: capacity, training: true)
        encoder = Workspace(model.encoder, columns: capacity, training: true, sharing: decoder)
        // The gradient may take the place of the logits unless they are read on the way back.
        separateGradient = model.decoder.readsOutput ? Tensor(zeros: values * capacity) : nil
    }

    /// Trains on the items of `images` with the given numbers.
    ///
    /// - Parameters:
    ///   - step: number of this step in the run, from 1: it picks the noise and corrects Adam's bias.
    ///   - beta: weight of the KL term in this step.
    ///   - epoch: epochs that the run has come, with parts of them.
    /// - Returns: the loss before the update. Where it is not finite, nothing is updated.
    public func step(
        _ images: TensorBatch, items: some RandomAccessCollection<Int>, step: Int, beta: Double, epoch: Double = 0,
        rate: Double
    ) -> BatchLoss {
        profile?.start()
        self.step = step
        batch.load(images, items: items, threshold: model.description.threshold, team: team)
        profile?.lap(.images)
        let loss = evaluate(beta: beta, epoch: epoch)
        guard loss.brokenTerm == nil else { return loss }
        if optimizer.needsNorm {
            gradients.fill(0)
            differentiate(update: nil)
            optimizer.update(parameters: model.store.values, gradients: gradients, step: step, rate: rate, team: team)
            profile?.lap(.update)
        } else {
            differentiate(update: optimizer.update(of: model.store.values, step: step, rate: rate))
        }
        return loss
    }

    private var pass: Pass {
        Pass(
            items: batch.items, isTraining: true, store: model.store, noise: source(.dropout), team: team,
            profile: profile)
    }

    /// Takes the loaded batch forward, and puts the gradient of its mean loss for the logits in `logitGradient`.
    private func evaluate(beta: Double, epoch: Double) -> BatchLoss {
        let pass = pass
        posterior.take(encode(pass), pass)
        posterior.draw(source(.noise), items: batch.items)
        let latents = regulariser.evaluate(
            LatentBatch(
                posterior: posterior, items: batch.items, shares: batch.weights, beta: beta, epoch: epoch,
                setSize: model.description.setSize ?? batch.items, noise: source(.noise).derived(1),
                work: regulariserWork, gradients: latentGradients, team: team))
        profile?.lap(.posterior)
        let logits = decoder.forward(posterior.sample, pass)
        logitGradient = separateGradient.map { $0[0..<logits.count] } ?? logits
        reconstruction.evaluate(
            logits: logits, images: batch.images, weights: batch.weights, losses: losses[0..<pass.columns],
            gradient: logitGradient, team: team)
        profile?.lap(.loss)
        var recon = 0.0
        for item in 0..<batch.items { recon += Double(losses[item]) }
        return BatchLoss(terms, items: batch.items, recon: recon, latents)
    }

    /// Takes the loaded batch, spoilt where that is asked for, through the encoder.
    private func encode(_ pass: Pass) -> Tensor {
        guard let corruption else { return encoder.forward(batch.images, sparse: batch.sparse, pass) }
        let images = corruptedImages[0..<batch.images.count]
        corruption.apply(
            batch.images, output: images, items: pass.items, columns: pass.columns,
            source: source(.corruption), team: team)
        return encoder.forward(images, pass)
    }

    /// The random numbers of this step for one use.
    private func source(_ use: RandomStream) -> NoiseSource {
        seed.derived(use.rawValue).derived(UInt64(step))
    }

    /// Takes the loss of the batch that last went forward back through the model: each gradient is kept, or applied to
    /// its parameter as soon as it is known.
    private func differentiate(update: ParameterUpdate?) {
        let pass = pass
        let use = GradientUse(kept: gradients, vector: vector, update: update)
        guard let sampleGradient = decoder.backward(logitGradient, use, pass) else {
            preconditionFailure("the decoder's plan wants the gradient of its input")
        }
        let headGradient = posterior.backward(
            sampleGradient: sampleGradient, shares: batch.weights, gradients: latentGradients, team: team)
        profile?.lap(.posterior)
        encoder.backward(headGradient, use, pass)
    }
}

extension Trainer {
    /// The loss of a batch and its gradient for every parameter in PyTorch's order, with no update: for gradient checks.
    package func lossAndGradients(
        _ images: TensorBatch, step: Int, beta: Double, epoch: Double = 0
    ) -> (loss: BatchLoss, gradients: [String: [Float]]) {
        self.step = step
        batch.load(images, items: 0..<images.count, threshold: model.description.threshold, team: team)
        let loss = evaluate(beta: beta, epoch: epoch)
        gradients.fill(0)
        differentiate(update: nil)
        let pairs = model.parameterList.map { ($0.name, $0.read(from: gradients)) }
        return (loss, Dictionary(uniqueKeysWithValues: pairs))
    }
}
