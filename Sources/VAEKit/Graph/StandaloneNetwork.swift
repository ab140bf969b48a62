import Threads

/// A network outside of a model, with numbers in PyTorch's orders: what the tests hold each kind of layer by.
package final class StandaloneNetwork {
    package let parameterList: [Parameter]
    package let statisticList: [Parameter]
    /// The shape of an item after the last layer.
    package let output: MapShape

    private let plan: Plan
    private let store: ParameterStore
    private let gradients: MutableTensor
    private var workspace: Workspace
    private let team: ThreadTeam
    private var input = Tensor(zeros: 0)
    private var pass: Pass

    /// Names begin with `layer`, so the first layer's weight is `layer.0.weight`.
    package init(_ layers: [LayerDescription], input: MapShape, team: ThreadTeam) throws(NetworkError) {
        var builder = PlanBuilder("layer", input: input, layout: ParameterLayout())
        let value = try builder.lower(layers, builder.input)
        plan = builder.plan(value, wantsInputGradient: true)
        store = ParameterStore(builder.layout)
        gradients = MutableTensor(zeros: store.values.count)
        workspace = Workspace(plan, columns: 0, training: true)
        (parameterList, statisticList) = (store.parameters, store.statisticList)
        output = value.shape
        self.team = team
        pass = Pass(items: 0, isTraining: false, store: store, team: team)
    }

    /// Each step with what it does for its neighbours: behind `|` whose sums it takes, behind `<` through what it sends
    /// gradients back.
    package var steps: [String] { plan.steps.map { plan.summary(of: $0) } }

    /// Buffers that values share where there is no way back, and gradients where there is one.
    package var bufferCounts: (values: Int, gradients: Int) {
        let values = BufferAssignment.values(of: plan, keepsAll: false)
        return (values.sizes.count - 1, BufferAssignment.gradients(of: plan).sizes.count - 1)
    }

    package func set(_ name: String, _ values: [Float]) {
        for parameter in parameterList where parameter.name == name { parameter.write(values, to: store.values) }
        for statistic in statisticList where statistic.name == name { statistic.write(values, to: store.statistics) }
    }

    /// The numbers of a running statistic.
    package func statistic(_ name: String) -> [Float]? {
        statisticList.first { $0.name == name }?.read(from: Tensor(store.statistics))
    }

    /// Items × values of the output for items × values of the input. Columns that pad the batch hold a number that
    /// would show in the result if it got there.
    ///
    /// - Parameter listsZeros: whether a dense first layer gets its input, forward and backward, without the zeros where
    ///   they are many.
    package func forward(_ values: [Float], items: Int, isTraining: Bool, listsZeros: Bool = false) -> [Float] {
        pass = Pass(items: items, isTraining: isTraining, store: store, team: team)
        workspace = Workspace(plan, columns: pass.columns, training: true)
        input = Tensor(columns(of: values, plan.input, padding: 7))
        return byItem(Tensor(workspace.forward(input, sparse: listsZeros ? list(values) : nil, pass)), output)
    }

    /// The numbers that are not zero, where those are few.
    private func list(_ values: [Float]) -> SparseBatch? {
        let lists = SparseBatch(values: plan.input.count, capacity: pass.items)
        lists.load(
            rows: Tensor(values), turned: input, items: pass.items, columns: pass.columns, team: team)
        return lists.isSparse ? lists : nil
    }

    /// The gradients of the input and of the parameters for the batch that last went forward.
    package func backward(_ outputGradient: [Float]) -> (input: [Float], parameters: [String: [Float]]) {
        gradients.fill(0)
        let use = GradientUse(kept: gradients, vector: MutableTensor(zeros: store.longestVector), update: nil)
        let gradient =
            workspace.backward(columns(of: outputGradient, output, padding: 0), use, pass) ?? MutableTensor(zeros: 0)
        let named = parameterList.map { ($0.name, $0.read(from: Tensor(gradients))) }
        return (byItem(Tensor(gradient), plan.input), Dictionary(uniqueKeysWithValues: named))
    }

    private func columns(of values: [Float], _ shape: MapShape, padding: Float) -> MutableTensor {
        let tensor = MutableTensor(zeros: shape.count * pass.columns)
        tensor.fill(padding)
        for item in 0..<pass.items {
            for index in 0..<shape.count {
                tensor[shape.place(of: index) * pass.columns + item] = values[item * shape.count + index]
            }
        }
        return tensor
    }

    private func byItem(_ tensor: Tensor, _ shape: MapShape) -> [Float] {
        (0..<pass.items * shape.count).map { index in
            tensor[shape.place(of: index % shape.count) * pass.columns + index / shape.count]
        }
    }
}

extension Plan {
    fileprivate func summary(of step: Step) -> String {
        var text = step.traits.contains(.forks) ? "fork" : step.description
        if step.hasSums { text += " (summed)" }
        if let slope = step.inputTail.flatMap({ steps[$0].slope }) {
            text += " < " + (slope == 0 ? "relu" : "leaky \(slope)")
        }
        if step.outputSums != nil || step.inputSums != nil { text += " | batchnorm" }
        return text
    }
}
