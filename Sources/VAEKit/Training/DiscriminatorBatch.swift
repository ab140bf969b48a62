import TensorStreams
import Threads

/// The latents of a whole batch and those that they are to be told from, side by side before a discriminator; and the way back.
final class DiscriminatorBatch {
    private let discriminator: Discriminator
    private let latent: Int
    private let network: Workspace
    /// Latent × columns of both kinds of latents side by side.
    private let inputs: MutableTensor
    private let logitGradients: MutableTensor
    /// Of both kinds.
    private let logOdds: MutableTensor
    private(set) var items = 0

    /// Uses of its noise.
    private enum Use: UInt64 {
        case latents = 1
        case orders
    }

    /// - Parameters:
    ///   - capacity: columns of the widest batch.
    ///   - training: whether there will be a way back.
    init(_ discriminator: Discriminator, latent: Int, capacity: Int, training: Bool) {
        (self.discriminator, self.latent) = (discriminator, latent)
        network = Workspace(discriminator.network, columns: 2 * capacity, training: training)
        inputs = MutableTensor(zeros: 2 * latent * capacity)
        logitGradients = MutableTensor(zeros: training ? 4 * capacity : 0)
        logOdds = MutableTensor(zeros: 2 * capacity)
    }

    /// Columns of one kind.
    var columns: Int { Tensor.columns(for: items) }

    /// The log odds of the batch's own latents, by column.
    var ownLogOdds: Tensor { Tensor(logOdds)[0..<columns] }

    /// Takes latents forward to their log odds.
    ///
    /// - Parameters:
    ///   - samples: latent × columns.
    ///   - others: what is permuted, where the discriminator is shown that.
    func forward(_ samples: Tensor, against others: Tensor, items: Int, _ source: NoiseSource, _ pass: Pass) {
        self.items = items
        show(samples, side: 0) { _ in Array(0..<items) }
        switch discriminator.description.counterpart {
        case .permuted:
            let orders = source.derived(Use.orders.rawValue)
            show(others, side: 1) { orders.derived(UInt64($0)).order(items) }
        case .prior:
            let draws = MutableTensor(zeros: latent * columns)
            source.derived(Use.latents.rawValue).fill(
                draws, latent: latent, items: items, columns: columns, isShared: false)
            show(Tensor(draws), side: 1) { _ in Array(0..<items) }
        }
        let width = 2 * columns
        let logits = Tensor(network.forward(Tensor(inputs)[0..<latent * width], both(pass)))
        for column in 0..<width { logOdds[column] = logits[column] - logits[width + column] }
    }

    /// Puts latents among the inputs, each coordinate in an order of its own.
    private func show(_ latents: Tensor, side: Int, order: (Int) -> [Int]) {
        for row in 0..<latent {
            let (from, to) = (row * columns, (2 * row + side) * columns)
            for (column, item) in order(row).enumerated() { inputs[to + column] = latents[from + item] }
            for column in items..<columns { inputs[to + column] = 0 }
        }
    }

    /// The discriminator's own loss in nats, summed over the items.
    var loss: Double {
        (0..<items).reduce(0) { sum, item in
            sum + 0.5 * (softplus(-Double(logOdds[item])) + softplus(Double(logOdds[columns + item])))
        }
    }

    /// The pass of both kinds of latents.
    private func both(_ pass: Pass) -> Pass {
        Pass(
            items: 2 * columns, isTraining: pass.isTraining, store: discriminator.store, team: pass.team,
            profile: pass.profile)
    }

    /// Takes the discriminator's mean loss back to its parameters, and to the latents: latent × columns of both kinds.
    func backward(_ use: GradientUse, _ pass: Pass) -> Tensor {
        let width = 2 * columns
        let logits = logitGradients[0..<2 * width]
        logits.fill(0)
        let share = 0.5 / Double(items)
        for item in 0..<items {
            let place = columns + item
            (logits[item], logits[place]) = (
                Float(-share * sigmoid(-Double(logOdds[item])).orLeast), Float(share * sigmoid(Double(logOdds[place])))
            )
            (logits[width + item], logits[width + place]) = (-logits[item], -logits[place])
        }
        guard let back = network.backward(logits, use, both(pass)) else {
            preconditionFailure("the discriminator's plan wants the gradient of its input")
        }
        return Tensor(back)
    }
}

extension Double {
    /// A latent that the discriminator knows for sure teaches it next to nothing, but may be charged all the same: no float tells
    /// this from 0 in the sum over a batch.
    var orLeast: Double { max(self, 1e-12) }
}
