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
        Trainer(self, loss(settings), settings: settings, resuming: optimizer, team: team)
    }

    private func loss(_ settings: TrainingSettings) -> any ModelLoss {
        let capacity = capacity(settings)
        let drawCapacity = Tensor.columns(for: cut(batch: settings.batch).largest * drawCount)
        if description.weighsDensities {
            return ChainLoss(
                self, capacity: capacity, drawCapacity: drawCapacity, corruption: settings.corruption)
        }
        guard description.objective.drawsSideBySide else {
            return AutoencoderLoss(self, capacity: capacity, corruption: settings.corruption)
        }
        return SeveralDrawsLoss(
            self, capacity: capacity, drawCapacity: drawCapacity, corruption: settings.corruption)
    }
}

extension CodeAutoencoder: Trainable {
    public func trainer(_ settings: TrainingSettings, resuming optimizer: Optimizer?, team: ThreadTeam) -> Trainer {
        let loss = CodeLoss(self, capacity: capacity(settings), corruption: settings.corruption)
        return Trainer(self, loss, settings: settings, resuming: optimizer, team: team)
    }
}

extension CodePrior: Trainable {
    public func trainer(_ settings: TrainingSettings, resuming optimizer: Optimizer?, team: ThreadTeam) -> Trainer {
        Trainer(
            self, CodePriorLoss(self, capacity: capacity(settings)), settings: settings, resuming: optimizer, team: team
        )
    }
}

extension Classifier: Trainable {
    public func trainer(_ settings: TrainingSettings, resuming optimizer: Optimizer?, team: ThreadTeam) -> Trainer {
        let loss = ClassifierLoss(self, capacity: capacity(settings))
        return Trainer(self, loss, settings: settings, resuming: optimizer, team: team)
    }
}
