/// `attention [heads H]`: self-attention over the pixels of a map, one head where nothing is said.
///
/// In PyTorch `MultiheadAttention` of the pixels in their order, with batches first.
struct Attention: Layer {
    static let names = ["attention"]
    let heads: Int

    init(_ words: inout LayerWords) throws(NetworkError) { heads = try words.options(["heads"])["heads"] ?? 1 }

    var description: String { "attention" + (heads == 1 ? "" : " heads \(heads)") }
    var form: LayerForm { .attention(heads: heads) }

    func lower(_ input: Value, order: MapShape?, _ plan: inout PlanBuilder) throws(NetworkError) -> Value {
        let map = input.shape
        guard !input.isFlat else { throw plan.error("it needs a map, and looks from pixel to pixel") }
        guard map.channels % heads == 0 else {
            throw plan.error("\(map.channels) channels are not \(heads) heads alike")
        }
        guard map.pixels <= 4096 else { throw plan.error("its map of \(map) has more than 4096 pixels") }
        let name = plan.name
        let projected = try project(input, 3, ("\(name).in_proj_weight", "\(name).in_proj_bias"), &plan)
        let seen = plan.append(AttentionOperation(map: map, heads: heads), projected, to: map, isFlat: false)
        return try project(seen, 1, ("\(name).out_proj.weight", "\(name).out_proj.bias"), &plan)
    }

    /// The same dense layer for every pixel, to so many times the channels of the map.
    private func project(
        _ input: Value, _ times: Int, _ names: (weight: String, bias: String), _ plan: inout PlanBuilder
    ) throws(NetworkError) -> Value {
        let inputs = input.shape.channels
        let output = MapShape(channels: times * inputs, height: input.shape.height, width: input.shape.width)
        plan.layout.budget.connections -= 2 * output.pixels
        try plan.checkBudget()
        let side = (output.height, output.width)
        let connections = Connections.convolution(
            source: side, target: side, sourceChannels: inputs, targetChannels: output.channels, kernel: 1, stride: 1,
            padding: 0)
        let operation = LinearOperation(
            connections: connections, isTransposed: false, weights: plan.layout.reserveWeights(connections.weightCount),
            bias: plan.layout.reserve(output.channels))
        operation.name(
            names, shape: [output.channels, inputs], source: MapShape(channels: inputs),
            target: MapShape(channels: output.channels), &plan.layout)
        return plan.append(operation, input, to: output, isFlat: false)
    }
}

struct AttentionOperation: Operation {
    let map: MapShape
    let heads: Int

    var traits: OperationTraits { [] }

    /// Scores and sums of values.
    var products: Double { 4 * Double(map.pixels * map.pixels * map.channels) }

    private func kernel(columns: Int) -> AttentionKernel {
        AttentionKernel(pixels: map.pixels, channels: map.channels, heads: heads, columns: columns)
    }

    func keptCount(columns: Int) -> Int { kernel(columns: columns).keptCount }
    func workCount(columns: Int, training: Bool) -> Int { kernel(columns: columns).workCount }

    func forward(_ site: Site) {
        kernel(columns: site.columns).forward(
            site.input(), output: site.output(), kept: site.kept, work: site.work, team: site.team)
    }

    func backward(_ site: Site) {
        guard let gradient = site.inputGradient() else { return }
        kernel(columns: site.columns).backward(
            site.input(), output: Tensor(site.output()), outputGradient: site.outputGradient(), inputGradient: gradient,
            kept: Tensor(site.kept), work: site.work, team: site.team)
    }
}
