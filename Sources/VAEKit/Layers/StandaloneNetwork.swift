/// A network outside of a model, with numbers in PyTorch's orders: what the tests hold each kind of layer by.
package final class StandaloneNetwork {
    package let parameterList: [Parameter]
    package let statisticList: [Parameter]
    /// The shape of an item after the last layer.
    package let output: MapShape

    private let network: Network
    private let parameters: Tensor
    private let gradients: Tensor
    private let statistics: Tensor
    private let team: ThreadTeam
    private var input = Tensor(zeros: 0)
    private var batch: Batch
    private var sparse: SparseBatch?

    /// Names begin with `layer`, so the first layer's weight is `layer.0.weight`.
    package init(_ layers: [LayerDescription], input: MapShape, team: ThreadTeam) throws(NetworkError) {
        var layout = ParameterLayout()
        network = try NetworkBuilder.build("layer", layers, input: input, layout: &layout)
        parameterList = layout.parameters
        statisticList = layout.statistics
        parameters = Tensor(zeros: layout.count)
        gradients = Tensor(zeros: layout.count)
        statistics = Tensor(zeros: layout.statisticsCount)
        output = network.output
        self.team = team
        batch = Batch(items: 0, isTraining: false, team: team)
    }

    package func set(_ name: String, _ values: [Float]) {
        for parameter in parameterList where parameter.name == name { parameter.write(values, to: parameters) }
        for statistic in statisticList where statistic.name == name { statistic.write(values, to: statistics) }
    }

    /// The numbers of a running statistic.
    package func statistic(_ name: String) -> [Float]? {
        statisticList.first { $0.name == name }?.read(from: statistics)
    }

    /// Items × values of the output for items × values of the input. Columns that pad the batch hold a number that
    /// would show in the result if it got there.
    ///
    /// - Parameter listsZeros: whether a dense first layer gets its input, forward and backward, without the zeros where
    ///   they are many.
    package func forward(_ values: [Float], items: Int, isTraining: Bool, listsZeros: Bool = false) -> [Float] {
        batch = Batch(items: items, isTraining: isTraining, team: team)
        network.prepare(columns: batch.columns, training: true)
        input = columns(of: values, network.input, padding: 7)
        sparse = listsZeros ? list(values) : nil
        return byItem(
            network.forward(input, sparse: sparse, parameters: parameters, statistics: statistics, batch: batch), output
        )
    }

    /// The numbers that are not zero, where those are few.
    private func list(_ values: [Float]) -> SparseBatch? {
        let lists = SparseBatch(values: network.input.count, capacity: batch.items)
        lists.load(
            rows: Tensor(values), turned: input, items: batch.items, columns: batch.columns, team: team)
        return lists.isSparse ? lists : nil
    }

    /// The gradients of the input and of the parameters for the batch that last went forward.
    package func backward(_ outputGradient: [Float]) -> (input: [Float], parameters: [String: [Float]]) {
        let gradient = network.backward(
            input: input, sparse: sparse, outputGradient: columns(of: outputGradient, output, padding: 0),
            wantsInputGradient: true,
            parameters: parameters, gradients: GradientUse(kept: gradients, update: nil), batch: batch)
        let named = parameterList.map { ($0.name, $0.read(from: gradients)) }
        return (byItem(gradient, network.input), Dictionary(uniqueKeysWithValues: named))
    }

    private func columns(of values: [Float], _ shape: MapShape, padding: Float) -> Tensor {
        let tensor = Tensor(zeros: shape.count * batch.columns)
        tensor.fill(padding)
        for item in 0..<batch.items {
            for index in 0..<shape.count {
                tensor[shape.place(of: index) * batch.columns + item] = values[item * shape.count + index]
            }
        }
        return tensor
    }

    private func byItem(_ tensor: Tensor, _ shape: MapShape) -> [Float] {
        (0..<batch.items * shape.count).map { index in
            tensor[shape.place(of: index % shape.count) * batch.columns + index / shape.count]
        }
    }
}
