import CommandSupport
import Densities
import Embedding
import TensorStreams
import Threads

/// The fits of one table, each of the best of several starts and numbers of components, told of on standard error.
struct FitRun {
    struct Settings {
        let components: [Int]
        let floor: Double
        let restarts: Int
        let seed: UInt64
        let isQuiet: Bool
    }

    private let table: PointTable
    private let settings: Settings
    private let arguments: Arguments
    private let team: ThreadTeam

    init(_ table: PointTable, _ settings: Settings, _ arguments: Arguments) {
        (self.table, self.settings, self.arguments) = (table, settings, arguments)
        team = ThreadTeam(threads: arguments[StandardOptions.threads])
    }

    /// A fit to the rows of each label, in the order in which the labels first come.
    func fits(_ labels: [String]) throws -> [(label: String, mixture: GaussianMixture, rows: Int)] {
        var rows: [String: [Int]] = [:]
        var order: [String] = []
        for (row, label) in labels.enumerated() {
            if rows[label] == nil { order.append(label) }
            rows[label, default: []].append(row)
        }
        return try order.map { label in
            let own = rows[label] ?? []
            let points = Points(width: table.points.width, values: own.flatMap { table.points[$0] })
            return (label, try fit(points, of: label).mixture, own.count)
        }
    }

    /// - Parameter label: that all the rows have, where they are not all rows of the table.
    func fit(_ points: Points, of label: String?) throws -> MixtureFit {
        let place = label.map { "label \($0): " } ?? ""
        var best: MixtureFit?
        for count in settings.components {
            guard count <= points.count else {
                let rows = points.count == 1 ? "1 row" : "\(points.count) rows"
                throw Failure("\(table.name): \(place)\(rows), too few for \(count) components")
            }
            let fit = try self.fit(points, components: count)
            tell(fit, place)
            if fit.bic < best?.bic ?? .infinity { best = fit }
        }
        guard let best else { throw Failure("\(table.name): \(place)\(DensityError.overflow)") }
        if settings.components.count > 1 && !settings.isQuiet {
            arguments.note("\(place)\(Self.components(best)) taken")
        }
        return best
    }

    private func fit(_ points: Points, components: Int) throws -> MixtureFit {
        var best: MixtureFit?
        for restart in 0..<settings.restarts {
            do {
                let clusters = Self.withoutGaps(
                    KMeans(of: points, count: components, seed: settings.seed &+ UInt64(restart), team: team).clusters)
                let fit = try MixtureFit(
                    points.values, width: points.width, clusters: clusters, floor: settings.floor, team: team)
                if fit.meanLogDensity > best?.meanLogDensity ?? -.infinity { best = fit }
            } catch {
                throw Failure("\(table.name): \(error)")
            }
        }
        guard let best else { throw Failure("\(table.name): \(DensityError.overflow)") }
        return best
    }

    /// The clusters that have rows, numbered anew.
    private static func withoutGaps(_ clusters: [Int32]) -> [Int32] {
        let used = Set(clusters).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, Int32($0)) })
        return clusters.map { numbers[$0] ?? 0 }
    }

    private func tell(_ fit: MixtureFit, _ place: String) {
        if settings.isQuiet { return }
        arguments.note(
            "\(place)\(Self.components(fit)): log density \(NumberText.toFourPlaces(fit.meanLogDensity)) nats a row, BIC "
                + "\(NumberText.toFourPlaces(fit.bic)), \(fit.iterations) steps")
    }

    private static func components(_ fit: MixtureFit) -> String {
        fit.mixture.components.count == 1 ? "1 component" : "\(fit.mixture.components.count) components"
    }
}

extension NumberText {
    /// How well densities fit, as it is told.
    static func toFourPlaces(_ value: Double) -> String { of((value * 10_000).rounded() / 10_000) }
}
