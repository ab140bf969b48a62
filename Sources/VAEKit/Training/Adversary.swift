import TensorStreams
import Threads

/// The second player of a loss: a discriminator that is shown the latents of a batch and those that it is to tell them from.
///
/// Both players see each other as they were before the step. The way back is one for both: what a latent's log odds do to
/// the discriminator's loss and what they are charged in the model's differ by a factor for each latent, so the gradient of one
/// is that of the other, rescaled.
final class Adversary {
    let discriminator: Discriminator
    /// Where the others come of images that are not those of the batch.
    private let second: SecondBatch?
    private let latent: Int
    private let network: Workspace
    /// Latent × columns of both kinds of latents side by side.
    private let inputs: MutableTensor
    private let logitGradients: MutableTensor
    /// Of both kinds.
    private let logOdds: MutableTensor
    private let slopes: MutableTensor

    /// Uses of its noise.
    private enum Use: UInt64 {
        case images, latents, orders
    }

    /// A latent that the discriminator knows for sure teaches it next to nothing, but may be charged all the same: no float
    /// tells this from 0 in the sum over a batch.
    private static let leastShare = 1e-12

    /// nil where the model's objective has no discriminator.
    ///
    /// - Parameters:
    ///   - capacity: columns of the widest batch.
    ///   - training: whether there will be a way back.
    init?(_ model: Autoencoder, capacity: Int, training: Bool, corruption: Corruption?) {
        guard let discriminator = model.discriminator else { return nil }
        self.discriminator = discriminator
        let isPermuted = discriminator.description.counterpart == .permuted
        second = training && isPermuted ? SecondBatch(model, capacity: capacity, corruption: corruption) : nil
        latent = model.description.latent
        network = Workspace(discriminator.network, columns: 2 * capacity, training: training)
        inputs = MutableTensor(zeros: 2 * latent * capacity)
        logitGradients = MutableTensor(zeros: training ? 4 * capacity : 0)
        logOdds = MutableTensor(zeros: 2 * capacity)
        slopes = MutableTensor(zeros: capacity)
    }

    /// Takes a second batch of so many out of the images at hand, where one is wanted.
    func load(
        _ images: LabelledImages, count: Int, _ noise: StepNoise, draws: PixelDraws?, team: ThreadTeam
    ) {
        let source = noise.source(.adversary).derived(Use.images.rawValue)
        second?.load(images, count: count, source, draws: draws, team: team)
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
        show(samples, side: 0, pass) { _ in Array(0..<pass.items) }
        switch discriminator.description.counterpart {
        case .permuted:
            let orders = source.derived(Use.orders.rawValue)
            show(others, side: 1, pass) { orders.derived(UInt64($0)).order(pass.items) }
        case .prior:
            let draws = MutableTensor(zeros: latent * pass.columns)
            source.derived(Use.latents.rawValue).fill(
                draws, latent: latent, items: pass.items, columns: pass.columns, isShared: false)
            show(Tensor(draws), side: 1, pass) { _ in Array(0..<pass.items) }
        }
        return verdicts(pass)
    }

    /// Puts latents among the inputs, each coordinate in an order of its own.
    private func show(_ latents: Tensor, side: Int, _ pass: Pass, order: (Int) -> [Int]) {
        for row in 0..<latent {
            let (from, to) = (row * pass.columns, (2 * row + side) * pass.columns)
            for (column, item) in order(row).enumerated() { inputs[to + column] = latents[from + item] }
            for column in pass.items..<pass.columns { inputs[to + column] = 0 }
        }
    }

    private func verdicts(_ pass: Pass) -> Verdicts {
        let (columns, width) = (pass.columns, 2 * pass.columns)
        let logits = Tensor(network.forward(Tensor(inputs)[0..<latent * width], both(pass)))
        for column in 0..<width { logOdds[column] = logits[column] - logits[width + column] }
        var loss = 0.0
        for item in 0..<pass.items {
            loss += 0.5 * (softplus(-Double(logOdds[item])) + softplus(Double(logOdds[columns + item])))
        }
        return Verdicts(logOdds: Tensor(logOdds)[0..<columns], loss: loss, slopes: slopes[0..<columns])
    }

    /// The pass of both kinds of latents.
    private func both(_ pass: Pass) -> Pass {
        Pass(
            items: 2 * pass.columns, isTraining: pass.isTraining, store: discriminator.store, team: pass.team,
            profile: pass.profile)
    }

    /// Takes the discriminator's loss back to its parameters, and what latents are charged for their log odds to them.
    ///
    /// - Parameter gradients: where the gradient of the sample goes.
    func differentiate(_ gradients: LatentGradients, _ use: GradientUse, _ pass: Pass) {
        let (columns, width) = (pass.columns, 2 * pass.columns)
        let logits = logitGradients[0..<2 * width]
        logits.fill(0)
        let share = 0.5 / Double(pass.items)
        for item in 0..<pass.items {
            let place = columns + item
            (logits[item], logits[place]) = (
                Float(-share * mistake(item)), Float(share * sigmoid(Double(logOdds[place])))
            )
            (logits[width + item], logits[width + place]) = (-logits[item], -logits[place])
        }
        guard let back = network.backward(logits, use, both(pass)) else {
            preconditionFailure("the discriminator's plan wants the gradient of its input")
        }
        let sample = gradients.sample(columns: columns)
        sample.fill(0)
        for item in 0..<pass.items {
            let factor = Float(-Double(slopes[item]) / (0.5 * mistake(item)))
            for row in 0..<latent { sample[row * columns + item] = factor * back[row * width + item] }
        }
    }

    /// How likely the discriminator takes a latent of the batch for one of the others.
    private func mistake(_ item: Int) -> Double { max(sigmoid(-Double(logOdds[item])), Self.leastShare) }
}
