/// The way of a batch through a model to its loss, and back, in memory that is allocated once: what a family of models is
/// trained by.
protocol ModelLoss: AnyObject {
    /// The batch that the way begins with.
    var batch: ImageBatch { get }
    /// Takes the loaded batch forward: its loss, with the gradient of the mean made ready for the way back.
    func evaluate(at moment: TrainingMoment, noise: StepNoise, _ pass: Pass) -> BatchLoss
    /// Takes that gradient back through the model.
    func differentiate(_ gradients: GradientUse, _ pass: Pass)
    /// Whether a parameter may have more than one gradient in a step, so that none can be applied before they are summed.
    var usesParametersTwice: Bool { get }
}

extension ModelLoss {
    var usesParametersTwice: Bool { false }
}
