/// A layer as a user writes it: `conv 32 stride 2`, `dense 512`, `leaky 0.01`.
///
/// A list of descriptions has the order, the numbering and the defaults of a PyTorch `nn.Sequential`.
public enum LayerDescription: Equatable, Sendable {
    case dense(outputs: Int)
    case convolution(channels: Int, kernel: Int, stride: Int, padding: Int)
    case transposedConvolution(channels: Int, kernel: Int, stride: Int, padding: Int, outputPadding: Int)
    case batchNorm
    case activation(ActivationFunction)
    /// A map to a vector, in PyTorch's order (channel, row, column).
    case flatten
    case unflatten(MapShape)

    /// Whether it goes along the sides of a map.
    var isConvolution: Bool {
        switch self {
        case .convolution, .transposedConvolution: true
        case .dense, .batchNorm, .activation, .flatten, .unflatten: false
        }
    }
}

extension LayerDescription: CustomStringConvertible {
    public var description: String {
        switch self {
        case .dense(let outputs): "dense \(outputs)"
        case .convolution(let channels, let kernel, let stride, let padding):
            "conv \(channels)" + Self.options(kernel, stride, padding)
        case .transposedConvolution(let channels, let kernel, let stride, let padding, let outputPadding):
            "convt \(channels)" + Self.options(kernel, stride, padding)
                + (outputPadding == 0 ? "" : " output-padding \(outputPadding)")
        case .batchNorm: "batchnorm"
        case .activation(let function): function.description
        case .flatten: "flatten"
        case .unflatten(let shape): "unflatten \(shape.channels) \(shape.height) \(shape.width)"
        }
    }

    private static func options(_ kernel: Int, _ stride: Int, _ padding: Int) -> String {
        (kernel == 3 ? "" : " kernel \(kernel)") + (stride == 1 ? "" : " stride \(stride)")
            + (padding == kernel / 2 ? "" : " padding \(padding)")
    }
}

extension ActivationFunction: CustomStringConvertible {
    public var description: String {
        switch self {
        case .relu: "relu"
        case .leaky(let slope): "leaky \(slope)"
        case .tanh: "tanh"
        case .sigmoid: "sigmoid"
        case .elu: "elu"
        case .silu: "silu"
        }
    }
}
