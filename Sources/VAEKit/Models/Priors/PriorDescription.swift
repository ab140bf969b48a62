/// What latents are taken to come from, as a user writes it: a name, and its words: `vamp 500`.
public enum PriorDescription: Equatable, Sendable {
    /// `normal`: the standard normal, which has nothing to learn.
    case normal
    /// `vamp K`: the mean of the posteriors of K images that are learnt (Tomczak & Welling 2018, equation 9).
    case vamp(Int)
    /// `mixture K`: K normals with diagonal covariances.
    case mixture(Int)
    /// `flow [couplings N] [hidden H]`: a standard normal, changed by N affine couplings, each by a network of two layers of H
    /// units (real NVP, Dinh et al. 2017). N is 4 and H 100 where nothing is said.
    case flow(couplings: Int, hidden: Int)

    /// How many components there may be.
    static let components = 1...10_000

    /// Reads one.
    ///
    /// - Throws: `NetworkError` that says what is wrong.
    public init(parsing text: String) throws(NetworkError) {
        var words = try ObjectiveWords(text, kind: "a prior", example: "vamp 500")
        switch words.name {
        case "normal": self = .normal
        case "vamp": self = .vamp(try words.count(of: "pseudo-inputs", in: Self.components))
        case "mixture": self = .mixture(try words.count(of: "components", in: Self.components))
        case "flow":
            self = .flow(
                couplings: try words.count("couplings", in: LatentFlowDescription.couplingCounts) ?? 4,
                hidden: try words.count("hidden", in: LatentFlowDescription.hiddenCounts) ?? 100)
        default:
            throw NetworkError(
                "'\(text)': no prior is called '\(words.name)'; there are normal, vamp, mixture, flow")
        }
        try words.finish()
    }
}

extension PriorDescription: CustomStringConvertible {
    public var description: String {
        switch self {
        case .normal: "normal"
        case .vamp(let count): "vamp \(count)"
        case .mixture(let count): "mixture \(count)"
        case .flow(let couplings, let hidden): "flow couplings \(couplings) hidden \(hidden)"
        }
    }
}
