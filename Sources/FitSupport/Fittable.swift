import CommandSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

/// A kind of model that there is a command to train.
public protocol Fittable: Trainable {
    /// Where given, pixels are 1 above this u8 value and 0 elsewhere.
    var threshold: Int? { get }
    /// What measures the loss of images again and again, with the same noise every time.
    func measure(of data: DealtImages, as settings: TrainingSettings, team: ThreadTeam) -> () -> BatchLoss
    /// Pictures of the model while it learns, where there are any.
    func frames(_ path: String, seed: Int, earlier: Int, team: ThreadTeam) throws -> Frames?
    /// What users should know of the model that a run has come to.
    func warning(_ end: FitEnd, team: ThreadTeam) -> String?
}

/// A run that has come to its end, and the images to look at its model with.
public struct FitEnd {
    let name: String
    let run: TrainingRun
    /// The first of those kept aside, or else trained on; or the last of a stream.
    let sample: LabelledImages?
    let isKeptAside: Bool
}

extension Autoencoder: Fittable {
    public var threshold: Int? { description.threshold }

    public func measure(of data: DealtImages, as settings: TrainingSettings, team: ThreadTeam) -> () -> BatchLoss {
        let evaluator = Evaluator(self, team: team, redraws: settings.redraws)
        return evaluator.loss(of: data, seed: UInt64(settings.seed))
    }

    public func frames(_ path: String, seed: Int, earlier: Int, team: ThreadTeam) throws -> Frames? {
        try Frames(path, model: self, seed: seed, earlier: earlier, team: team)
    }

    /// Says so where the latents of images kept aside, or else of some trained on, say nothing of them.
    public func warning(_ end: FitEnd, team: ThreadTeam) -> String? {
        guard description.kind == .vae, PosteriorCollapse.canTell(after: end.run.state.step),
            let sample = end.sample
        else { return nil }
        let evaluator = Evaluator(self, team: team, redraws: end.run.settings.redraws)
        guard evaluator.coordinates(of: sample).allSatisfy(\.showCollapse) else { return nil }
        let whose = end.isKeptAside ? "of --validation" : "trained on"
        let place = !end.isKeptAside && end.run.settings.isStreaming ? "last" : "first"
        return PosteriorCollapse.note(end.name, measuredOn: "the \(place) \(sample.count) images \(whose)")
    }
}

extension CodeAutoencoder: Fittable {
    public func measure(of data: DealtImages, as settings: TrainingSettings, team: ThreadTeam) -> () -> BatchLoss {
        let evaluator = CodeEvaluator(self, team: team, redraws: settings.redraws)
        return evaluator.loss(of: data, seed: UInt64(settings.seed))
    }

    public func frames(_ path: String, seed: Int, earlier: Int, team: ThreadTeam) throws -> Frames? {
        throw Failure("\(path): a model of codes has no prior to draw pictures from: leave out --frames")
    }

    public func warning(_ end: FitEnd, team: ThreadTeam) -> String? { nil }
}

extension CodePrior: Fittable {
    public var threshold: Int? { nil }

    public func measure(of data: DealtImages, as settings: TrainingSettings, team: ThreadTeam) -> () -> BatchLoss {
        let evaluator = CodePriorEvaluator(self, team: team)
        return evaluator.loss(of: data)
    }

    public func frames(_ path: String, seed: Int, earlier: Int, team: ThreadTeam) throws -> Frames? {
        throw Failure("\(path): a prior of codes makes no pictures: leave out --frames, and decode what z-sample draws")
    }

    public func warning(_ end: FitEnd, team: ThreadTeam) -> String? { nil }
}

extension Classifier: Fittable {
    public var threshold: Int? { nil }

    public func measure(of data: DealtImages, as settings: TrainingSettings, team: ThreadTeam) -> () -> BatchLoss {
        let evaluator = ClassifierEvaluator(self, team: team)
        return evaluator.loss(of: data)
    }

    public func frames(_ path: String, seed: Int, earlier: Int, team: ThreadTeam) throws -> Frames? { nil }

    public func warning(_ end: FitEnd, team: ThreadTeam) -> String? { nil }
}
