/// A network whose last values are the features of an image, and a dense layer from those to a logit for each class.
public final class Classifier: Model {
    public let description: ClassifierDescription
    public let parameters: Tensor
    public let statistics: Tensor
    public let parameterList: [Parameter]
    public let statisticList: [Parameter]

    let body: Network
    let head: LinearLayer

    /// Builds the classifier with all weights zero; see `initialise`.
    ///
    /// - Throws: `NetworkError` where the layers do not fit each other or the image.
    public convenience init(_ description: ClassifierDescription) throws(NetworkError) {
        try self.init(description, budget: ModelBudget())
    }

    /// Builds the classifier if it keeps within `budget`.
    init(_ description: ClassifierDescription, budget: ModelBudget) throws(NetworkError) {
        try NetworkError.refuseRows(description.imageShape, to: description.network)
        var layout = ParameterLayout()
        layout.budget = budget
        body = try NetworkBuilder.build(
            "features", description.network, input: MapShape(imageShape: description.imageShape), layout: &layout)
        let (features, logits) = (body.output, MapShape(channels: description.classes))
        head = NetworkBuilder.dense(features, logits, &layout)
        head.name(
            "classifier", shape: [description.classes, features.count], source: features, target: logits, &layout)
        if let problem = layout.budget.problem(parameters: layout.namedCount) {
            throw NetworkError("\(description.classes) classes: \(problem)")
        }
        self.description = description
        parameters = Tensor(zeros: layout.count)
        statistics = Tensor(zeros: layout.statisticsCount)
        parameterList = layout.parameters
        statisticList = layout.statistics
    }

    public var imageShape: [Int] { description.imageShape }

    public var normalisesSingleValues: Bool { body.normalisesSingleValues }

    /// How many features an image has: the values that the last layer before the classes puts out.
    public var featureCount: Int { head.input.count }
}
