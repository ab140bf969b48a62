import CommandSupport
import Disentanglement
import Threads

/// Takes the measures of two tables; what several of them need is computed once.
struct Measurement {
    /// A row of the table.
    struct Result {
        var name: String
        var value: Double
        var settings: String
    }

    /// What progress counts of each measure, and of all.
    private static let stepsOfOne = 100
    static let steps = Measure.allCases.count * stepsOfOne

    private let representation: Representation
    private let posteriors: Posteriors?
    private let settings: MeasureSettings
    private let split: Split
    private let team: ThreadTeam
    private let progress: Progress
    private lazy var information = InformationMatrix(of: representation, bins: settings.bins, team: team)

    init(_ tables: MeasuredTables, _ settings: MeasureSettings, team: ThreadTeam, progress: Progress) {
        (representation, posteriors) = (tables.representation, tables.posteriors)
        (self.settings, self.team, self.progress) = (settings, team, progress)
        split = Split(
            of: representation.count, train: settings.train, test: settings.test, seed: UInt64(settings.seed))
    }

    /// The rows of a measure. Throws `NotMeasurable`.
    mutating func results(of measure: Measure) throws(NotMeasurable) -> [Result] {
        advance(measure, 0)
        switch measure {
        case .mig:
            let gap = InformationGap.mean(information.information, entropies: information.entropies)
            return [Result(name: "mig", value: gap, settings: "bins \(settings.bins), \(rows)")]
        case .migChen: return [try posteriorGap()]
        case .sap:
            let gap = AttributePredictability.mean(representation, split: split, team: team)
            return [Result(name: "sap", value: gap, settings: trial)]
        case .dci: return informativeness()
        case .betaVAE: return results("beta_vae", BetaVAEScore.accuracy(representation, settings.votes, team: team))
        case .factorVAE:
            return results("factor_vae", FactorVAEScore.accuracy(representation, settings.votes, team: team))
        case .modularity:
            if representation.factors.count < 2 { throw NotMeasurable("it needs two factors") }
            let value = Modularity.mean(information.information)
            return [Result(name: "modularity", value: value, settings: "bins \(settings.bins), \(rows)")]
        case .tc:
            guard let value = TotalCorrelation.ofNormal(representation.latents) else {
                throw NotMeasurable("latents depend on each other linearly, and it is infinite")
            }
            return [Result(name: "tc", value: value, settings: rows)]
        case .probe: return probe()
        }
    }

    private var rows: String { "rows \(representation.count)" }

    private var trial: String { "train \(split.train.count), test \(split.test.count), seed \(settings.seed)" }

    private func advance(_ measure: Measure, _ share: Double) {
        let place = Measure.allCases.firstIndex(of: measure) ?? 0
        progress.advance(
            to: place * Self.stepsOfOne + Int(share * Double(Self.stepsOfOne)), label: measure.rawValue)
    }

    private func posteriorGap() throws(NotMeasurable) -> Result {
        guard let posteriors else {
            throw NotMeasurable("it needs the columns mu1 … and logvar1 … of vae-encode --logvar")
        }
        let found = PosteriorInformation(
            of: posteriors, about: representation.factors, samples: settings.samples, seed: UInt64(settings.seed),
            team: team, advance: { advance(.migChen, $0) })
        return Result(
            name: "mig_chen", value: InformationGap.mean(found.information, entropies: found.entropies),
            settings: "samples \(min(settings.samples, representation.count)), \(rows), seed \(settings.seed)")
    }

    private func informativeness() -> [Result] {
        let factors = Double(representation.factors.count)
        let found = Informativeness(
            representation, split: split, seed: UInt64(settings.seed), team: team,
            advance: { advance(.dci, Double($0) / factors) })
        let values: [(String, Double?)] = [
            ("disentanglement", found.disentanglement), ("completeness", found.completeness),
            ("informativeness", found.testAccuracy), ("informativeness_train", found.trainAccuracy),
        ]
        return values.compactMap { name, value in
            value.map { Result(name: "dci_\(name)", value: $0, settings: trial) }
        }
    }

    private func probe() -> [Result] {
        let accuracies = LinearProbe.accuracies(representation, split: split, team: team)
        let mean = accuracies.reduce(0, +) / Double(accuracies.count)
        return [Result(name: "probe", value: mean, settings: trial)]
            + zip(representation.factors, accuracies).map {
                Result(name: "probe_\($0.name)", value: $1, settings: trial)
            }
    }

    private func results(_ name: String, _ accuracy: HeldFactorAccuracy) -> [Result] {
        let votes = settings.votes
        let told = "votes \(votes.training) and \(votes.evaluation) of \(votes.batch), \(rows), seed \(settings.seed)"
        return [
            Result(name: name, value: accuracy.evaluation, settings: told),
            Result(name: "\(name)_train", value: accuracy.training, settings: told),
        ]
    }
}

/// Why a measure cannot be taken of these tables.
struct NotMeasurable: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
