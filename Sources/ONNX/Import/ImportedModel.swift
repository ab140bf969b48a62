import VAEKit

/// An autoencoder of which encoder and decoder are ONNX files each.
package struct ImportedModel {
    package let description: ModelDescription
    package let tensors: [ImportedTensor]

    /// - Parameters:
    ///   - image: the shape of an image as streams have it; nil where the graphs say it.
    ///   - recon: nil for what pixels usually have.
    ///   - isFromTanh: whether images from -1 to 1 become those from 0 to 1.
    /// - Throws: `ONNXError` that names the node which is not read, or says what does not go together.
    package init(
        encoder encoderFile: StoredModel, decoder decoderFile: StoredModel, image: [Int]?,
        recon: ModelDescription.Recon?, isFromTanh: Bool
    ) throws {
        let encoder = try ImportedEncoder(encoderFile)
        let decoder = try ImportedDecoder(decoderFile)
        func problem(_ reason: String) -> ONNXError { ONNXError(decoderFile.file, reason) }
        guard encoder.latent == decoder.latent else {
            throw problem("it takes latents of \(decoder.latent) coordinates, and the encoder makes \(encoder.latent)")
        }
        guard isFromTanh == (decoder.end == .tanh) else {
            throw problem(
                isFromTanh
                    ? "--from-tanh: it does not end in a tanh"
                    : "it ends in a tanh, and makes images from -1 to 1: --from-tanh makes those from 0 to 1")
        }
        if decoder.end == .nothing, recon != .mse, recon != .gaussian {
            throw problem("it ends in no sigmoid: give --recon mse or gaussian, for values as they are")
        }
        let scale = try Self.scale(encoder, decoder, problem)
        let shape = try Self.image(encoder.image, decoder.image, given: image, problem)
        var description = ModelDescription(
            imageShape: shape, encoder: try Self.layers(encoder.layers, encoderFile),
            decoder: try Self.layers(decoder.layers, decoderFile))
        description.kind = encoder.kind
        description.heads = encoder.heads
        description.latent = encoder.latent
        description.threshold = encoder.threshold
        description.recon = recon ?? .bce
        if decoder.end == .nothing {
            let isOverAll = scale.isEmpty || scale[0].floats.count == 1
            description.scale = scale.isEmpty ? ValueScale.none : ValueScale(.standard, isOverAll: isOverAll)
        }
        (self.description, tensors) = (description, encoder.tensors + decoder.tensors + scale)
    }

    /// What values are scaled by, a number for each, or one where all are the same; nothing where they are as they come.
    private static func scale(
        _ encoder: ImportedEncoder, _ decoder: ImportedDecoder, _ problem: (String) -> ONNXError
    ) throws(ONNXError) -> [ImportedTensor] {
        func isNear(_ one: [Float], _ other: [Float]) -> Bool {
            one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) <= 1e-6 * max(1, abs($0)) }
        }
        guard let scale = encoder.scale, let back = decoder.scale else {
            if encoder.scale == nil, decoder.scale == nil { return [] }
            throw problem("the encoder scales values, or this scales them back, and not both")
        }
        guard decoder.end == .nothing, isNear(scale.offsets, back.offsets), isNear(scale.factors, back.factors) else {
            throw problem("it does not scale values back as the encoder scales them")
        }
        let isOverAll = Set(scale.offsets).count == 1 && Set(scale.factors).count == 1
        return [("scale.offset", scale.offsets), ("scale.factor", scale.factors)].map { name, values in
            let own = isOverAll ? [values[0]] : values
            return ImportedTensor(name: name, origin: name, shape: [own.count], floats: own)
        }
    }

    private static func layers(_ layers: [String], _ model: StoredModel) throws -> [LayerDescription] {
        do { return try LayerLanguage.parse(layers.joined(separator: ", ")) } catch {
            throw ONNXError(model.file, "\(error)")
        }
    }

    /// The shape that a map says, or that is given where items are vectors.
    private static func image(
        _ taken: [Int], _ made: [Int], given: [Int]?, _ problem: (String) -> ONNXError
    ) throws(ONNXError) -> [Int] {
        func count(_ sizes: [Int]) -> Int { sizes.reduce(1, *) }
        func shape(_ item: [Int]) -> [Int] {
            item.count < 3 ? item : item[0] == 1 ? Array(item[1...]) : [item[1], item[2], item[0]]
        }
        guard count(taken) == count(made), given.map({ count($0) == count(taken) }) ?? true else {
            throw problem(
                "images of \(count(made)) values, where the encoder takes \(count(taken)) and --image says "
                    + "\(given.map { "\(count($0))" } ?? "nothing")")
        }
        return given ?? shape(taken.count > 1 ? taken : made)
    }
}
