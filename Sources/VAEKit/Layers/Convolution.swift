import TensorStreams

/// `conv CHANNELS` and `convt CHANNELS`: a convolution with a square kernel, or a transposed one (PyTorch's `Conv2d` and
/// `ConvTranspose2d`).
struct Convolution: Layer {
    static let names = ["conv", "convt"]
    let isTransposed: Bool
    let channels: Int
    let kernel: Int
    let stride: Int
    let padding: Int
    /// Of a transposed convolution.
    let outputPadding: Sides

    init(_ words: inout LayerWords) throws(NetworkError) {
        isTransposed = words.name == "convt"
        channels = try words.size()
        let names = ["kernel", "stride", "padding"] + (isTransposed ? ["output-padding"] : [])
        let options = try words.sides(names, apart: ["output-padding"])
        kernel = options["kernel"]?.height ?? 3
        stride = options["stride"]?.height ?? 1
        padding = options["padding"]?.height ?? kernel / 2
        outputPadding = options["output-padding"] ?? Sides(0)
    }

    fileprivate init(
        _ channels: Int, _ kernel: Int, _ stride: Int, _ padding: Int, transposed outputPadding: Sides? = nil
    ) {
        (self.channels, self.kernel, self.stride, self.padding) = (channels, kernel, stride, padding)
        (isTransposed, self.outputPadding) = (outputPadding != nil, outputPadding ?? Sides(0))
    }

    var description: String {
        (isTransposed ? "convt " : "conv ") + "\(channels)" + (kernel == 3 ? "" : " kernel \(kernel)")
            + (stride == 1 ? "" : " stride \(stride)") + (padding == kernel / 2 ? "" : " padding \(padding)")
            + (outputPadding == Sides(0) ? "" : " output-padding \(outputPadding)")
    }

    var form: LayerForm {
        if !isTransposed {
            return .convolution(channels: channels, kernel: kernel, stride: stride, padding: padding)
        }
        return .transposedConvolution(
            channels: channels, kernel: kernel, stride: stride, padding: padding,
            outputPadding: [outputPadding.height, outputPadding.width])
    }

    func lower(_ input: Value, order: MapShape?, _ plan: inout PlanBuilder) throws(NetworkError) -> Value {
        guard !input.isFlat || input.shape.pixels == 1 && input.slot == 0 else {
            throw plan.error("a convolution needs a map: put 'unflatten CHANNELS HEIGHT WIDTH' before it")
        }
        let geometry = try ConvolutionGeometry(self, input: input.shape) { reason in plan.error(reason) }
        plan.layout.budget.connections -= geometry.connectionCount(input: input.shape)
        try plan.checkBudget()
        let connections = geometry.connections(input: input.shape)
        let operation = LinearOperation(
            connections: connections, isTransposed: isTransposed,
            weights: plan.layout.reserveWeights(connections.weightCount), bias: plan.layout.reserve(channels))
        let (first, second) = isTransposed ? (input.shape.channels, channels) : (channels, input.shape.channels)
        operation.name(
            ("\(plan.name).weight", "\(plan.name).bias"), shape: [first, second, kernel, kernel],
            source: MapShape(channels: second), target: MapShape(channels: first), &plan.layout)
        return plan.append(operation, input, to: geometry.output, isFlat: false)
    }
}

extension LayerDescription {
    public static func convolution(channels: Int, kernel: Int, stride: Int, padding: Int) -> LayerDescription {
        LayerDescription(Convolution(channels, kernel, stride, padding))
    }

    public static func transposedConvolution(
        channels: Int, kernel: Int, stride: Int, padding: Int, outputPadding: Int
    ) -> LayerDescription {
        LayerDescription(Convolution(channels, kernel, stride, padding, transposed: Sides(outputPadding)))
    }

    static func transposedConvolution(
        channels: Int, kernel: Int, stride: Int, padding: Int, outputPadding: Sides
    ) -> LayerDescription {
        LayerDescription(Convolution(channels, kernel, stride, padding, transposed: outputPadding))
    }
}

extension NetworkError {
    /// Images that are rows of values have no sides for a convolution to go along.
    static func refuseRows(_ imageShape: [Int], to layers: [LayerDescription]) throws(NetworkError) {
        guard imageShape.count == 1, layers.first?.layer is Convolution else { return }
        throw NetworkError(
            "convolutions need images of H×W or H×W×C, but these are rows of \(imageShape[0]) values: "
                + ItemFormat.wayOfRows + "; dense layers take them as they are")
    }
}
