/// The product of a dense layer, a convolution or a transposed convolution: one weight for every connection, and a bias.
struct LinearOperation: Operation {
    let connections: Connections
    /// A transposed convolution runs its connections backwards.
    let isTransposed: Bool
    let weights: Range<Int>
    let bias: Range<Int>

    var traits: OperationTraits {
        let traits: OperationTraits = [.learns, .isProduct, .storesThroughTail, .forgetsOutput]
        return hasSparseKernels ? traits.union(.takesSparse) : traits
    }

    private var outputPixels: Int { isTransposed ? connections.sourcePixels : connections.targetPixels }
    private var outputChannels: Int { isTransposed ? connections.sourceChannels : connections.targetChannels }
    private var hasSparseKernels: Bool { !isTransposed && connections.sourcePixels == 1 && connections.taps == 1 }

    var weightCount: Int { connections.weightCount }
    var shiftedChannels: Int { outputChannels }
    var products: Double {
        2 * Double(connections.links.count) * Double(connections.sourceChannels * connections.targetChannels)
    }

    func workCount(columns: Int, training: Bool) -> Int {
        let allTaps = isTransposed && connections.hasFewChannels ? connections.allTapsRows * columns : 0
        let product = connections.winogradWork(upTo: columns) ?? allTaps
        guard training else { return product }
        return max(product, connections.gradientWork(upTo: columns), biasGradient(columns).workCount)
    }

    private func biasGradient(_ columns: Int) -> ChannelSums {
        ChannelSums(pixels: outputPixels, channels: outputChannels, columns: columns)
    }

    func forward(_ site: Site) {
        let (weights, bias) = (site.parameters[weights], site.parameters[bias])
        let sums = site.outputSums
        if isTransposed {
            connections.adjoint(
                weights: weights, bias: bias, target: site.input(), source: site.output(), columns: site.columns,
                tail: site.tail, work: site.work, sums: sums, team: site.team)
        } else if hasSparseKernels, let sparse = site.sparse {
            connections.forward(
                weights: weights, bias: bias, source: sparse, items: site.pass.items, target: site.output(),
                columns: site.columns, tail: site.tail, team: site.team)
            sums?.takeAll(site.team)
        } else {
            connections.forward(
                weights: weights, bias: bias, source: site.input(), target: site.output(), columns: site.columns,
                tail: site.tail, work: site.work, sums: sums, team: site.team)
        }
    }

    func backward(_ site: Site) {
        let (gradient, columns, team) = (site.outputGradient(), site.columns, site.team)
        // Before the weights change.
        if let inputGradient = site.inputGradient() { sendBack(gradient, to: inputGradient, site) }
        site.gradients.take(bias, team: team) { sums in
            if site.isNormalised {
                sums.fill(0)
            } else {
                biasGradient(columns).sum(gradient, into: sums, work: site.work, team: team)
            }
        }
        connections.weightGradient(
            source: isTransposed ? gradient : site.input(), sparse: hasSparseKernels ? site.sparse : nil,
            target: isTransposed ? site.input() : gradient, gradients: site.gradients, weights: weights,
            columns: columns, work: site.work, team: team)
    }

    private func sendBack(_ gradient: Tensor, to inputGradient: MutableTensor, _ site: Site) {
        let weights = site.parameters[weights]
        if isTransposed {
            connections.forward(
                weights: weights, bias: nil, source: gradient, target: inputGradient, columns: site.columns,
                tail: site.inputTail, work: site.work, sums: site.inputSums, team: site.team)
        } else {
            connections.adjoint(
                weights: weights, bias: nil, target: gradient, source: inputGradient, columns: site.columns,
                tail: site.inputTail, work: connections.winogradWork(upTo: site.columns) == nil ? nil : site.work,
                sums: site.inputSums,
                team: site.team)
        }
    }
}

extension LinearOperation {
    /// Every input to every output, with room for the parameters, which the caller names.
    static func dense(_ input: MapShape, _ output: MapShape, _ layout: inout ParameterLayout) -> LinearOperation {
        let connections = Connections.dense(inputs: input.count, outputs: output.count)
        return LinearOperation(
            connections: connections, isTransposed: false, weights: layout.reserveWeights(connections.weightCount),
            bias: layout.reserve(output.count))
    }

    /// Names the weight and the bias. `target` and `source` say in which order PyTorch counts the first and the second
    /// dimension of the weight; `row` is where its first target channel stands; `isZero` says whether they begin at 0.
    func name(
        _ names: (weight: String, bias: String), shape: [Int], source: MapShape, target: MapShape, row: Int = 0,
        isZero: Bool = false, _ layout: inout ParameterLayout
    ) {
        let fanIn = shape.dropFirst().reduce(1, *)
        layout.add(
            names.weight, shape: shape, role: isZero ? .shift : .weight(fanIn: fanIn),
            order: .panels(
                offset: weights.lowerBound, row: row, target: target, source: source, taps: connections.taps))
        let biases = isTransposed ? source : target
        layout.add(
            names.bias, shape: [biases.count], role: isZero ? .shift : .bias(fanIn: fanIn),
            order: .vector(offset: bias.lowerBound + row, map: biases))
    }
}

extension PlanBuilder {
    /// Adds a dense layer that puts out a vector in the order of `map`, with one weight and bias for each part of it.
    ///
    /// - Parameters:
    ///   - parts: the outputs of each, and what its parameters are called without `.weight` and `.bias`.
    ///   - isZero: whether all of them begin at 0.
    mutating func dense(
        _ input: Value, to map: MapShape, parts: [(outputs: Int, name: String)], isZero: Bool = false
    ) -> Value {
        let operation = LinearOperation.dense(input.shape, map, &layout)
        var row = 0
        for part in parts {
            operation.name(
                ("\(part.name).weight", "\(part.name).bias"), shape: [part.outputs, input.shape.count],
                source: input.shape, target: parts.count == 1 ? map : MapShape(channels: part.outputs), row: row,
                isZero: isZero, &layout)
            row += part.outputs
        }
        return append(operation, input, to: map, isFlat: true)
    }
}
