import CommandSupport
import VAEKit

/// What the command line says of a model of codes.
enum CodeOptions {
    /// The options that say of posteriors, of which a code has none.
    private static let ofPosteriors: [any OptionDescription] = [
        ModelOptions.preset, ModelOptions.kind, ModelOptions.inference, ModelOptions.heads, ModelOptions.noise,
        ModelOptions.beta, ModelOptions.objective, ModelOptions.prior, ModelOptions.posterior, ModelOptions.labels,
        TrainingOptions.warmup,
    ]

    /// - Throws: `UsageError` where an option is given that does not go with codes.
    static func refuseOthers(_ arguments: Arguments, with quantiser: QuantiserDescription) throws {
        if arguments[ModelOptions.sigma] == .learned {
            throw UsageError("--sigma learned does not go with latents of codes ('\(quantiser)')")
        }
        guard let given = ofPosteriors.first(where: { arguments.isGiven($0) }) else { return }
        throw UsageError("--\(given.name) does not go with latents of codes ('\(quantiser)')")
    }

    /// Changes how images are taken, and how likely they are.
    ///
    /// - Throws: `UsageError` where options do not go together.
    static func applyPixels(_ arguments: Arguments, to model: inout CodeDescription) throws {
        try ModelOptions.applyPixels(arguments, to: &model)
        if let problem = model.problemOfValues { throw UsageError(problem) }
        try ModelOptions.refuseRedrawing(arguments, model)
    }
}
