import TensorStreams
import Threads

/// A density over latents, of all together or of each label's.
public struct LatentDensity: Equatable, Sendable {
    /// Of all latents. With labels, each label's components have the share of its rows between them.
    public let mixture: GaussianMixture
    /// The labels that components are told apart by, in order; empty where they are not.
    public let labels: [String]
    /// With labels, the label of each component, as a place among them.
    let labelOfComponent: [Int]

    public init(_ mixture: GaussianMixture) {
        self.mixture = mixture
        (labels, labelOfComponent) = ([], [])
    }

    /// - Parameter classes: for each label its mixture and how many rows it has, at least one.
    public init(_ classes: [(label: String, mixture: GaussianMixture, rows: Int)]) {
        mixture = GaussianMixture(
            weights: classes.flatMap { part in part.mixture.weights.map { $0 * Double(part.rows) } },
            components: classes.flatMap(\.mixture.components))
        labels = classes.map(\.label)
        labelOfComponent = classes.indices.flatMap { place in
            classes[place].mixture.components.map { _ in place }
        }
    }

    init(_ mixture: GaussianMixture, labels: [String], labelOfComponent: [Int]) {
        (self.mixture, self.labels, self.labelOfComponent) = (mixture, labels, labelOfComponent)
    }

    public var width: Int { mixture.width }

    /// The density of one label's latents; nil where there is no such label.
    public func mixture(of label: String) -> GaussianMixture? {
        guard let place = labels.firstIndex(of: label) else { return nil }
        let chosen = labelOfComponent.indices.filter { labelOfComponent[$0] == place }
        return GaussianMixture(
            weights: chosen.map { mixture.weights[$0] }, components: chosen.map { mixture.components[$0] })
    }

    /// The label of a component of `mixture`.
    public func label(ofComponent number: Int) -> String? {
        labels.isEmpty ? nil : labels[labelOfComponent[number]]
    }
}

extension GaussianMixture {
    /// One draw, and the number of its component.
    ///
    /// - Parameters:
    ///   - choice: within 0 and 1: says of which component it is.
    ///   - normals: as many independent standard normal numbers as it is wide.
    public func draw(choice: Double, normals: [Double]) -> (latent: [Float], component: Int) {
        var (component, sum) = (0, weights[0])
        while choice >= sum && component < weights.count - 1 {
            component += 1
            sum += weights[component]
        }
        return (components[component].draw(normals).map { Float($0) }, component)
    }
}
