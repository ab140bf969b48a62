import VAEKit

extension GraphBuilder {
    /// Adds layers in a row.
    mutating func layers(_ layers: [LayerOutline], _ input: ItemValue) -> ItemValue {
        layers.reduce(input) { layer($1, $0) }
    }

    /// Adds a layer as it is outside training.
    private mutating func layer(_ layer: LayerOutline, _ input: ItemValue) -> ItemValue {
        scope = layer.name
        let output: String
        switch layer.form {
        case .dense: output = dense(input, layer.name)
        case .gated: output = gated(input, layer.name)
        case .dropout: return input
        case .flatten: return vector(input)
        case .unflatten(let map): return self.map(ItemValue(input.name, ItemOutline(map, isVector: true)))
        case .activation(let function): output = activation(input.name, function)
        case .batchNorm(let epsilon): output = batchNorm(input.name, layer.name, epsilon)
        case .groupNorm(let groups, let epsilon):
            output = groupNorm(input, layer.name, groups: groups ?? 1, isPerValue: groups == nil, epsilon)
        case .attention(let heads): output = attention(input, layer.name, heads: heads)
        case .residual, .concat: output = join(layer, input)
        default: output = ofMap(layer, map(input))
        }
        return ItemValue(output, layer.output)
    }

    /// Layers whose parts have layers of their own.
    private mutating func join(_ layer: LayerOutline, _ input: ItemValue) -> String {
        var results = layer.parts.map { layers($0, input).name }
        scope = layer.name
        if case .concat = layer.form { return add("Concat", results, [("axis", .integer(1))]) }
        if results.count == 1 { results.append(input.name) }
        return add("Add", results)
    }

    /// Layers that go over the pixels of a map.
    private mutating func ofMap(_ layer: LayerOutline, _ input: ItemValue) -> String {
        switch layer.form {
        case .convolution(_, let kernel, let stride, let padding):
            return convolution("Conv", input, layer.name, window(kernel, stride, padding: padding))
        case .transposedConvolution(_, let kernel, let stride, let padding, let outputPadding):
            let window = window(kernel, stride, padding: padding) + [("output_padding", .integers(outputPadding))]
            return convolution("ConvTranspose", input, layer.name, window)
        case .averagePool(let size, let stride): return add("AveragePool", [input.name], window(size, stride))
        case .maximumPool(let size, let stride): return add("MaxPool", [input.name], window(size, stride))
        case .pixelShuffle(let factor):
            return add("DepthToSpace", [input.name], [("blocksize", .integer(factor)), ("mode", .text("CRD"))])
        case .upsample(let factor): return upsample(input.name, factor)
        default: preconditionFailure("every other form has a case of its own")
        }
    }

    private mutating func convolution(
        _ operation: String, _ input: ItemValue, _ name: String, _ window: [(String, Attribute)]
    ) -> String {
        add(operation, [input.name, weight("\(name).weight"), weight("\(name).bias")], window)
    }

    /// A window that is as high as it is wide.
    func window(_ size: Int, _ stride: Int, padding: Int = 0) -> [(String, Attribute)] {
        [
            ("kernel_shape", .integers([size, size])), ("strides", .integers([stride, stride])),
            ("pads", .integers([padding, padding, padding, padding])),
        ]
    }

    private mutating func upsample(_ input: String, _ factor: Int) -> String {
        add(
            "Resize", [input, "", numbers([1, 1, Float(factor), Float(factor)])],
            [
                ("mode", .text("nearest")), ("coordinate_transformation_mode", .text("asymmetric")),
                ("nearest_mode", .text("floor")),
            ])
    }

    private mutating func gated(_ input: ItemValue, _ name: String) -> String {
        let values = vector(input)
        let gate = add("Sigmoid", [dense(values, "\(name).g")])
        return add("Mul", [dense(values, "\(name).h"), gate])
    }

    private mutating func activation(_ input: String, _ function: ActivationFunction) -> String {
        switch function {
        case .relu: return add("Relu", [input])
        case .leaky(let slope): return add("LeakyRelu", [input], [("alpha", .float(slope))])
        case .tanh: return add("Tanh", [input])
        case .sigmoid: return add("Sigmoid", [input])
        case .elu: return add("Elu", [input])
        case .silu: return add("Mul", [input, add("Sigmoid", [input])])
        case .gelu:
            let error = add("Erf", [add("Div", [input, number(Float(2).squareRoot())])])
            return add("Mul", [add("Mul", [input, add("Add", [error, number(1)])]), number(0.5)])
        }
    }
}
