/// `dense OUTPUTS`: every input to every output (PyTorch's `Linear`).
struct Dense: Layer {
    static let names = ["dense"]
    let outputs: Int
    var takesVector: Bool { true }

    var description: String { "dense \(outputs)" }
    var form: LayerForm { .dense(outputs: outputs) }

    init(outputs: Int) { self.outputs = outputs }

    init(_ words: inout LayerWords) throws(NetworkError) { outputs = try words.size() }

    func lower(_ input: Value, order: MapShape?, _ plan: inout PlanBuilder) throws(NetworkError) -> Value {
        let map = order.flatMap { $0.count == outputs ? $0 : nil } ?? MapShape(channels: outputs)
        return plan.dense(input, to: map, parts: [(outputs, plan.name)])
    }
}

extension LayerDescription {
    public static func dense(outputs: Int) -> LayerDescription { LayerDescription(Dense(outputs: outputs)) }
}
