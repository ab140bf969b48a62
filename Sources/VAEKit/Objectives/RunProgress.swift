/// How far a run has come when a step begins; infinitely far where nothing trains.
package struct RunProgress: Sendable {
    /// With parts of them.
    package var epochs: Double
    package var steps: Double

    package init(epochs: Double, steps: Double) { (self.epochs, self.steps) = (epochs, steps) }

    static let end = RunProgress(epochs: .infinity, steps: .infinity)
}
