import Threads

/// A model that there is a loss to train by.
public protocol Trainable: Model {
    /// - Parameters:
    ///   - settings: batch size, optimiser, and the seed of the noise; the weights are the model's own.
    ///   - optimizer: of a checkpoint, which goes on.
    ///   - ranks: that train together, all with the same; nil for one.
    func trainer(
        _ settings: TrainingSettings, resuming optimizer: Optimizer?, team: ThreadTeam, ranks: (any RankGroup)?
    ) -> Trainer
}

extension Trainable {
    public func trainer(_ settings: TrainingSettings, team: ThreadTeam, ranks: (any RankGroup)? = nil) -> Trainer {
        trainer(settings, resuming: nil, team: team, ranks: ranks)
    }
}

extension Autoencoder: Trainable {
    public func trainer(
        _ settings: TrainingSettings, resuming optimizer: Optimizer?, team: ThreadTeam, ranks: (any RankGroup)?
    ) -> Trainer {
        Trainer(self, settings: settings, resuming: optimizer, team: team, ranks: ranks) {
            loss(largest: $0, corruption: settings.corruption)
        }
    }

    private func loss(largest: Int, corruption: Corruption?) -> any ModelLoss {
        let capacity = Tensor.columns(for: largest)
        let drawCapacity = Tensor.columns(for: largest * drawCount)
        if description.weighsDensities {
            return ChainLoss(self, capacity: capacity, drawCapacity: drawCapacity, corruption: corruption)
        }
        guard description.objective.drawsSideBySide else {
            return AutoencoderLoss(self, capacity: capacity, corruption: corruption)
        }
        return SeveralDrawsLoss(self, capacity: capacity, drawCapacity: drawCapacity, corruption: corruption)
    }
}

extension CodeAutoencoder: Trainable {
    public func trainer(
        _ settings: TrainingSettings, resuming optimizer: Optimizer?, team: ThreadTeam, ranks: (any RankGroup)?
    ) -> Trainer {
        Trainer(self, settings: settings, resuming: optimizer, team: team, ranks: ranks) {
            CodeLoss(self, capacity: Tensor.columns(for: $0), corruption: settings.corruption)
        }
    }
}

extension CodePrior: Trainable {
    public func trainer(
        _ settings: TrainingSettings, resuming optimizer: Optimizer?, team: ThreadTeam, ranks: (any RankGroup)?
    ) -> Trainer {
        Trainer(self, settings: settings, resuming: optimizer, team: team, ranks: ranks) {
            CodePriorLoss(self, capacity: Tensor.columns(for: $0))
        }
    }
}

extension LatentFlow: Trainable {
    public func trainer(
        _ settings: TrainingSettings, resuming optimizer: Optimizer?, team: ThreadTeam, ranks: (any RankGroup)?
    ) -> Trainer {
        Trainer(self, settings: settings, resuming: optimizer, team: team, ranks: ranks) {
            LatentFlowLoss(self, capacity: Tensor.columns(for: $0))
        }
    }
}

extension Classifier: Trainable {
    public func trainer(
        _ settings: TrainingSettings, resuming optimizer: Optimizer?, team: ThreadTeam, ranks: (any RankGroup)?
    ) -> Trainer {
        Trainer(self, settings: settings, resuming: optimizer, team: team, ranks: ranks) {
            ClassifierLoss(self, capacity: Tensor.columns(for: $0))
        }
    }
}
