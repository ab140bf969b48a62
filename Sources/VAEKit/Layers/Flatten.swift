/// `flatten`: a map to a vector, in PyTorch's order (channel, row, column). The numbers stay where they are.
struct Flatten: Layer {
    static let names = ["flatten"]
    let description = "flatten"
    var form: LayerForm { .flatten }
    var takesVector: Bool { true }

    init() {}

    init(_ words: inout LayerWords) {}

    func order(ofInput later: MapShape?) -> MapShape? { later }

    func lower(_ input: Value, order: MapShape?, _ plan: inout PlanBuilder) throws(NetworkError) -> Value {
        input.reshaped(input.shape, isFlat: true)
    }
}

/// `unflatten CHANNELS HEIGHT WIDTH`: a vector to a map. The dense layer before it has put its outputs in that order.
struct Unflatten: Layer {
    static let names = ["unflatten"]
    let map: MapShape

    init(_ map: MapShape) { self.map = map }

    init(_ words: inout LayerWords) throws(NetworkError) {
        map = MapShape(channels: try words.size(), height: try words.size(), width: try words.size())
    }

    var description: String { "unflatten \(map.channels) \(map.height) \(map.width)" }
    var form: LayerForm { .unflatten(map) }

    func order(ofInput later: MapShape?) -> MapShape? { map }

    func lower(_ input: Value, order: MapShape?, _ plan: inout PlanBuilder) throws(NetworkError) -> Value {
        guard input.shape == map, input.isFlat else {
            throw plan.error("it can only follow a dense layer of \(map.count) outputs; here come \(input.shape)")
        }
        return input.reshaped(map, isFlat: false)
    }
}

extension LayerDescription {
    public static var flatten: LayerDescription { LayerDescription(Flatten()) }
    public static func unflatten(_ map: MapShape) -> LayerDescription { LayerDescription(Unflatten(map)) }
}
