import VAEKit

extension PyTorchSource {
    /// An autoencoder's module; nil where it has several levels of latents, or its posterior a flow.
    package init?(_ model: Autoencoder) {
        let description = model.description
        guard description.upper.isEmpty, description.posteriorForm == .normal else { return nil }
        var writer = ModuleWriter()
        let hidden = model.encoderOutline.lists[0].last?.output.map ?? model.encoderOutline.input.map
        let heads = description.headNames.map {
            (name: $0, lines: ["nn.Linear(\(hidden.count), \(description.latent))"])
        }
        let encoder = (name: "encoder", lines: writer.sequential(model.encoderOutline.lists[0]))
        let decoder = (name: "decoder", lines: writer.sequential(model.decoderOutline.lists[0]))
        let image = ImageText(shape: description.imageShape)
        self.init(
            "Autoencoder",
            note: [
                "Images are \(image.text), \(description.items == .pixels ? "within [0, 1]" : "values as they are"), "
                    + "latents (batch, \(description.latent)).",
                "", ImageText.order,
            ],
            modules: Self.scale(model) + [encoder] + heads + [decoder],
            functions: [
                Self.encode(model, image), Self.decode(model, image), Self.forward(classes: description.classes),
            ],
            helpers: writer.helpers.union(Self.isScaled(description) ? [.scale] : []))
    }

    /// What the encoder is given.
    private static func given(_ description: ModelDescription) -> String {
        if description.items == .counts { return "images.log1p()" }
        return isScaled(description) ? "self.scale(images)" : "images"
    }

    /// What is made of the decoder's outputs.
    private static func means(_ outputs: String, _ description: ModelDescription, _ image: ImageText) -> String {
        switch description.items {
        case .counts: "\(outputs).flatten(1).softmax(1).reshape(-1, \(image.list))"
        case .numbers:
            isScaled(description)
                ? "self.scale.undo(\(outputs).reshape(-1, \(image.list)))" : "\(outputs).reshape(-1, \(image.list))"
        case .pixels, .codes: "\(outputs).reshape(-1, \(image.list)).sigmoid()"
        }
    }

    private static func isScaled(_ description: ModelDescription) -> Bool {
        description.scale.map { $0.kind != .none } ?? false
    }

    private static func scale(_ model: Autoencoder) -> [(name: String, lines: [String])] {
        guard isScaled(model.description), let count = model.scaling?.offsets.count else { return [] }
        return [("scale", ["\(HelperClass.scale.name)(\(count))"])]
    }

    private static func encode(_ model: Autoencoder, _ image: ImageText) -> PythonFunction {
        let description = model.description
        let threshold = description.threshold.map { "x = (x > \($0) / 255).float()" }
        let asStreamed = description.takesValuesAsStreamed && image.shape.count == 3
        let streamed = asStreamed ? "x = x.movedim(1, -1)  # values pixel by pixel" : nil
        let flat = description.takesValuesAsStreamed ? "x = x.flatten(1)" : nil
        let told = description.classes.map { telling($0, model.encoderOutline.input) } ?? []
        let entrance =
            description.classes == nil
            ? ImageText.entrance(of: model.encoderOutline, isVector: image.shape.count == 1) : nil
        return PythonFunction(
            name: "encode", arguments: ["images"] + labels(description.classes),
            note: description.kind == .ae ? "The latents." : "Mean and log variance of the posterior.",
            body: ["x = " + given(description)]
                + [threshold, streamed, flat].compactMap { $0 } + told + [entrance].compactMap { $0 }
                + ["hidden = self.encoder(x).flatten(1)", "return " + moments(description)])
    }

    private static func moments(_ description: ModelDescription) -> String {
        switch (description.kind, description.heads) {
        case (.ae, _): "self.mean(hidden)"
        case (.vae, .logvar): "self.mean(hidden), self.logvar(hidden)"
        case (.vae, .tanh):
            "self.mean(hidden).tanh(), (self.deviation(hidden).tanh() ** 2 + \(PosteriorKernel.floor)).log()"
        }
    }

    private static func decode(_ model: Autoencoder, _ image: ImageText) -> PythonFunction {
        let classes = model.description.classes
        let told = classes.map { telling($0, model.decoderOutline.input) } ?? []
        let notes: [ImageItems: String] = [.pixels: "Means of the pixels.", .counts: "Shares of a sum of counts."]
        return PythonFunction(
            name: "decode", arguments: ["latents"] + labels(classes),
            note: notes[model.description.items] ?? "Means of the values.",
            body: ["x = latents"] + told
                + [ImageText.entrance(of: model.decoderOutline, isVector: true)].compactMap { $0 }
                + ["return " + means("self.decoder(x)", model.description, image)])
    }

    private static func forward(classes: Int?) -> PythonFunction {
        let told = labels(classes).map { ", " + $0 }.joined()
        return PythonFunction(
            name: "forward", arguments: ["images"] + labels(classes), note: "What is left of images.",
            body: [
                "latents = self.encode(images\(told))",
                "return self.decode(latents[0] if isinstance(latents, tuple) else latents\(told))",
            ])
    }

    private static func labels(_ classes: Int?) -> [String] { classes == nil ? [] : ["labels"] }

    /// The lines that put the one-hot of a class behind the channels.
    private static func telling(_ classes: Int, _ input: ItemOutline) -> [String] {
        let oneHot = "one_hot = nn.functional.one_hot(labels, \(classes)).float()"
        if input.isVector { return [oneHot, "x = torch.cat([x, one_hot], 1)"] }
        let planes = "one_hot[:, :, None, None].expand(-1, -1, \(input.map.height), \(input.map.width))"
        return [oneHot, "x = torch.cat([x, \(planes)], 1)"]
    }
}
