import Threads

/// What becomes of the gradients that a backward pass makes: each is added to what is kept for its parameter, or, where
/// the parameter has no other in this step and none waits for the others, applied to it at once.
struct GradientUse {
    /// Gradients parameter by parameter, as long as the parameters. Those that are applied pass through it in part.
    let kept: MutableTensor
    /// Room for the gradient of the longest bias, scale or shift.
    let vector: MutableTensor
    /// Applied to each parameter as soon as its gradient is known; nil where gradients are added up.
    let update: ParameterUpdate?
    /// The parts of the parameters that are not updated at once all the same: their gradients take the place of what is kept.
    var waiting: [Range<Int>] = []
    /// Whether gradients take the place of what is kept, since each parameter has one alone.
    var replaces = false
    /// Told each range of the parameters whose gradient has been made.
    var whole: ((Range<Int>) -> Void)?
    /// Whether the parameters' gradients are not made at all: that of the input is wanted alone.
    private(set) var passesOver = false

    /// The same way back past the parameters.
    var passingOver: GradientUse {
        var use = self
        use.passesOver = true
        return use
    }

    /// Adds numbers, times a factor, to the gradients at a range of the parameters, which are added up.
    func add(_ numbers: Tensor, times factor: Float, at range: Range<Int>) {
        precondition(update == nil && !replaces, "gradients that have been applied cannot be added to")
        let (source, target) = (numbers.pointer, kept[range].pointer)
        for at in (0..<range.count / Tensor.lanes).vectorPlaces {
            storeVector(fma(loadVector(source + at), Vector(repeating: factor), loadVector(target + at)), target + at)
        }
    }

    /// Uses the gradient of a bias, a scale or a shift at a range of the parameters, which `make` fills in.
    func take(_ range: Range<Int>, team: ThreadTeam, _ make: (MutableTensor) -> Void) {
        if passesOver { return }
        defer { whole?(range) }
        if let update {
            make(kept[range])
            update.apply(Tensor(kept), to: range, team: team)
        } else if replaces {
            make(kept[range])
        } else {
            let gradient = vector[0..<range.count]
            make(gradient)
            for index in range { kept[index] += gradient[index - range.lowerBound] }
        }
    }
}

extension Connections {
    /// `weightGradient` for the weights at a range of the parameters, added up or applied.
    func weightGradient(
        source: Tensor, sparse: SparseBatch?, target: Tensor, gradients: GradientUse, weights: Range<Int>, columns: Int,
        work: MutableTensor, team: ThreadTeam
    ) {
        if gradients.passesOver { return }
        defer { gradients.whole?(weights) }
        func run(_ sink: some ValueSink) {
            if let sparse {
                weightGradient(source: sparse, target: target, into: sink, columns: columns, work: work, team: team)
            } else {
                weightGradient(source: source, target: target, into: sink, columns: columns, work: work, team: team)
            }
        }
        let isWaiting = gradients.update != nil && gradients.waiting.contains { $0.overlaps(weights) }
        switch isWaiting ? nil : gradients.update {
        case nil where gradients.replaces || isWaiting: run(Store(target: gradients.kept[weights].pointer))
        case nil: run(Add(target: gradients.kept[weights].pointer))
        case .adam(let adam): run(adam.from(weights.lowerBound))
        case .sgd(let sgd): run(sgd.from(weights.lowerBound))
        case .groupedAdam?, .groupedSGD?:
            let gradient = gradients.kept[weights]
            gradient.fill(0)
            run(Add(target: gradient.pointer))
            gradients.update?.apply(Tensor(gradients.kept), to: weights, team: team)
        }
    }
}
