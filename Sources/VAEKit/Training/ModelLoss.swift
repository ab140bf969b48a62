/// The way of a batch through a model to its loss, and back, in memory that is allocated once: what a family of models is
/// trained by.
///
/// A loss may have a second player, which learns in the same step, of a loss of its own.
protocol ModelLoss: AnyObject {
    /// The batch that the way begins with.
    var batch: ImageBatch { get }
    /// Takes the loaded batch forward: its loss, with the gradient of the mean made ready for the way back.
    func evaluate(at moment: TrainingMoment, noise: StepNoise, _ pass: Pass) -> BatchLoss
    /// Takes that gradient back through the model.
    func differentiate(_ gradients: GradientUse, _ pass: Pass)
    /// The second player; nil where there is none.
    var adversary: Adversary? { get }
    /// Takes the second player's gradient back through it, and what it does to the model to where the model's way back begins:
    /// to be called before that.
    func differentiateAdversary(_ gradients: GradientUse, _ pass: Pass)
    /// Whether a parameter may have more than one gradient in a step, so that none can be applied before they are summed.
    var usesParametersTwice: Bool { get }
}

extension ModelLoss {
    var usesParametersTwice: Bool { false }
    var adversary: Adversary? { nil }
    func differentiateAdversary(_ gradients: GradientUse, _ pass: Pass) {}
}
