extension DiscriminatorDescription {
    /// What teaches it, whatever teaches the model.
    var optimizer: OptimizerSettings {
        var settings = OptimizerSettings(kind: .adam, rate: rate)
        (settings.beta1, settings.beta2) = (beta1, beta2)
        return settings
    }
}
