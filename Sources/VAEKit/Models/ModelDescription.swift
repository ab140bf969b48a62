/// Everything needed to rebuild a model but its weights.
public struct ModelDescription: PixelDescription, Equatable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// A plain autoencoder: the latent is the encoder's mean, and there is no KL term.
        case ae
        case vae
    }

    public enum Noise: String, CaseIterable, Sendable {
        case independent
        /// One normal draw for all coordinates of an item.
        case shared
    }

    /// The shape of an image as the stream has it: `[height, width]`, `[height, width, channels]` or `[values]`.
    public var imageShape: [Int]
    public var kind = Kind.vae
    public var latent = 2
    public var encoder: [LayerDescription]
    public var decoder: [LayerDescription]
    public var heads = PosteriorHeads.logvar
    public var noise = Noise.independent
    public var recon = Recon.bce
    /// Standard deviation of the gaussian likelihood.
    public var sigma = 1.0
    /// Whether that is learnt instead, for each value.
    public var learnsSigma = false
    /// How values come that are no pixels; nil where they are pixels.
    public var scale: ValueScale?
    /// Weight of the KL term: loss = recon + beta · KL.
    public var beta = 1.0
    /// What latents are taken to come from.
    public var prior = PriorDescription.normal
    /// What is made of draws of the normal posterior.
    public var posteriorForm = PosteriorForm.normal
    /// What the loss asks of the latents.
    public var objective = ObjectiveDescription.elbo
    /// Images in the set that the model is trained on, where the objective counts them.
    public var setSize: Int?
    /// Where given, pixels are 1 above this u8 value and 0 elsewhere.
    public var threshold: Int?
    /// Where given, encoder and decoder are told the class of each item, within `0..<classes`.
    public var classes: Int?
    /// Levels of latents above the first, which is that of `latent`, `encoder` and `decoder`.
    public var upper: [UpperLevel] = []
    /// What the latents of several levels are inferred from.
    public var inference = Inference.bottomUp

    public enum Recon: String, CaseIterable, Sendable {
        case bce, mse, gaussian, poisson
        case negativeBinomial = "negative-binomial"

        /// Whether it is of counts.
        var isOfCounts: Bool { self == .poisson || self == .negativeBinomial }
    }

    public init(imageShape: [Int], encoder: [LayerDescription], decoder: [LayerDescription]) {
        self.imageShape = imageShape
        self.encoder = encoder
        self.decoder = decoder
    }

    /// The image as the layers see it.
    public var image: MapShape { MapShape(imageShape: imageShape) }

    /// The image as the encoder takes it, without its class: where the first layer takes a vector of a conditional model, the
    /// values in the order of the stream.
    var encoderMap: MapShape { takesValuesAsStreamed ? MapShape(channels: image.count) : image }

    /// Whether the encoder takes the values of an image in the order of the stream, not channel by channel.
    package var takesValuesAsStreamed: Bool { classes != nil && (encoder.first?.layer.takesVector ?? true) }

    /// Whether draws from the posterior have a density, as importance weights and the evidence lower bound need: there is none
    /// for a plain autoencoder, nor where one draw moves several coordinates along a line.
    public var hasPosteriorDensity: Bool { kind == .vae && (noise == .independent || latent == 1) }

    /// Why the model cannot have its objective; nil where it can.
    public var problemOfObjective: String? {
        if kind == .vae && !objective.regulariser.suitsVariational {
            return "--objective \(objective) is for plain autoencoders: give --model ae"
        }
        guard objective.regulariser.needsSeveralCoordinates, latent == 1 else { return nil }
        return "--objective \(objective) needs latents of two coordinates or more"
    }

    var posterior: PosteriorDescription {
        PosteriorDescription(
            latent: latent, heads: heads, isVariational: kind == .vae, sharesNoise: noise == .shared)
    }

    /// Names of the heads as checkpoints have them: the mean, and what goes with it.
    package var headNames: [String] {
        switch (kind, heads) {
        case (.ae, _): ["mean"]
        case (.vae, .logvar): ["mean", "logvar"]
        case (.vae, .tanh): ["mean", "deviation"]
        }
    }

    /// The same of a level, counted from 0.
    package func headNames(ofLevel level: Int) -> [String] {
        level == 0 ? headNames : headNames.map { "levels.\(level + 1).\($0)" }
    }
}
