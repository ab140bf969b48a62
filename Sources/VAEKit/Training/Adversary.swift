import TensorStreams
import Threads

/// The second player of a loss: a discriminator that is shown the latents of a batch and those that it is to tell them from.
///
/// Both players see each other as they were before the step. The way back is one for both: what a latent's log odds do to
/// the discriminator's loss and what they are charged in the model's differ by a factor for each latent, so the gradient of one
/// is that of the other, rescaled. Of a batch in blocks it sees the whole, once in every process.
final class Adversary {
    let discriminator: Discriminator
    /// Where the others come of images that are not those of the batch.
    private let second: SecondBatch?
    private let latent: Int
    private let capacity: Int
    private let isTraining: Bool
    /// Made for the first batch, which says whether it is of one block or of more.
    private var whole: DiscriminatorBatch?
    private let logOdds: MutableTensor
    private let slopes: MutableTensor

    /// Uses of its noise; `DiscriminatorBatch` has others.
    private enum Use: UInt64 {
        case images, latents
    }

    /// nil where the model's objective has no discriminator.
    ///
    /// - Parameters:
    ///   - capacity: columns of the widest batch.
    ///   - training: whether there will be a way back.
    init?(_ model: Autoencoder, capacity: Int, training: Bool, corruption: Corruption?) {
        guard let discriminator = model.discriminator else { return nil }
        (self.discriminator, self.capacity, isTraining) = (discriminator, capacity, training)
        let isPermuted = discriminator.description.counterpart == .permuted
        second = training && isPermuted ? SecondBatch(model, capacity: capacity, corruption: corruption) : nil
        latent = model.description.latent
        logOdds = MutableTensor(zeros: capacity)
        slopes = MutableTensor(zeros: capacity)
    }

    /// Takes a second batch of so many out of the images at hand, where one is wanted.
    ///
    /// - Parameter block: which of them are this block's, where a batch is cut into blocks.
    func load(
        _ images: ImagesAtHand, count: Int, _ noise: StepNoise, draws: PixelDraws?, block: BatchBlock?,
        team: ThreadTeam
    ) {
        guard let second else { return }
        let choices = choices(block?.batchItems ?? count, of: images.total, noise)
        second.load(images, items: choices[block?.items ?? 0..<count], draws: draws, team: team)
    }

    /// The numbers of a second batch of so many; none where it wants none.
    func choices(_ count: Int, of total: Int, _ noise: StepNoise) -> [Int] {
        second == nil
            ? [] : noise.source(.adversary).derived(Use.images.rawValue).choices(count, below: total)
    }

    /// What it makes of the latents of a batch in a step.
    func judge(_ samples: Tensor, _ noise: StepNoise, _ pass: Pass) -> Verdicts {
        let source = noise.source(.adversary)
        let others = second?.latents(source.derived(Use.latents.rawValue), noise, pass)
        return judge(samples, against: others ?? samples, source, pass)
    }

    /// What it makes of the latents of a batch that nothing is learnt from: others are the same ones permuted, or draws.
    func judge(_ samples: Tensor, _ source: NoiseSource, _ pass: Pass) -> Verdicts {
        judge(samples, against: samples, source, pass)
    }

    private func judge(_ samples: Tensor, against others: Tensor, _ source: NoiseSource, _ pass: Pass) -> Verdicts {
        guard let block = pass.block else {
            let batch = wholeBatch(capacity: capacity)
            batch.forward(samples, against: others, items: pass.items, source, pass)
            return verdicts(of: batch, items: 0..<pass.items, loss: batch.loss, pass)
        }
        let own = Tensor(block.join(samples, rows: latent))
        let theirs = Tensor(block.join(others, rows: latent))
        let batch = block.meeting.once(block.number) {
            let batch = wholeBatch(capacity: Tensor.columns(for: block.meeting.largest))
            batch.forward(own, against: theirs, items: block.batchItems, source, pass)
            return batch
        }
        whole = batch
        return verdicts(of: batch, items: block.items, loss: block.isFirst ? batch.loss : 0, pass)
    }

    private func wholeBatch(capacity: Int) -> DiscriminatorBatch {
        let batch =
            whole ?? DiscriminatorBatch(discriminator, latent: latent, capacity: capacity, training: isTraining)
        whole = batch
        return batch
    }

    /// Those of some items of the batch, and a loss that is told once.
    private func verdicts(of batch: DiscriminatorBatch, items: Range<Int>, loss: Double, _ pass: Pass) -> Verdicts {
        for column in 0..<pass.columns {
            logOdds[column] = column < items.count ? batch.ownLogOdds[items.lowerBound + column] : 0
        }
        return Verdicts(logOdds: Tensor(logOdds)[0..<pass.columns], loss: loss, slopes: slopes[0..<pass.columns])
    }

    /// Takes the discriminator's loss back to its parameters, and what latents are charged for their log odds to them.
    ///
    /// - Parameter gradients: where the gradient of the sample goes.
    func differentiate(_ gradients: LatentGradients, _ use: GradientUse, _ pass: Pass) {
        guard let whole else { preconditionFailure("what goes back has been judged") }
        let back =
            pass.block.map { $0.meeting.once($0.number) { whole.backward(use, pass) } }
            ?? whole.backward(use, pass)
        let width = 2 * whole.columns
        let sample = gradients.sample(columns: pass.columns)
        sample.fill(0)
        for item in 0..<pass.items {
            let factor = Float(-Double(slopes[item]) / (0.5 * sigmoid(-Double(logOdds[item])).orLeast))
            for row in 0..<latent {
                sample[row * pass.columns + item] = factor * back[row * width + pass.firstItem + item]
            }
        }
    }
}
