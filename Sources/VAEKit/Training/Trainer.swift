import TensorStreams
import Threads

/// One step of training after another, of any model: forward, loss, backward, update, in memory that is allocated once.
public final class Trainer {
    public let model: any Model
    let optimizer: Optimizer
    private let loss: any ModelLoss
    private let learner: Learner
    /// The discriminator, where the loss has one.
    private let opponent: Learner?
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
        self.optimizer = optimizer ?? Optimizer(settings.optimizer, for: model)
        if let optimizer {
            optimizer.average?.exchange(with: model.store)
        } else {
            self.optimizer.average = settings.average.map { WeightAverage(decay: $0, of: model.store) }
        }
        let learners = self.optimizer.parts(of: model).map { Learner($0.store, $0.optimizer) }
        (learner, opponent) = (learners[0], learners.count > 1 ? learners[1] : nil)
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
        opponent?.learn(step: moment.step, rate: opponent?.optimizer.settings.rate ?? 0, team: team) {
            loss.differentiateAdversary($0, pass)
        }
        learner.learn(step: moment.step, rate: moment.rate, waits: loss.usesParametersTwice, team: team) {
            loss.differentiate($0, pass)
        }
        profile?.lap(.update)
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
        let (noise, draws) = (StepNoise(root: seed, step: moment.step), draws(at: moment))
        loss.batch.load(images, items: items, draws: draws, team: team)
        loss.adversary?.load(images, count: items.count, noise, draws: draws, team: team)
        profile?.lap(.images)
        let pass = Pass(
            items: loss.batch.items, isTraining: true, store: model.store, noise: noise.source(.dropout), team: team,
            profile: profile)
        return (loss.evaluate(at: moment, noise: noise, pass), pass)
    }
}

extension Trainer {
    /// The loss of a batch and its gradient for every parameter in PyTorch's order, with no update: for gradient checks. Those
    /// of a discriminator are of its own loss.
    ///
    /// - Parameter items: of the batch; nil for all of the images.
    package func lossAndGradients(
        _ images: LabelledImages, items: Range<Int>? = nil, at moment: TrainingMoment
    ) -> (loss: BatchLoss, gradients: [String: [Float]]) {
        let (result, pass) = evaluate(images, items: items ?? 0..<images.count, at: moment)
        let opponents = opponent?.gradients { loss.differentiateAdversary($0, pass) } ?? [:]
        let gradients = learner.gradients { loss.differentiate($0, pass) }
        return (result, gradients.merging(opponents) { own, _ in own })
    }
}
