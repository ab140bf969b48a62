import TensorStreams

/// What a model may take up at most, counted before memory is: beyond lie mistakes and hostile files.
public struct ModelBudget: Sendable {
    /// Weights and biases: a gigabyte of them.
    var parameters = 1 << 28
    /// Pixel pairs that the kernels of all convolutions join.
    var connections = 1 << 23
    /// Values between layers, for one item.
    var values = 1 << 25

    /// Why the model cannot be built, once any of them is overspent.
    func problem(parameters used: Int) -> String? {
        if used > parameters { return "the model would have more than \(parameters) parameters" }
        if connections < 0 { return "the model's maps and kernels are too large" }
        if values < 0 { return "the model's layers put out too many values" }
        // The parameters and, while they are filled, an array of them.
        if !Memory.hasRoom(for: 2 * 4 * used) { return "there is no memory for \(used) parameters" }
        return nil
    }
}
