/// What becomes of the gradients that a backward pass makes.
struct GradientUse {
    /// Where gradients are kept, parameter by parameter; those that are applied at once need not be.
    let kept: Tensor
    /// Applied to each parameter as soon as its gradient is known; nil where gradients are only kept.
    let update: ParameterUpdate?

    /// Uses gradients that have just been put in `kept`.
    func use(_ range: Range<Int>, team: ThreadTeam) {
        update?.apply(kept, to: range, team: team)
    }
}

extension Connections {
    /// `weightGradient` for the weights at a range of the parameters, kept or applied.
    func weightGradient(
        source: Tensor, sparse: SparseBatch?, target: Tensor, gradients: GradientUse, weights: Range<Int>, columns: Int,
        work: Tensor, team: ThreadTeam
    ) {
        func run(_ sink: some ValueSink) {
            if let sparse {
                weightGradient(source: sparse, target: target, into: sink, columns: columns, work: work, team: team)
            } else {
                weightGradient(source: source, target: target, into: sink, columns: columns, work: work, team: team)
            }
        }
        switch gradients.update {
        case nil: run(Store(target: gradients.kept[weights].pointer))
        case .adam(let adam): run(adam.from(weights.lowerBound))
        case .sgd(let sgd): run(sgd.from(weights.lowerBound))
        }
    }
}
