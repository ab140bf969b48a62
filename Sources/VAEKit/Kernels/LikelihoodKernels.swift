import Threads

/// The reconstruction loss of a batch, `values × columns`.
///
/// Each item's loss is the sum of a fixed number of partial sums, so it is the same for any number of threads.
package struct ReconstructionKernel {
    private let loss: Loss
    private let values: Int
    /// Added to each item's loss.
    private let constant: Float
    /// Partial sums, `parts × columns`.
    private let partials: MutableTensor

    private static let parts = 32

    private enum Loss {
        case likelihood(Likelihood, OutputLink)
        /// Squares of what the link makes of the output, each value in a unit of its own.
        case squares(units: Tensor)
        case counts(CountKernel)
    }

    /// What of the likelihood is learnt beside the decoder's output: a number for each value, and where its gradient goes, values
    /// × columns.
    package struct Spread {
        let learnt: Tensor
        let gradient: MutableTensor?

        package init(_ learnt: Tensor, gradient: MutableTensor? = nil) {
            (self.learnt, self.gradient) = (learnt, gradient)
        }
    }

    /// - Parameters:
    ///   - constant: added to each item's loss.
    ///   - capacity: the most columns a batch has.
    package init(
        likelihood: Likelihood, link: OutputLink = .sigmoid, constant: Double = 0, values: Int, capacity: Int
    ) {
        let loss: Loss =
            switch likelihood {
            case .poisson: .counts(CountKernel(.poisson, values: values, capacity: capacity))
            case .negativeBinomial: .counts(CountKernel(.negativeBinomial, values: values, capacity: capacity))
            default: .likelihood(likelihood, link)
            }
        self.init(loss, constant: constant, values: values, capacity: capacity)
    }

    /// Sums of squared differences of counts and their means.
    package init(squaresOfCounts values: Int, capacity: Int) {
        self.init(
            .counts(CountKernel(.squares, values: values, capacity: capacity)), constant: 0, values: values,
            capacity: capacity)
    }

    /// Sums of squared differences where the output is the mean of the values.
    ///
    /// - Parameter units: one for each value, or one for all.
    package init(squaresIn units: [Float], values: Int, capacity: Int) {
        self.init(.squares(units: Tensor(units)), constant: 0, values: values, capacity: capacity)
    }

    private init(_ loss: Loss, constant: Double, values: Int, capacity: Int) {
        (self.loss, self.constant, self.values) = (loss, Float(constant), values)
        partials = MutableTensor(zeros: Self.parts * capacity)
    }

    /// Puts each item's loss in `losses` (columns), and where `gradient` is given the derivative of
    /// Σ `weights` · loss for the decoder's output there (it may overwrite that).
    ///
    /// - Parameter spread: where the likelihood has something that is learnt.
    package func evaluate(
        logits: Tensor, images: Tensor, weights: Tensor, losses: MutableTensor, gradient: MutableTensor?,
        spread: Spread? = nil, team: ThreadTeam
    ) {
        let batch = Batch(
            outputs: logits, images: images, weights: weights, losses: losses, gradient: gradient,
            spreadGradient: spread?.gradient)
        switch loss {
        case .squares(let units): run(RowSquares(units: units), batch, team)
        case .likelihood(let likelihood, .sigmoid): run(likelihood, SigmoidLink.self, batch, spread, team)
        case .counts(let kernel): kernel.evaluate(batch, learnt: spread?.learnt, team: team)
        case .likelihood(let likelihood, _): run(likelihood, IdentityLink.self, batch, spread, team)
        }
    }

    struct Batch {
        let outputs, images, weights: Tensor
        let losses: MutableTensor
        let gradient, spreadGradient: MutableTensor?
    }

    private func run<Link: VectorLink>(
        _ likelihood: Likelihood, _: Link.Type, _ batch: Batch, _ spread: Spread?, _ team: ThreadTeam
    ) {
        switch likelihood {
        case .bce: run(BernoulliLoss(), batch, team)
        case .mse: run(SquaredLoss<Link>(), batch, team)
        case .gaussian(let sigma): run(SquaredLoss<Link>(sigma: sigma), batch, team)
        case .learntGaussian:
            guard let spread else { preconditionFailure("a deviation that is learnt comes with the model's numbers") }
            run(LearntGaussianLoss<Link>(learnt: spread.learnt), batch, team)
        case .poisson, .negativeBinomial: preconditionFailure("counts have a kernel of their own")
        }
    }

    @inline(__always)
    private func run(_ kernel: some VectorLikelihood, _ batch: Batch, _ team: ThreadTeam) {
        let columns = batch.losses.count
        // Pointers, because a tensor would be retained and released for every vector, by all threads at once.
        let (outputs, images, weights) = (batch.outputs.pointer, batch.images.pointer, batch.weights.pointer)
        let (gradient, spreadGradient) = (batch.gradient?.pointer, batch.spreadGradient?.pointer)
        let partials = partials.pointer
        team.forEach(Self.parts) { part in
            var kernel = kernel
            let rows = (0..<values).part(part, of: Self.parts)
            let totals = partials + part * columns
            totals.update(repeating: 0, count: columns)
            // Row by row, as memory lies: there may be thousands of columns.
            for row in rows {
                kernel.begin(row: row)
                for column in stride(from: 0, to: columns, by: Tensor.lanes) {
                    let at = row * columns + column
                    let (output, value) = (loadVector(outputs + at), loadVector(images + at))
                    let weight = loadVector(weights + column)
                    if let spreadGradient {
                        storeVector(kernel.spreadGradient(output: output, value: value) * weight, spreadGradient + at)
                    }
                    let loss: Vector
                    if let gradient {
                        let result = kernel.lossAndGradient(output: output, value: value)
                        loss = result.loss
                        storeVector(result.gradient * weight, gradient + at)
                    } else {
                        loss = kernel.loss(output: output, value: value)
                    }
                    storeVector(loadVector(totals + column) + loss, totals + column)
                }
            }
        }
        sum(into: batch.losses)
    }

    private func sum(into losses: MutableTensor) {
        let (columns, partials, losses) = (losses.count, partials.pointer, losses.pointer)
        for column in stride(from: 0, to: columns, by: Tensor.lanes) {
            var total = Vector(repeating: constant)
            for part in 0..<Self.parts { total += loadVector(partials + part * columns + column) }
            storeVector(total, losses + column)
        }
    }
}
