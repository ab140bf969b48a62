/// Turns layers into the steps of a plan, following the shape of an item from layer to layer, and giving each parameter its
/// PyTorch name (`network.layer.weight`) and its room.
struct PlanBuilder {
    /// Room and names of the parameters so far, of plans made before included.
    var layout: ParameterLayout
    private var network: String
    /// What reports call the layers behind those of the network.
    private var heads: String
    /// Numbers, and names of parts, of the layer that is being lowered: `3`, or `3 body 0`.
    private var path: [String] = []
    private var layer: LayerDescription?
    private var steps: [Step] = []
    private var shapes: [MapShape]
    /// The lists of layers so far, within the layer that is being lowered or at the top.
    private var lists: [[LayerOutline]] = []

    /// - Parameter layout: of the model so far.
    init(_ network: String, heads: String = "heads", input: MapShape, layout: ParameterLayout) {
        (self.network, self.heads, self.layout) = (network, heads, layout)
        shapes = [input]
    }

    /// Gives the layers that follow the name of another network.
    mutating func begin(_ network: String, heads: String) { (self.network, self.heads) = (network, heads) }

    var input: Value { Value(slot: 0, shape: shapes[0], isFlat: shapes[0].pixels == 1) }

    /// Adds layers in a row.
    ///
    /// - Parameters:
    ///   - part: of the layer that has these layers in it.
    ///   - order: the map in whose order the last values are to be kept, where that is fixed.
    /// - Throws: `NetworkError` where a layer cannot take what the one before it puts out.
    mutating func lower(
        _ layers: [LayerDescription], _ input: Value, part: String? = nil, order: MapShape? = nil
    ) throws(NetworkError) -> Value {
        var orders = [order]
        for layer in layers.reversed() { orders.append(layer.layer.order(ofInput: orders[orders.count - 1])) }
        let (outerPath, outerLayer) = (path, layer)
        defer { (path, layer) = (outerPath, outerLayer) }
        if let part { path.append(part) }
        var (value, outlines): (Value, [LayerOutline]) = (input, [])
        for (index, layer) in layers.enumerated() {
            self.layer = layer
            let order = orders[layers.count - 1 - index]
            value = try lower(layer, value, named: String(index), order: order, into: &outlines)
        }
        lists.append(outlines)
        return value
    }

    /// Adds one layer, the part of the layer that is being lowered.
    mutating func lower(
        _ layer: LayerDescription, _ input: Value, part: String, order: MapShape
    ) throws(NetworkError) -> Value {
        var outlines: [LayerOutline] = []
        let value = try lower(layer, input, named: part, order: order, into: &outlines)
        lists.append(outlines)
        return value
    }

    /// Adds a layer, and its outline with those of the layers that are within it.
    private mutating func lower(
        _ layer: LayerDescription, _ input: Value, named part: String, order: MapShape?,
        into outlines: inout [LayerOutline]
    ) throws(NetworkError) -> Value {
        path.append(part)
        let outer = lists
        lists = []
        defer {
            path.removeLast()
            lists = outer
        }
        let value = try layer.layer.lower(input, order: order, &self)
        layout.budget.values -= value.shape.count
        try checkBudget()
        outlines.append(
            LayerOutline(
                name: name, form: layer.layer.form, input: input.outline, output: value.outline, parts: lists))
        return value
    }

    /// Adds a step of one input and one output.
    mutating func append(
        _ operation: some Operation, _ input: Value, to shape: MapShape? = nil, isFlat: Bool? = nil
    ) -> Value {
        append(operation, [input], to: shape ?? input.shape, isFlat: isFlat ?? input.isFlat)
    }

    /// Adds a step of several inputs.
    mutating func append(_ operation: some Operation, _ inputs: [Value], to shape: MapShape, isFlat: Bool) -> Value {
        let output = newValue(shape, isFlat: isFlat)
        add(operation, inputs: inputs, outputs: [output])
        return output
    }

    /// Adds a step that hands on its input several times.
    mutating func fork(_ input: Value, _ count: Int) -> [Value] {
        let outputs = (0..<count).map { _ in newValue(input.shape, isFlat: input.isFlat) }
        add(ForkOperation(count: count), inputs: [input], outputs: outputs)
        return outputs
    }

    private mutating func newValue(_ shape: MapShape, isFlat: Bool) -> Value {
        shapes.append(shape)
        return Value(slot: shapes.count - 1, shape: shape, isFlat: isFlat)
    }

    private mutating func add(_ operation: some Operation, inputs: [Value], outputs: [Value]) {
        steps.append(
            Step(
                operation: operation, inputs: inputs.map(\.slot), outputs: outputs.map(\.slot),
                network: path.isEmpty ? heads : network, layer: path.first.flatMap(Int.init) ?? 0,
                description: layer?.description
                    ?? (operation.traits.contains(.isProduct) ? "dense \(outputs[0].shape.count)" : "join")))
    }

    /// The plan that ends in a value.
    func plan(_ output: Value, wantsInputGradient: Bool, watched: [Value] = []) -> Plan {
        Plan(
            steps, shapes: shapes, output: output.slot, wantsInputGradient: wantsInputGradient,
            watched: watched.map(\.slot), outline: NetworkOutline(input: input.outline, lists: lists))
    }

    /// What the layer that is being lowered is called: its parameters' names begin so.
    var name: String { ([network] + path).joined(separator: ".") }

    func error(_ reason: String) -> NetworkError {
        NetworkError("\(network) layer \(path.joined(separator: "."))\(layer.map { " ('\($0)')" } ?? ""): \(reason)")
    }

    /// Throws where the model so far would be too large.
    func checkBudget() throws(NetworkError) {
        if let problem = layout.budget.problem(parameters: layout.namedCount) { throw error(problem) }
    }
}
