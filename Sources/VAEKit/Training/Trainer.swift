import TensorStreams
import Threads

/// One step of training after another, of any model: forward, loss, backward, update, in memory that is allocated once.
public final class Trainer {
    public let model: any Model
    let optimizer: Optimizer
    private let loss: any ModelLoss
    private let gradients: MutableTensor
    private let vector: MutableTensor
    private let team: ThreadTeam
    private let seed: NoiseSource
    private let redraws: Bool
    /// Where it is given, each step's time is told to it, part by part.
    package var profile: StepProfile?

    init(
        _ model: any Model, _ loss: any ModelLoss, settings: TrainingSettings, resuming optimizer: Optimizer?,
        team: ThreadTeam
    ) {
        (self.model, self.loss, self.team) = (model, loss, team)
        self.optimizer = optimizer ?? Optimizer(settings.optimizer, for: model.store)
        if let optimizer {
            optimizer.average?.exchange(with: model.store)
        } else {
            self.optimizer.average = settings.average.map { WeightAverage(decay: $0, of: model.store) }
        }
        gradients = MutableTensor(zeros: model.store.values.count)
        vector = MutableTensor(zeros: model.store.longestVector)
        seed = NoiseSource(seed: UInt64(settings.seed))
        redraws = settings.redraws
    }

    /// Trains on the items of `images` with the given numbers.
    ///
    /// - Returns: the loss before the update. Where it is not finite, nothing is updated.
    public func step(
        _ images: LabelledImages, items: some RandomAccessCollection<Int>, at moment: TrainingMoment
    ) -> BatchLoss {
        let (result, pass) = evaluate(images, items: items, at: moment)
        guard result.brokenTerm == nil else { return result }
        let values = model.store.values
        if optimizer.needsNorm || loss.usesParametersTwice {
            gradients.fill(0)
            differentiate(pass, update: nil)
            optimizer.update(
                parameters: values, gradients: Tensor(gradients), step: moment.step, rate: moment.rate, team: team)
            profile?.lap(.update)
        } else {
            differentiate(pass, update: optimizer.update(of: values, step: moment.step, rate: moment.rate))
        }
        optimizer.average?.add(model.store, step: moment.step, team: team)
        return result
    }

    /// Does something while the model has the average of its weights, where one is kept.
    func withAverage<Result>(_ body: () throws -> Result) rethrows -> Result {
        optimizer.average?.exchange(with: model.store)
        defer { optimizer.average?.exchange(with: model.store) }
        return try body()
    }

    /// What draws the pixels of a step, where they are drawn: anew in each epoch.
    private func draws(at moment: TrainingMoment) -> PixelDraws? {
        guard redraws else { return nil }
        let source = seed.derived(RandomStream.redraw.rawValue).derived(UInt64(moment.epoch))
        return PixelDraws(source, firstItem: moment.firstItem)
    }

    /// Takes items forward to their loss, with its gradient made ready for the way back.
    private func evaluate(
        _ images: LabelledImages, items: some RandomAccessCollection<Int>, at moment: TrainingMoment
    ) -> (loss: BatchLoss, pass: Pass) {
        profile?.start()
        loss.batch.load(images, items: items, draws: draws(at: moment), team: team)
        profile?.lap(.images)
        let noise = StepNoise(root: seed, step: moment.step)
        let pass = Pass(
            items: loss.batch.items, isTraining: true, store: model.store, noise: noise.source(.dropout), team: team,
            profile: profile)
        return (loss.evaluate(at: moment, noise: noise, pass), pass)
    }

    /// Takes the loss of the batch that last went forward back through the model: each gradient is kept, or applied to
    /// its parameter as soon as it is known.
    private func differentiate(_ pass: Pass, update: ParameterUpdate?) {
        loss.differentiate(GradientUse(kept: gradients, vector: vector, update: update), pass)
    }
}

extension Trainer {
    /// The loss of a batch and its gradient for every parameter in PyTorch's order, with no update: for gradient checks.
    package func lossAndGradients(
        _ images: LabelledImages, at moment: TrainingMoment
    ) -> (loss: BatchLoss, gradients: [String: [Float]]) {
        let (result, pass) = evaluate(images, items: 0..<images.count, at: moment)
        gradients.fill(0)
        differentiate(pass, update: nil)
        let pairs = model.parameterList.map { ($0.name, $0.read(from: Tensor(gradients))) }
        return (result, Dictionary(uniqueKeysWithValues: pairs))
    }
}
