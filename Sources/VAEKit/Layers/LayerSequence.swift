/// Layers in their order, and what each must know of its neighbours.
struct LayerSequence: Sendable {
    let layers: [Layer]
    /// The shapes of the input and of each layer's output.
    let shapes: [MapShape]
    /// Activations that the layer before them applies.
    let isFused: [Bool]
    let firstLearning: Int

    init(layers: [Layer], shapes: [MapShape]) {
        self.layers = layers
        self.shapes = shapes
        isFused = layers.indices.map { index in
            guard index > 0, case .activation(let function) = layers[index], function.slope != nil else { return false }
            return layers[index - 1].learns
        }
        firstLearning = layers.firstIndex(where: \.learns) ?? 0
    }

    /// The layer whose output another takes; nil where that is the input of them all.
    func source(of index: Int) -> Int? { layers[..<index].lastIndex { !$0.isReshape } }

    /// Whether the output of a layer takes the place of its input: an activation may overwrite what a learning layer put
    /// out, since no backward pass reads that again.
    func isInPlace(_ index: Int) -> Bool {
        guard index > 0 else { return false }
        switch layers[index] {
        case .reshape: return true
        case .activation(let function): return function.worksInPlace && layers[index - 1].learns
        case .linear, .batchNorm: return false
        }
    }

    /// The slope of the leaky ReLU that a layer applies to its own output, for the activation that follows it.
    func slope(after index: Int) -> Float? {
        index + 1 < layers.count && isFused[index + 1] ? slope(of: index + 1) : nil
    }

    /// The slope of the leaky ReLU that the layer before `index` applied to what comes in there.
    func slope(before index: Int) -> Float? {
        source(of: index).flatMap { isFused[$0] ? slope(of: $0) : nil }
    }

    private func slope(of index: Int) -> Float? {
        if case .activation(let function) = layers[index] { function.slope } else { nil }
    }

    /// The batch normalisation that takes what a layer puts out, be it through an activation that the layer applies.
    func batchNorm(after index: Int) -> BatchNormLayer? { next(after: index).flatMap(batchNorm(at:)) }

    /// The batch normalisation that puts out what a layer takes, and where it stands.
    func batchNorm(before index: Int) -> (place: Int, layer: BatchNormLayer)? {
        guard let place = last(before: index) else { return nil }
        return batchNorm(at: place).map { (place, $0) }
    }

    /// Whether a linear layer puts out what another takes, and so takes the sums that batch normalisation wants of it.
    func followsLinear(_ index: Int) -> Bool { last(before: index).map { layers[$0].isLinear } ?? false }

    /// The same of the gradients, on the way back.
    func precedesLinear(_ index: Int) -> Bool { next(after: index).map { layers[$0].isLinear } ?? false }

    /// Whether a layer's output goes into batch normalisation as it is.
    func isNormalised(_ index: Int) -> Bool { slope(after: index) == nil && batchNorm(after: index) != nil }

    private func batchNorm(at index: Int) -> BatchNormLayer? {
        if case .batchNorm(let layer) = layers[index] { layer } else { nil }
    }

    private func next(after index: Int) -> Int? { layers.indices[(index + 1)...].first { !isPassed($0) } }

    private func last(before index: Int) -> Int? { layers.indices[..<index].last { !isPassed($0) } }

    /// Whether values, and gradients, that pass a layer are already what they are behind it.
    private func isPassed(_ index: Int) -> Bool { layers[index].isReshape || isFused[index] }
}
