import TensorStreams
import Threads

/// One step of training after another, of any model: forward, loss, backward, update, in memory that is allocated once.
///
/// Where batches are cut into blocks, these go forward and back side by side, on any number of ranks, and what they have is
/// added up in an order that depends on the number of blocks alone.
public final class Trainer {
    public let model: any Model
    let optimizer: Optimizer
    /// By block of this process.
    private let losses: [any ModelLoss]
    private let learner: Learner
    /// The discriminator, where the loss has one.
    private let opponent: Learner?
    private let team: ThreadTeam
    private let seed: NoiseSource
    private let redraws: Bool
    private let blocks: TrainingBlocks?
    /// Where it is given, each step's time is told to it, part by part.
    package var profile: StepProfile?

    /// - Parameters:
    ///   - ranks: that train together; nil for one.
    ///   - loss: makes one for batches of so many items at most.
    init(
        _ model: some Trainable, settings: TrainingSettings, resuming optimizer: Optimizer?, team: ThreadTeam,
        ranks: (any RankGroup)?, loss: (_ largest: Int) -> any ModelLoss
    ) {
        (self.model, self.team) = (model, team)
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
        let largest = model.cut(settings).largest
        let ofBlock = (largest + settings.blocks - 1) / settings.blocks
        let ranks = ranks ?? LoneRank()
        losses = (0..<settings.blocks / ranks.count).map { _ in loss(ofBlock) }
        blocks = TrainingBlocks(
            settings, largest: largest, model: model, sumsOnTheWay: !losses[0].usesParametersTwice, ranks: ranks,
            team: team)
    }

    /// What each rank of a run is to tell the others in every step, and what they have told in the last.
    public var message: () -> Double = { 0 }
    public var messages: [Double] { blocks?.messages ?? [] }

    /// Trains on the items of `images` with the given numbers.
    ///
    /// - Returns: the loss before the update. Where it is not finite, nothing is updated.
    public func step(
        _ images: LabelledImages, items: some RandomAccessCollection<Int>, at moment: TrainingMoment
    ) -> BatchLoss {
        step(ImagesAtHand(images), items: items, at: moment)
    }

    /// The same for images that are dealt out to the ranks of the run.
    func step(
        _ images: DealtImages, items: some RandomAccessCollection<Int>, at moment: TrainingMoment
    ) -> BatchLoss {
        if images.ranks.count == 1 { return step(ImagesAtHand(images.own), items: items, at: moment) }
        let items = Array(items)
        return step(atHand(images, items: items, at: moment), items: items, at: moment)
    }

    /// What this rank needs of the images for a step.
    private func atHand(_ images: DealtImages, items: [Int], at moment: TrainingMoment) -> ImagesAtHand {
        guard let meeting = blocks?.meeting else { preconditionFailure("ranks train on blocks") }
        let noise = StepNoise(root: seed, step: moment.step)
        let others = losses[0].adversary?.choices(items.count, of: images.count, noise) ?? []
        let wanted = images.ranks.all.map { rank in
            let places = meeting.items(ofRank: rank, batch: items.count)
            return Array(items[places] + (others.isEmpty ? [] : others[places]))
        }
        let own = wanted[images.ranks.rank]
        return ImagesAtHand(images.items(wanted), numbers: own, of: images.count)
    }

    private func step(
        _ images: ImagesAtHand, items: some RandomAccessCollection<Int>, at moment: TrainingMoment
    ) -> BatchLoss {
        profile?.start()
        let result =
            blocks.map { step(in: $0, images, Array(items), at: moment) } ?? stepWhole(images, items, at: moment)
        guard result.brokenTerm == nil else { return result }
        profile?.lap(.update)
        optimizer.average?.add(model.store, step: moment.step, team: team)
        return result
    }

    /// A step of a batch that is in one piece, whose gradients are applied as they are made.
    private func stepWhole(
        _ images: ImagesAtHand, _ items: some RandomAccessCollection<Int>, at moment: TrainingMoment
    ) -> BatchLoss {
        let (loss, (result, pass)) = (losses[0], evaluate(losses[0], images, items, at: moment))
        guard result.brokenTerm == nil else { return result }
        opponent?.learn(step: moment.step, rate: opponent?.optimizer.settings.rate ?? 0, team: team) {
            loss.differentiateAdversary($0, pass)
        }
        learner.learn(step: moment.step, rate: moment.rate, waits: loss.usesParametersTwice, team: team) {
            loss.differentiate($0, pass)
        }
        return result
    }

    /// A step of a batch in blocks, whose gradients are added up first.
    private func step(
        in blocks: TrainingBlocks, _ images: ImagesAtHand, _ items: [Int], at moment: TrainingMoment
    ) -> BatchLoss {
        let results = blocks.meeting.own.map { _ in BlockResult() }
        func run(_ opponents: GradientUse?) {
            blocks.meeting.run(items: items.count) { number, team in
                let (block, place) = (blocks.block(number), number - blocks.meeting.own.lowerBound)
                let (result, pass) = evaluate(losses[place], images, items[block.items], at: moment, block, team)
                results[place].loss = result
                if let opponents { losses[place].differentiateAdversary(opponents, pass) }
                let use = blocks.gradients.use(number, isOnly: !losses[place].usesParametersTwice)
                losses[place].differentiate(use, pass)
            }
        }
        if let opponent {
            let rate = opponent.optimizer.settings.rate
            opponent.learn(step: moment.step, rate: rate, waits: true, team: team) { run($0) }
        } else {
            run(nil)
        }
        let result = blocks.sum(results.compactMap(\.loss), telling: message())
        guard result.brokenTerm == nil else {
            blocks.gradients.abandon()
            return result
        }
        blocks.gradients.update(model.store.values, by: optimizer, step: moment.step, rate: moment.rate, team)
        return result
    }

    /// What a block of a batch comes to.
    private final class BlockResult {
        var loss: BatchLoss?
    }

    /// Shows all ranks what each has of the optimiser's state, of which a checkpoint has the whole.
    func gatherState() {
        guard let blocks, !optimizer.needsWhole else { return }
        for part in optimizer.state { blocks.gradients.show(part) }
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
        _ loss: any ModelLoss, _ images: ImagesAtHand, _ items: some RandomAccessCollection<Int>,
        at moment: TrainingMoment, _ block: BatchBlock? = nil, _ team: ThreadTeam? = nil
    ) -> (loss: BatchLoss, pass: Pass) {
        let team = team ?? self.team
        let (noise, draws) = (StepNoise(root: seed, step: moment.step), draws(at: moment))
        loss.batch.load(images, items: items, of: block?.batchItems, draws: draws, team: team)
        loss.adversary?.load(images, count: items.count, noise, draws: draws, block: block, team: team)
        profile?.lap(.images)
        let pass = Pass(
            items: loss.batch.items, isTraining: true, store: model.store, noise: noise.source(.dropout), team: team,
            profile: profile, block: block)
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
        let (loss, (result, pass)) = (
            losses[0], evaluate(losses[0], ImagesAtHand(images), items ?? 0..<images.count, at: moment)
        )
        let opponents = opponent?.gradients { loss.differentiateAdversary($0, pass) } ?? [:]
        let gradients = learner.gradients { loss.differentiate($0, pass) }
        return (result, gradients.merging(opponents) { own, _ in own })
    }
}
