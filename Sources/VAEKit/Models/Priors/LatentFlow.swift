import TensorStreams

/// A density over latents by itself: a standard normal, changed by affine couplings (real NVP, Dinh et al. 2017), of latents that
/// are brought to mean 0 and deviation 1 first.
public final class LatentFlow: Model {
    public static let family = ModelFamily.flow
    public let description: LatentFlowDescription
    public let store: ParameterStore
    let couplings: [FlowPrior.Coupling]
    private let scale: ScalePlan?

    public init(_ description: LatentFlowDescription, budget: ModelBudget) throws(NetworkError) {
        var layout = ParameterLayout()
        layout.budget = budget
        couplings = try FlowPrior.Coupling.list(
            description.couplings, latent: description.latent, hidden: description.hidden, &layout)
        scale = ScalePlan(LatentFlowDescription.scale, MapShape(channels: description.latent), &layout)
        if let problem = layout.budget.problem(parameters: layout.namedCount) { throw NetworkError(problem) }
        self.description = description
        store = ParameterStore(layout)
    }

    public var imageShape: [Int] { [description.latent] }
    public var items: ImageItems { .numbers }
    public var classes: Int? { nil }
    public var terms: [String] { [] }
    public var normalisesSingleValues: Bool { false }
    public var mixing: ImageMixing { .none }

    public var scaling: ValueScaling? { scale?.scaling(in: store) }

    public func scaleValues(by items: some ItemRuns) throws(NetworkError) { try scale?.set(by: items, in: store) }

    /// The flow as a file: a checkpoint of its weights.
    public var file: Safetensors { Safetensors(checkpointOf: self) }
}
