import CommandSupport
import Embedding
import Latents
import TensorStreams
import Threads
import VAEKit

/// The fit of a flow to the rows of a table, of which some are kept aside to say after which epoch it is at its best.
struct FlowFit {
    struct Settings {
        let couplings: Int
        let hidden: Int
        let epochs: Int
        let floor: Double
        let seed: Int
        let isQuiet: Bool
    }

    private let table: PointTable
    private let settings: Settings
    private let arguments: Arguments
    private let team: ThreadTeam

    /// Fewer rows than this are all learnt from.
    private static let rowsToKeepAside = 100

    init(_ table: PointTable, _ settings: Settings, _ arguments: Arguments) {
        (self.table, self.settings, self.arguments) = (table, settings, arguments)
        team = ThreadTeam(threads: arguments[StandardOptions.threads])
    }

    /// - Throws: `Failure` where there are too few coordinates, or numbers that no flow can be fitted to.
    func fit() throws -> LatentFlow {
        let points = table.points
        guard points.width >= LatentFlowDescription.latents.lowerBound else {
            throw Failure("\(table.name): a flow needs two coordinates at least, and there is one: take gmm")
        }
        let description = LatentFlowDescription(
            latent: points.width, couplings: settings.couplings, hidden: settings.hidden)
        do {
            let model = try LatentFlow(description)
            try model.requireTrainingMemory()
            return try train(model, on: blurred(points))
        } catch let error as NetworkError {
            throw Failure("\(table.name): \(error)")
        } catch is TrainingError {
            throw Failure("\(table.name): the density grows without end: raise --floor, or take fewer --couplings")
        }
    }

    /// The rows with noise of the floor's variance, which leaves no coordinate without a spread.
    private func blurred(_ points: Points) -> [Float] {
        var source = RandomSource(seed: UInt64(settings.seed), stream: 1)
        let deviation = Float(settings.floor.squareRoot())
        return points.values.map { $0 + deviation * Normal.draw(&source) }
    }

    private func train(_ model: LatentFlow, on values: [Float]) throws -> LatentFlow {
        let width = table.points.width
        var source = RandomSource(seed: UInt64(settings.seed), stream: 2)
        let order = source.permutation(values.count / width)
        let aside = order.count < Self.rowsToKeepAside ? 0 : order.count / 10
        func rows(_ numbers: some Sequence<Int>) -> [Float] {
            numbers.flatMap { values[$0 * width..<($0 + 1) * width] }
        }
        let learnt = TensorBatch(
            format: ItemFormat(type: .f32, shape: [width]), floats: rows(order.dropFirst(aside)))
        model.initialise(seed: UInt64(settings.seed))
        try model.scaleValues(by: learnt)
        guard let scaling = model.scaling else { preconditionFailure("a flow scales its latents") }
        let course = FlowCourse(model, keptAside: rows(order.prefix(aside)), team: team)
        let run = TrainingRun(model.trainer(trainingSettings, team: team), settings: trainingSettings)
        run.observer = course
        try run.train(on: LabelledImages(scaling.applied(to: learnt)))
        tell(course, learnt.floats())
        return course.chosen
    }

    private var trainingSettings: TrainingSettings {
        var settings = TrainingSettings()
        (settings.epochs, settings.batch, settings.seed) = (self.settings.epochs, 256, self.settings.seed)
        settings.learningRate.schedule = .cosine
        (settings.optimizer.rate, settings.optimizer.clipNorm) = (2e-3, 5)
        return settings
    }

    private func tell(_ course: FlowCourse, _ learnt: [Float]) {
        if settings.isQuiet { return }
        let mean = LatentFlowEvaluator(course.chosen, team: team).meanLogDensity(of: learnt)
        let aside = course.best.map {
            ", \(NumberText.toFourPlaces($0.density)) of the rows kept aside, best after epoch \($0.epoch) of \(settings.epochs)"
        }
        arguments.note(
            "flow of \(settings.couplings) couplings: log density \(NumberText.toFourPlaces(mean)) nats a row\(aside ?? "")"
        )
    }
}

/// Keeps the flow of the epoch after which rows kept aside are the most likely.
private final class FlowCourse: TrainingObserver {
    private let model: LatentFlow
    private let evaluator: LatentFlowEvaluator
    private let keptAside: [Float]
    private(set) var best: (epoch: Int, density: Double, model: LatentFlow)?

    /// The last one where no rows were kept aside.
    var chosen: LatentFlow { best?.model ?? model }

    init(_ model: LatentFlow, keptAside: [Float], team: ThreadTeam) {
        (self.model, self.keptAside) = (model, keptAside)
        evaluator = LatentFlowEvaluator(model, team: team)
    }

    func didStep(_ run: TrainingRun) {}
    func didEndEpoch(_ run: TrainingRun) {}

    func didSettleEpoch(_ run: TrainingRun) throws {
        if keptAside.isEmpty { return }
        let density = evaluator.meanLogDensity(of: keptAside)
        guard density > best?.density ?? -.infinity else { return }
        best = (run.state.epoch, density, try LatentFlow(model.description, weightsOf: model))
    }
}

extension LatentFlowEvaluator {
    /// In nats a row.
    fileprivate func meanLogDensity(of latents: [Float]) -> Double {
        let densities = logDensities(of: latents)
        return densities.reduce(0, +) / Double(densities.count)
    }
}
