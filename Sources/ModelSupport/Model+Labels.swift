import CommandSupport
import TensorStreams
import VAEKit

extension Model {
    /// Refuses labels that are none of the classes of a classifier or a conditional model, and a conditional model without
    /// labels.
    ///
    /// - Parameter checkpoint: what messages call the model.
    public func check(_ labels: Labels?, named checkpoint: String) throws {
        guard let classes else { return }
        if let labels {
            if let classNames { try labels.check(classNames: classNames) } else { try labels.requireNumbers() }
            return try labels.check(classes: classes)
        }
        guard Self.family == .autoencoder else { return }
        throw Failure(
            "\(checkpoint): its model is told the class of each image, of \(classes): name their labels with --labels")
    }

    /// The names of its classes as words of labels; nil where it has none.
    public func classLevels(named checkpoint: String) -> Levels? {
        classNames.map { Levels(inOrder: $0, name: checkpoint) }
    }
}
