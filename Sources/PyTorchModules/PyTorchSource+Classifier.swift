import VAEKit

extension PyTorchSource {
    /// A classifier's module.
    package init(_ model: Classifier) {
        var writer = ModuleWriter()
        let (image, classes) = (ImageText(shape: model.imageShape), model.description.classes)
        let network = writer.sequential(model.outline.lists[0])
        self.init(
            "Classifier", note: ["Images are \(image.text), within [0, 1].", "", ImageText.order],
            modules: [
                ("features", network), ("classifier", ["nn.Linear(\(model.featureCount), \(classes))"]),
            ],
            functions: [
                PythonFunction(
                    name: "forward", arguments: ["images"], note: "A logit for each class.",
                    body: ["x = images"]
                        + [ImageText.entrance(of: model.outline, isVector: image.shape.count == 1)].compactMap { $0 }
                        + ["return self.classifier(self.features(x).flatten(1))"])
            ],
            helpers: writer.helpers)
    }
}
