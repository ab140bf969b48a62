/// What a network of a conditional model is given: values, and the one-hot of each item's class behind their channels (Sohn,
/// Lee & Yan 2015). Where the model is told no classes, the values alone.
final class LabelledInput {
    private let kernel: LabelChannels?
    private let valuesPerColumn: Int
    private let room: MutableTensor

    /// - Parameters:
    ///   - map: of the values.
    ///   - capacity: columns of the widest batch.
    init(_ map: MapShape, classes: Int?, capacity: Int) {
        kernel = classes.map { LabelChannels(channels: map.channels, classes: $0) }
        valuesPerColumn = map.count + map.pixels * (classes ?? 0)
        room = MutableTensor(zeros: classes == nil ? 0 : valuesPerColumn * capacity)
    }

    /// - Parameter labels: the class of each column.
    func join(_ values: Tensor, labels: [Int], _ pass: Pass) -> Tensor {
        guard let kernel else { return values }
        let joined = room[0..<valuesPerColumn * pass.columns]
        kernel.join(values, labels: labels, items: pass.items, columns: pass.columns, output: joined, team: pass.team)
        return Tensor(joined)
    }
}
