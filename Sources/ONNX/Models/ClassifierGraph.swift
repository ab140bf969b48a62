import VAEKit

extension Graph {
    /// From images to `probabilities` of the classes and `features`, as clf-eval has them.
    package static func classifier(of model: Classifier, pixels: PixelType) -> Graph {
        let (shape, classes) = (model.imageShape, model.description.classes)
        var builder = GraphBuilder("classifier", model)
        let images = builder.images(shape, pixels)
        let hidden = builder.layers(model.outline.lists[0], builder.item(ofImages: images, shape))
        builder.scope = "classifier"
        let features = builder.vector(hidden)
        let logits = builder.dense(features, "classifier")
        let probabilities = builder.add("Softmax", [logits], [("axis", .integer(-1))])
        builder.output(probabilities, ValueInfo("probabilities", .float, [classes], note: "of each class"))
        builder.output(
            features.name, ValueInfo("features", .float, [model.featureCount], note: "what the last layer takes"))
        return builder.graph
    }
}
