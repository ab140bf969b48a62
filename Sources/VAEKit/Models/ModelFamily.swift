/// The kinds of models that a checkpoint may hold, and which commands are for them.
public enum ModelFamily: String, Sendable {
    case autoencoder
    /// An autoencoder of codes.
    case codes
    case codePrior = "code-prior"
    case classifier
    /// A density over latents.
    case flow

    /// The family of a checkpoint's `model` entry: it names classifiers and models of codes, and of other autoencoders the kind.
    init(entry: String?) { self = entry.flatMap(Self.init(rawValue:)) ?? .autoencoder }

    /// As in "not a classifier".
    var noun: String {
        switch self {
        case .autoencoder: "an autoencoder"
        case .codes: "a model of codes"
        case .codePrior: "a prior of codes"
        case .classifier: "a classifier"
        case .flow: "a flow over latents"
        }
    }

    /// The command that makes its checkpoints.
    public var maker: String {
        switch self {
        case .autoencoder, .codes, .codePrior: "vae-fit"
        case .classifier: "clf-fit"
        case .flow: "z-fit --density flow"
        }
    }

    /// Commands that take them.
    var users: String {
        switch self {
        case .autoencoder: "vae-eval, or vae-encode"
        case .codes: "vae-eval, vae-encode, or vae-decode; vae-fit --codes-of learns a prior to draw from"
        case .codePrior: "z-sample --from, or vae-info"
        case .classifier: "clf-eval, or vae-info"
        case .flow: "z-sample --from, z-density, or vae-info"
        }
    }
}
