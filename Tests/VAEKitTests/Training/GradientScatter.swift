import TensorStreams
import Threads
import VAEKit

/// Means over many steps' noise, and the variances of single steps.
struct Scatter {
    var count = 0.0
    var means: [Double] = []
    var squares: [Double] = []

    mutating func add(_ values: [Double]) {
        if means.isEmpty { (means, squares) = (values.map { _ in 0 }, values.map { _ in 0 }) }
        count += 1
        for (place, value) in values.enumerated() {
            let shift = value - means[place]
            means[place] += shift / count
            squares[place] += shift * (value - means[place])
        }
    }

    /// Of all numbers together.
    var variance: Double { squares.reduce(0, +) / (count - 1) }

    /// The squared distance of the means over what it would be by chance: about 1 where the two have one expectation.
    func distance(from other: Scatter) -> Double {
        let square = zip(means, other.means).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        return square / (variance / count + other.variance / other.count)
    }
}

/// The loss of a small model and its encoder's gradients, over the noise of many steps.
struct GradientScatter {
    let loss: Scatter
    /// Of all parameters that q is made by.
    let encoder: Scatter

    static let steps = 3000

    init(_ model: Autoencoder, seed: Int) {
        let trainer = Self.trainer(of: model)
        let names = model.parameterList.map(\.name).filter { !$0.split(separator: ".").contains("decoder") }
        var (loss, encoder) = (Scatter(), Scatter())
        for step in 1...Self.steps {
            let moment = TrainingMoment(step: step + seed * Self.steps, rate: 0)
            let result = trainer.lossAndGradients(Self.images, at: moment)
            loss.add([result.loss.mean.loss])
            encoder.add(names.flatMap { result.gradients[$0]?.map(Double.init) ?? [] })
        }
        (self.loss, self.encoder) = (loss, encoder)
    }

    static let images: LabelledImages = {
        let patterns: [[Float]] = [
            [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1], [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0],
        ]
        let format = ItemFormat(type: .f32, shape: [3, 4])
        return LabelledImages(TensorBatch(format: format, floats: patterns.flatMap { $0 }))
    }()

    static func trainer(of model: Autoencoder, rate: Double = 0, threads: Int = 1) -> Trainer {
        var settings = TrainingSettings()
        settings.batch = images.count
        settings.optimizer.rate = rate
        return model.trainer(settings, team: ThreadTeam(threads: threads))
    }

    /// Trains a model a little, so that its posteriors differ from the prior.
    static func teach(_ model: Autoencoder) {
        model.initialise(.he, seed: 5)
        let trainer = trainer(of: model, rate: 1e-2)
        for step in 1...400 {
            _ = trainer.step(images, items: 0..<images.count, at: TrainingMoment(step: step, rate: 1e-2))
        }
    }
}
