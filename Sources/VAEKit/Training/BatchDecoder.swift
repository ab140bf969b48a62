import TensorStreams
import Threads

/// An autoencoder's way from latents to the reconstruction loss of each, and back.
final class BatchDecoder {
    let workspace: Workspace
    private let latent: Int
    private let kernel: ReconstructionKernel
    /// What the likelihood learns beside the decoder, and its gradient for each value of each column.
    private let spread: (range: Range<Int>, gradient: MutableTensor)?
    private let columnLosses: MutableTensor
    /// Room for the gradient of the logits where it cannot take their place.
    private let separateGradient: MutableTensor?
    private let input: LabelledInput
    /// The model whose objective may ask something of the decoder itself.
    private let penalised: Autoencoder?
    private let penalty: DecoderPenalty?
    private let probe: DecoderProbe?
    private var logits = Tensor(zeros: 0)
    /// The gradient for what the decoder put out.
    private(set) var logitGradient = MutableTensor(zeros: 0)

    /// - Parameters:
    ///   - capacity: columns of the widest batch of latents.
    ///   - penalised: the same model, where its objective may ask something of the decoder itself.
    init(_ model: some ImageAutoencoder, capacity: Int, penalised: Autoencoder? = nil) {
        self.penalised = penalised
        penalty = penalised?.description.objective.regulariser.decoderPenalty
        let values = model.image.count
        spread = model.spread.map { (range: $0, gradient: MutableTensor(zeros: values * capacity)) }
        latent = model.decodedCount
        kernel = model.reconstruction(capacity: capacity)
        columnLosses = MutableTensor(zeros: capacity)
        input = LabelledInput(MapShape(channels: latent), classes: model.classes, capacity: capacity)
        workspace = Workspace(model.decoder, columns: capacity, training: true)
        let workspace = workspace
        probe = penalised.flatMap { DecoderProbe($0, capacity: capacity, sharing: workspace) }
        // The gradient may take the place of the logits unless they are read again.
        separateGradient = model.decoder.readsOutput || probe != nil ? MutableTensor(zeros: values * capacity) : nil
    }

    /// The loss of each column, with the gradient of Σ `weights` · loss made ready.
    ///
    /// - Parameters:
    ///   - sample: latent × columns.
    ///   - labels: the class of each column.
    ///   - images: values × columns.
    func losses(of sample: Tensor, labels: [Int], images: Tensor, weights: Tensor, _ pass: Pass) -> Tensor {
        let logits = workspace.forward(input.join(sample, labels: labels, pass), pass)
        self.logits = Tensor(logits)
        logitGradient = separateGradient.map { $0[0..<logits.count] } ?? logits
        let losses = columnLosses[0..<pass.columns]
        kernel.evaluate(
            logits: Tensor(logits), images: images, weights: weights, losses: losses, gradient: logitGradient,
            spread: spread.map {
                ReconstructionKernel.Spread(
                    Tensor(pass.store.values)[$0.range], gradient: $0.gradient[0..<logits.count])
            },
            team: pass.team)
        return Tensor(losses)
    }

    /// Lets each column count for what its draw does: the gradients of its loss are multiplied by that.
    func weigh(by weights: Tensor, _ kernel: DrawsKernel, _ pass: Pass) {
        kernel.scale(logitGradient, by: weights, team: pass.team)
        if let spread { kernel.scale(spread.gradient[0..<logitGradient.count], by: weights, team: pass.team) }
    }

    /// Adds to the loss what the objective asks of the decoder, for the batch that last went forward.
    func charge(_ loss: inout BatchLoss, of sample: Tensor, labels: [Int], _ source: NoiseSource, _ pass: Pass) {
        guard let penalty, let penalised else { return }
        let slope = probe?.evaluate(logits: logits, sample: sample, labels: labels, source, pass)
        probe?.addGradient(ofLogits: logitGradient, pass)
        loss.add(penalty, weights: penalised.decoderNorm, slope: slope ?? 0)
    }

    /// Whether parameters have gradients beside those of the reconstruction.
    var usesParametersTwice: Bool { penalty != nil }

    /// Takes the gradient back to the latents, latent × columns.
    func differentiate(_ gradients: GradientUse, _ pass: Pass) -> MutableTensor {
        probe?.differentiate(gradients, pass)
        if let penalty, penalty.weights > 0 {
            penalised?.addDecoderGradient(weight: pass.share * penalty.weights, to: gradients)
        }
        guard let inputGradient = workspace.backward(logitGradient, gradients, pass) else {
            preconditionFailure("the decoder's plan wants the gradient of its input")
        }
        if let spread {
            gradients.take(spread.range, team: pass.team) {
                SpreadSums.sum(Tensor(spread.gradient), columns: pass.columns, into: $0, team: pass.team)
            }
        }
        // Behind the latents stands the one-hot of the class, which nothing can change.
        let sampleGradient = inputGradient[0..<latent * pass.columns]
        probe?.addGradient(ofLatents: sampleGradient, pass)
        return sampleGradient
    }
}
