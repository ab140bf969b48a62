/// Which optimiser changes the weights, and how fast.
public struct OptimizerSettings: Equatable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case adam, adamw, sgd, muon
    }

    public var kind = Kind.adam
    public var rate = 1e-3
    /// The parameters whose rate is another.
    public var groups = ParameterGroups.one
    /// L2 penalty for adam and sgd, decoupled decay for adamw and muon.
    public var weightDecay = 0.0
    /// Of sgd and muon alone.
    public var momentum = 0.0
    /// Of the running means that Adam keeps of gradient and squared gradient, and what it adds to the root of the latter.
    public var beta1 = 0.9
    public var beta2 = 0.999
    public var epsilon = 1e-8
    /// The gradient's largest norm; 0 for no limit.
    public var clipNorm = 0.0

    /// The weight decay of adamw where nothing is said.
    public static let decayOfAdamW = 0.01
    /// The momentum of muon where nothing is said.
    public static let momentumOfMuon = 0.95

    public init(kind: Kind = .adam, rate: Double = 1e-3, weightDecay: Double = 0) {
        self.kind = kind
        self.rate = rate
        self.weightDecay = weightDecay
    }
}
