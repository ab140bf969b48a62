/// One layer of a network.
enum Layer: Sendable {
    case linear(LinearLayer)
    case batchNorm(BatchNormLayer)
    case activation(ActivationFunction)
    /// Only the shape that users see changes.
    case reshape

    var learns: Bool {
        switch self {
        case .linear, .batchNorm: true
        case .activation, .reshape: false
        }
    }

    var isLinear: Bool { if case .linear = self { true } else { false } }

    var isActivation: Bool { if case .activation = self { true } else { false } }

    var isReshape: Bool { if case .reshape = self { true } else { false } }
}
