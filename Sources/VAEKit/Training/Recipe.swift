/// A way to train whatever model there is, in the place of a preset's own.
public enum Recipe: String, CaseIterable, Sendable {
    /// Comes to about the loss of a preset's own way in a third of its epochs, or in fewer.
    ///
    /// Muon follows the gradients, at rates that rise and fall once. Batches and decay stay as they are.
    case fast

    /// The epochs of a run whose own way has so many; of one that has none, the most.
    private static func epochs(instead own: Int?) -> Int { min(10, own.map { ($0 + 2) / 3 } ?? 10) }

    /// Changes the settings of a run.
    ///
    /// - Parameters:
    ///   - preset: whose settings they are, if any.
    ///   - decodesData: whether the output may begin with the mean of the data.
    public func apply(to settings: inout TrainingSettings, preset: Preset?, decodesData: Bool) {
        settings.optimizer.kind = .muon
        settings.optimizer.rate = 6e-3
        settings.optimizer.momentum = OptimizerSettings.momentumOfMuon
        (settings.learningRate.schedule, settings.learningRate.rise) = (.oneCycle, 0.15)
        settings.epochs = Self.epochs(instead: preset?.training.epochs)
        if settings.beginning.initialisation == .pytorch { settings.beginning.initialisation = .he }
        settings.beginning.outputIsOfData = decodesData
    }
}
