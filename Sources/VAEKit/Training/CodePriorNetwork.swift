import Threads

/// A prior of codes at work on batches of them, places × columns: what it makes of each place, and the way back.
final class CodePriorNetwork {
    private let model: CodePrior
    private let workspace: Workspace
    private let vectors: MutableTensor
    /// Of the vectors' gradients by code, and how many those are.
    private let sums, counts: MutableTensor

    /// - Parameters:
    ///   - capacity: columns of the widest batch.
    ///   - training: whether there will be a way back.
    init(_ model: CodePrior, capacity: Int, training: Bool) {
        self.model = model
        workspace = Workspace(model.network, columns: capacity, training: training)
        vectors = MutableTensor(zeros: model.network.input.count * capacity)
        sums = MutableTensor(zeros: training ? model.embedding.count : 0)
        counts = MutableTensor(zeros: training ? Tensor.columns(for: model.description.codes) : 0)
    }

    private func kernel(_ pass: Pass) -> CodebookKernel {
        CodebookKernel(width: model.description.network.channels, columns: pass.columns)
    }

    /// The logits of the code at each place, places × codes × columns.
    func forward(_ codes: Tensor, _ pass: Pass) -> MutableTensor {
        let vectors = vectors[0..<model.network.input.count * pass.columns]
        let book = Tensor(pass.store.values)[model.embedding]
        kernel(pass).lookUp(codes, in: book, adding: false, output: vectors, team: pass.team)
        return workspace.forward(Tensor(vectors), pass)
    }

    /// Takes the gradient of the logits back to all parameters.
    func backward(_ gradient: MutableTensor, of codes: Tensor, _ use: GradientUse, _ pass: Pass) {
        guard let vectorGradient = workspace.backward(gradient, use, pass) else {
            preconditionFailure("the plan wants the gradient of its input")
        }
        kernel(pass).sum(
            Tensor(vectorGradient), by: codes, items: pass.items, sums: sums, counts: counts, team: pass.team)
        use.take(model.embedding, team: pass.team) { $0.copy(from: Tensor(sums)) }
    }
}

/// The cross-entropy of codes under logits, place by place.
struct CodeCrossEntropy {
    let codes: Int
    private let kernel: CrossEntropyKernel

    init(codes: Int) { (self.codes, kernel) = (codes, CrossEntropyKernel(classes: codes)) }

    /// The sums over the places, column by column, in nats; puts the gradient of Σ `weights` · loss in `gradient`, which may be
    /// the logits.
    func losses(
        logits: Tensor, of numbers: Tensor, weights: Tensor, gradient: MutableTensor?, work: MutableTensor, _ pass: Pass
    ) -> [Double] {
        let size = codes * pass.columns
        var losses = [Double](repeating: 0, count: pass.columns)
        for place in 0..<numbers.count / pass.columns {
            let (range, first) = (place * size..<(place + 1) * size, place * pass.columns)
            let labels = (0..<pass.columns).map { Int(numbers[first + $0]) }
            kernel.evaluate(
                logits: logits[range], labels: labels, weights: weights, losses: work[0..<pass.columns],
                gradient: gradient?[range], team: pass.team)
            for column in 0..<pass.items { losses[column] += Double(work[column]) }
        }
        return losses
    }
}
