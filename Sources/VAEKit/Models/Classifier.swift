/// A network whose last values are the features of an image, and a dense layer from those to a logit for each class.
public final class Classifier: Model {
    public static let family = ModelFamily.classifier
    public let description: ClassifierDescription
    public let store: ParameterStore

    /// From an image to a logit for each class.
    let network: Plan
    /// The value before the last layer.
    let features: Value

    public init(_ description: ClassifierDescription, budget: ModelBudget) throws(NetworkError) {
        try NetworkError.refuseRows(description.imageShape, to: description.network)
        var layout = ParameterLayout()
        layout.budget = budget
        var builder = PlanBuilder("features", input: MapShape(imageShape: description.imageShape), layout: layout)
        features = try builder.lower(description.network, builder.input)
        let classes = MapShape(channels: description.classes)
        let logits = builder.dense(features, to: classes, parts: [(description.classes, "classifier")])
        if let problem = builder.layout.budget.problem(parameters: builder.layout.namedCount) {
            throw NetworkError("\(description.classes) classes: \(problem)")
        }
        self.description = description
        network = builder.plan(logits, wantsInputGradient: false, watched: [features])
        store = ParameterStore(builder.layout)
    }

    public var imageShape: [Int] { description.imageShape }
    public var classes: Int? { description.classes }
    public var classNames: [String]? { description.names }
    public var terms: [String] { ["accuracy"] }

    public var normalisesSingleValues: Bool { network.normalisesSingleValues }
    public var mixing: ImageMixing { network.mixing }

    /// How many features an image has: the values that the last layer before the classes puts out.
    public var featureCount: Int { features.shape.count }
}
