/// The kinds of models that a checkpoint may hold, and which commands are for them.
public enum ModelFamily: String, Sendable {
    case autoencoder
    case classifier

    /// The family of a checkpoint's `model` entry: it names classifiers, and of autoencoders the kind.
    init(entry: String?) { self = entry.flatMap(Self.init(rawValue:)) ?? .autoencoder }

    /// As in "not a classifier".
    var noun: String {
        switch self {
        case .autoencoder: "an autoencoder"
        case .classifier: "a classifier"
        }
    }

    /// The command that makes its checkpoints.
    var maker: String {
        switch self {
        case .autoencoder: "vae-fit"
        case .classifier: "clf-fit"
        }
    }

    /// Commands that take them.
    var users: String {
        switch self {
        case .autoencoder: "vae-eval, or vae-encode"
        case .classifier: "clf-eval, or vae-info"
        }
    }
}
