import VAEKit

extension Graph {
    /// From images to the posterior of a level of latents, `mean` and `logvar`, as vae-encode has it; there is no `logvar` of a
    /// plain autoencoder, nor behind a flow, whose variance has no known form.
    ///
    /// - Parameter level: counted from 0. What it is inferred from are the means of other levels.
    package static func encoder(of model: Autoencoder, level: Int, pixels: PixelType) -> Graph {
        let description = model.description
        var builder = GraphBuilder("encoder", model)
        let images = builder.taken(model, threshold: description.threshold, pixels)
        let input = builder.told(builder.encoderInput(images, description), classes: description.classes)
        let moments =
            description.inference == .ladder
            ? builder.descendLadder(model, input, to: level) : builder.climb(model, input, to: level)
        let shape = [description.latents[level]]
        builder.output(moments.mean, ValueInfo("mean", .float, shape, note: "of the posterior"))
        if let logVariance = moments.logVariance {
            builder.output(logVariance, ValueInfo("logvar", .float, shape, note: "log of the posterior's variance"))
        }
        return builder.graph
    }

    /// From latents of a level to images, as vae-decode makes them; levels between have their means.
    ///
    /// - Parameter level: counted from 0.
    package static func decoder(of model: Autoencoder, level: Int) -> Graph {
        let description = model.description
        var builder = GraphBuilder("decoder", model)
        builder.scope = "latents"
        let width = description.latents[level]
        var z = builder.input(ValueInfo("latents", .float, [width], note: "z, a row for each image"))
        for below in (0..<level).reversed() { z = builder.moments(model, of: below, given: z).mean }
        builder.scope = "latents"
        let input = builder.told(.vector(z, description.latent), classes: description.classes)
        let logits = builder.layers(model.decoderOutline.lists[0], input)
        builder.putOut(logits, model)
        return builder.graph
    }
}

/// The mean and the logarithm of the variance of a level's latents, vectors for each item.
private struct Moments {
    var mean: String
    var logVariance: String?
}

extension ItemValue {
    static func vector(_ name: String, _ count: Int) -> ItemValue {
        ItemValue(name, ItemOutline(MapShape(channels: count), isVector: true))
    }
}

extension GraphBuilder {
    /// What the model is given of the input of the graph, in the shape that a stream has it in.
    mutating func taken(_ model: some Model, threshold: Int?, _ pixels: PixelType) -> String {
        if model.items == .counts { return counts(model.imageShape) }
        if let scaling = model.scaling { return values(model.imageShape, scaling) }
        return images(model.imageShape, pixels, threshold: threshold)
    }

    /// Lets what the decoder has put out be what the graph does, as vae-decode writes it.
    mutating func putOut(_ outputs: ItemValue, _ model: some Model) {
        if model.items == .counts {
            putOutShares(outputs, model.imageShape)
        } else if let scaling = model.scaling {
            putOutValues(outputs, model.imageShape, scaling)
        } else {
            putOutImages(outputs, model.imageShape)
        }
    }

    /// Images as the encoder takes them. Where it takes a vector with a class, the values stay in the order of the stream.
    fileprivate mutating func encoderInput(_ images: String, _ description: ModelDescription) -> ItemValue {
        let count = description.image.count
        guard description.takesValuesAsStreamed else { return item(ofImages: images, description.imageShape) }
        return .vector(reshape(images, [-1, count]), count)
    }

    /// Each level from the mean of the one below.
    fileprivate mutating func climb(_ model: Autoencoder, _ input: ItemValue, to level: Int) -> Moments {
        let description = model.description
        var moments = moments(layers(model.encoderOutline.lists[0], input), description, level: 0)
        for below in 0..<level {
            guard let outline = model.inferenceOutline(above: below) else { break }
            let z = ItemValue.vector(moments.mean, description.latents[below])
            moments = self.moments(layers(outline.lists[0], z), description, level: below + 1)
        }
        return moments
    }

    /// What the encoder says of each level, and on the way down, of those below the topmost, joined with what p says.
    fileprivate mutating func descendLadder(_ model: Autoencoder, _ input: ItemValue, to level: Int) -> Moments {
        var (value, said) = (input, [Moments]())
        for (number, list) in model.encoderOutline.lists.enumerated() {
            value = layers(list, value)
            said.append(moments(value, model.description, level: number))
        }
        var moments = said[said.count - 1]
        for below in (level..<said.count - 1).reversed() {
            moments = product(said[below], self.moments(model, of: below, given: moments.mean))
        }
        return moments
    }

    /// The moments of p for a level, given latents of the level above.
    fileprivate mutating func moments(_ model: Autoencoder, of level: Int, given z: String) -> Moments {
        let (description, name) = (model.description, "levels.\(level + 2).decoder")
        let input = ItemValue.vector(z, description.latents[level + 1])
        let hidden = layers(model.generationOutline(of: level).lists[0], input)
        scope = name
        return Moments(
            mean: dense(hidden, "\(name).\(description.headNames[0])"),
            logVariance: dense(hidden, "\(name).\(description.headNames[1])"))
    }

    /// The moments that a level's heads give.
    private mutating func moments(_ hidden: ItemValue, _ description: ModelDescription, level: Int) -> Moments {
        let names = description.headNames(ofLevel: level)
        scope = level == 0 ? "heads" : "levels.\(level + 1).heads"
        let values = vector(hidden)
        let outputs = names.map { dense(values, $0) }
        if description.posteriorForm != .normal {
            return Moments(mean: bend(outputs[0], values, flows: description.posteriorForm.flows))
        }
        guard description.kind == .vae, description.heads == .tanh else {
            return Moments(mean: outputs[0], logVariance: outputs.count > 1 ? outputs[1] : nil)
        }
        let deviation = add("Tanh", [outputs[1]])
        let variance = add("Add", [add("Mul", [deviation, deviation]), number(PosteriorKernel.floor)])
        return Moments(mean: add("Tanh", [outputs[0]]), logVariance: add("Log", [variance]))
    }

    /// What planar flows make of latents (`PlanarKernel` has the formula), told by what the heads take.
    private mutating func bend(_ mean: String, _ told: ItemValue, flows: Int) -> String {
        var z = mean
        for flow in 0..<flows {
            scope = "flow.\(flow)"
            let (u, w, b) = (dense(told, "\(scope).u"), dense(told, "\(scope).w"), dense(told, "\(scope).b"))
            let height = add("Tanh", [add("Add", [dot(w, z), b])])
            let product = dot(w, u)
            let stretch = add("Sub", [add("Sub", [add("Softplus", [product]), number(1)]), product])
            let turn = add("Div", [stretch, add("Add", [dot(w, w), number(PlanarKernel.floor)])])
            let direction = add("Add", [u, add("Mul", [turn, w])])
            z = add("Add", [z, add("Mul", [direction, height])])
        }
        return z
    }

    private mutating func dot(_ one: String, _ other: String) -> String {
        add("ReduceSum", [add("Mul", [one, other]), integers([1])], [("keepdims", .integer(1))])
    }

    /// The moments of the product of two normal densities (`GaussianKernel.product`).
    private mutating func product(_ one: Moments, _ other: Moments) -> Moments {
        guard let first = one.logVariance, let second = other.logVariance else { return one }
        let gap = add("Sub", [first, second])
        let share = add("Sigmoid", [add("Neg", [gap])])
        let move = add("Mul", [share, add("Sub", [one.mean, other.mean])])
        return Moments(
            mean: add("Add", [other.mean, move]), logVariance: add("Sub", [first, add("Softplus", [gap])]))
    }
}
