/// Turns layer descriptions into layers, following the shape of an item from layer to layer and giving each parameter
/// its PyTorch name (`prefix.index.weight`) and its room.
struct NetworkBuilder {
    private let prefix: String
    private let descriptions: [LayerDescription]
    /// What the network must put out, where that is fixed: the image of a decoder.
    private let result: MapShape?

    private var shape: MapShape
    /// Whether PyTorch would see a vector here, though its numbers are kept as `shape`.
    private var isFlat: Bool
    private var layers: [Layer] = []
    private var shapes: [MapShape]

    /// - Throws: `NetworkError` where a layer cannot take what the one before it puts out.
    static func build(
        _ prefix: String, _ descriptions: [LayerDescription], input: MapShape, result: MapShape? = nil,
        layout: inout ParameterLayout
    ) throws(NetworkError) -> Network {
        var builder = NetworkBuilder(prefix: prefix, descriptions: descriptions, input: input, result: result)
        for index in descriptions.indices {
            try builder.add(index, &layout)
            layout.budget.values -= builder.shape.count
            if let problem = layout.budget.problem(parameters: layout.namedCount) {
                throw builder.error(index, problem)
            }
        }
        if let result, builder.shape != result {
            throw NetworkError("the \(prefix) puts out \(builder.shape), but the images are \(result)")
        }
        return Network(prefix, LayerSequence(layers: builder.layers, shapes: builder.shapes))
    }

    private init(prefix: String, descriptions: [LayerDescription], input: MapShape, result: MapShape?) {
        self.prefix = prefix
        self.descriptions = descriptions
        self.result = result
        shape = input
        isFlat = input.pixels == 1
        shapes = [input]
    }

    private mutating func add(_ index: Int, _ layout: inout ParameterLayout) throws(NetworkError) {
        let description = descriptions[index]
        let name = "\(prefix).\(index)"
        switch description {
        case .dense(let outputs):
            let output = mapOfDense(index, outputs: outputs)
            let layer = Self.dense(shape, output, &layout)
            layer.name(name, shape: [outputs, shape.count], source: shape, target: output, &layout)
            append(.linear(layer), output, isFlat: true)
        case .convolution, .transposedConvolution:
            try addConvolution(index, name, &layout)
        case .batchNorm:
            append(.batchNorm(batchNorm(name, &layout)), shape, isFlat: isFlat)
        case .activation(let function):
            append(.activation(function), shape, isFlat: isFlat)
        case .flatten:
            append(.reshape, shape, isFlat: true)
        case .unflatten(let map):
            guard shape == map, isFlat else {
                throw error(index, "it can only follow a dense layer of \(map.count) outputs; here come \(shape)")
            }
            append(.reshape, map, isFlat: false)
        }
    }

    private mutating func append(_ layer: Layer, _ output: MapShape, isFlat: Bool) {
        layers.append(layer)
        shapes.append(output)
        shape = output
        self.isFlat = isFlat
    }

    /// A dense layer with room for its parameters, which the caller names.
    static func dense(_ input: MapShape, _ output: MapShape, _ layout: inout ParameterLayout) -> LinearLayer {
        let connections = Connections.dense(inputs: input.count, outputs: output.count)
        return LinearLayer(
            connections: connections, isTransposed: false, input: input, output: output,
            weights: layout.reserve(connections.weightCount), bias: layout.reserve(output.count))
    }

    /// The outputs of a dense layer are kept in the order of the map that they are unflattened to later.
    private func mapOfDense(_ index: Int, outputs: Int) -> MapShape {
        for next in descriptions[(index + 1)...] {
            switch next {
            case .activation, .batchNorm, .flatten: continue
            case .unflatten(let map): return map.count == outputs ? map : MapShape(channels: outputs)
            case .dense, .convolution, .transposedConvolution: return MapShape(channels: outputs)
            }
        }
        if let result, result.count == outputs { return result }
        return MapShape(channels: outputs)
    }

    private mutating func addConvolution(
        _ index: Int, _ name: String, _ layout: inout ParameterLayout
    ) throws(NetworkError) {
        guard !isFlat || shape.pixels == 1 && index == 0 else {
            throw error(index, "a convolution needs a map: put 'unflatten CHANNELS HEIGHT WIDTH' before it")
        }
        let geometry = try ConvolutionGeometry(descriptions[index], input: shape) { reason in error(index, reason) }
        layout.budget.connections -= geometry.connectionCount(input: shape)
        if let problem = layout.budget.problem(parameters: layout.namedCount) { throw error(index, problem) }
        let connections = geometry.connections(input: shape)
        let output = geometry.output
        let layer = LinearLayer(
            connections: connections, isTransposed: geometry.isTransposed, input: shape, output: output,
            weights: layout.reserve(connections.weightCount), bias: layout.reserve(output.channels))
        let kernel = geometry.kernel
        let ends = geometry.isTransposed ? (shape, output) : (output, shape)
        layer.name(
            name, shape: [ends.0.channels, ends.1.channels, kernel, kernel],
            source: MapShape(channels: ends.1.channels), target: MapShape(channels: ends.0.channels), &layout)
        append(.linear(layer), output, isFlat: false)
    }

    private func batchNorm(_ name: String, _ layout: inout ParameterLayout) -> BatchNormLayer {
        let channels = isFlat ? shape.count : shape.channels
        let map = isFlat ? shape : MapShape(channels: channels)
        let layer = BatchNormLayer(
            map: map, pixels: isFlat ? 1 : shape.pixels, channels: channels,
            scale: layout.reserve(channels), shift: layout.reserve(channels),
            runningMean: layout.reserveStatistics(channels), runningVariance: layout.reserveStatistics(channels),
            batchMean: Tensor(zeros: channels), batchVariance: Tensor(zeros: channels),
            work: Tensor(zeros: BatchNormKernel.workCount(pixels: isFlat ? 1 : shape.pixels, channels: channels)))
        let vectors: [(String, Parameter.Role, Range<Int>)] = [
            ("weight", .scale, layer.scale), ("bias", .shift, layer.shift),
            ("running_mean", .mean, layer.runningMean), ("running_var", .variance, layer.runningVariance),
        ]
        for (suffix, role, range) in vectors {
            layout.add(
                "\(name).\(suffix)", shape: [channels], role: role, order: .vector(offset: range.lowerBound, map: map))
        }
        return layer
    }

    private func error(_ index: Int, _ reason: String) -> NetworkError {
        NetworkError("\(prefix) layer \(index) ('\(descriptions[index])'): \(reason)")
    }
}

extension LinearLayer {
    /// Names the weight and the bias of this layer. `target` and `source` say in which order PyTorch counts the first
    /// and the second dimension of the weight; `row` is where its first target channel stands.
    func name(
        _ name: String, shape: [Int], source: MapShape, target: MapShape, row: Int = 0, _ layout: inout ParameterLayout
    ) {
        let fanIn = shape.dropFirst().reduce(1, *)
        layout.add(
            "\(name).weight", shape: shape, role: .weight(fanIn: fanIn),
            order: .panels(
                offset: weights.lowerBound, row: row, target: target, source: source, taps: connections.taps))
        let biases = isTransposed ? source : target
        layout.add(
            "\(name).bias", shape: [biases.count], role: .bias(fanIn: fanIn),
            order: .vector(offset: bias.lowerBound + row, map: biases))
    }
}
