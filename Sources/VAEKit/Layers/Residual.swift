/// `residual [ LAYERS ]`: what the layers make of the input, added to the input (He et al. 2015). Where shapes differ the
/// input goes through a projection first: a 1×1 convolution, with the stride that shrinks the map as the layers do, or a dense
/// layer.
///
/// In PyTorch a module with the layers in a `Sequential` called `body`, and the projection, if any, in `projection`.
struct Residual: Layer {
    static let names = ["residual"]
    let body: [LayerDescription]

    init(_ words: inout LayerWords) throws(NetworkError) {
        guard let body = words.branch() else {
            throw NetworkError("'\(words.text)': its layers are missing, as in 'residual [conv 32, relu, conv 32]'")
        }
        self.body = body
    }

    var description: String { "residual [\(LayerLanguage.spell(body))]" }
    var form: LayerForm { .residual }

    func lower(_ input: Value, order: MapShape?, _ plan: inout PlanBuilder) throws(NetworkError) -> Value {
        let ways = plan.fork(input, 2)
        let result = try plan.lower(body, ways[0], part: "body", order: input.shape)
        guard result.isFlat == input.isFlat else {
            throw plan.error("its layers turn a map to a vector, or back, and cannot be added to it")
        }
        let other = result.shape == input.shape ? ways[1] : try projection(ways[1], to: result, &plan)
        return plan.append(AdditionOperation(), [result, other], to: result.shape, isFlat: result.isFlat)
    }

    private func projection(
        _ input: Value, to result: Value, _ plan: inout PlanBuilder
    ) throws(NetworkError) -> Value {
        let layer: LayerDescription
        if input.isFlat {
            layer = .dense(outputs: result.shape.count)
        } else {
            let stride = (input.shape.height + result.shape.height - 1) / result.shape.height
            layer = .convolution(channels: result.shape.channels, kernel: 1, stride: stride, padding: 0)
        }
        let value = try plan.lower(layer, input, part: "projection", order: result.shape)
        guard value.shape == result.shape else {
            throw plan.error(
                "its layers turn \(input.shape) to \(result.shape), but a projection can only turn it to \(value.shape)"
            )
        }
        return value
    }
}

/// The sum of two values.
struct AdditionOperation: Operation {
    var traits: OperationTraits { [.sharesGradient, .forgetsOutput, .storesThroughTail] }

    func forward(_ site: Site) {
        AdditionKernel.add(site.input(0), site.input(1), slope: site.slope, output: site.output(), team: site.team)
    }

    /// Both gradients are that of the sum.
    func backward(_ site: Site) {}
}
