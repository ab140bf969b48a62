import Threads

/// A model that there is a loss to train by.
public protocol Trainable: Model {
    /// - Parameters:
    ///   - settings: batch size, optimiser, and the seed of the noise; the weights are the model's own.
    ///   - optimizer: of a checkpoint, which goes on.
    func trainer(_ settings: TrainingSettings, resuming optimizer: Optimizer?, team: ThreadTeam) -> Trainer
}

extension Trainable {
    public func trainer(_ settings: TrainingSettings, team: ThreadTeam) -> Trainer {
        trainer(settings, resuming: nil, team: team)
    }
}

extension Autoencoder: Trainable {
    public func trainer(_ settings: TrainingSettings, resuming optimizer: Optimizer?, team: ThreadTeam) -> Trainer {
        let loss = AutoencoderLoss(self, capacity: capacity(settings), corruption: settings.corruption)
        return Trainer(self, loss, settings: settings, resuming: optimizer, team: team)
    }
}

extension Classifier: Trainable {
    public func trainer(_ settings: TrainingSettings, resuming optimizer: Optimizer?, team: ThreadTeam) -> Trainer {
        let loss = ClassifierLoss(self, capacity: capacity(settings))
        return Trainer(self, loss, settings: settings, resuming: optimizer, team: team)
    }
}
