/// A function applied to each value: `relu`, `leaky [SLOPE]`, `tanh`, `sigmoid`, `elu`, `silu`, `gelu`.
struct Activation: Layer {
    static let names = ["relu", "leaky", "tanh", "sigmoid", "elu", "silu", "gelu"]
    let function: ActivationFunction

    init(_ function: ActivationFunction) { self.function = function }

    init(_ words: inout LayerWords) throws(NetworkError) {
        function =
            switch words.name {
            case "leaky": .leaky(try words.fraction("the slope") ?? 0.01)
            case "tanh": .tanh
            case "sigmoid": .sigmoid
            case "elu": .elu
            case "silu": .silu
            case "gelu": .gelu
            default: .relu
            }
    }

    var description: String { function.description }
    var form: LayerForm { .activation(function) }

    func order(ofInput later: MapShape?) -> MapShape? { later }

    func lower(_ input: Value, order: MapShape?, _ plan: inout PlanBuilder) throws(NetworkError) -> Value {
        plan.append(ActivationOperation(function: function), input)
    }
}

extension LayerDescription {
    public static func activation(_ function: ActivationFunction) -> LayerDescription {
        LayerDescription(Activation(function))
    }
}

struct ActivationOperation: Operation {
    let function: ActivationFunction

    var leakySlope: Float? { function.slope }

    var traits: OperationTraits {
        function.worksInPlace ? [.overwritesGradient, .overwritesInput] : [.overwritesGradient]
    }

    func forward(_ site: Site) { function.forward(input: site.input(), output: site.output(), team: site.team) }

    func backward(_ site: Site) {
        guard let inputGradient = site.inputGradient() else { return }
        function.backward(
            input: site.input(), output: Tensor(site.output()), outputGradient: site.outputGradient(),
            inputGradient: inputGradient, team: site.team)
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
        case .gelu: "gelu"
        }
    }
}
