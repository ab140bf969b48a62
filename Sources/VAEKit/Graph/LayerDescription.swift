/// A layer as a user writes it: `conv 32 stride 2`, `dense 512`, `leaky 0.01`.
///
/// A list of descriptions has the order, the numbering and the defaults of a PyTorch `nn.Sequential`.
public struct LayerDescription: Equatable, Sendable, CustomStringConvertible {
    let layer: any Layer

    init(_ layer: any Layer) { self.layer = layer }

    public var description: String { layer.description }

    /// Layers are the same where the layer language spells them alike.
    public static func == (one: LayerDescription, other: LayerDescription) -> Bool {
        one.description == other.description
    }
}

/// A kind of layer: how the layer language spells it, what it makes of the shape of an item, its parameters, and the steps
/// that it becomes.
///
/// A new kind is one file, with its operations, and one entry in `LayerLanguage.kinds`.
protocol Layer: Sendable, CustomStringConvertible {
    /// What the layer language calls it; several where the name says which.
    static var names: [String] { get }

    /// Takes the words that follow the name. Throws `NetworkError` where they are not what the kind wants.
    init(_ words: inout LayerWords) throws(NetworkError)

    /// The map in whose order its input is best kept, where its output is to be kept in the order of `later`.
    func order(ofInput later: MapShape?) -> MapShape?

    /// Whether it takes the values of a map as those of a vector.
    var takesVector: Bool { get }
    /// What it computes, for other languages than the layer language.
    var form: LayerForm { get }

    /// Adds its steps to a plan.
    ///
    /// - Parameter order: the map in whose order its output is to be kept; of use to layers that put out a vector.
    /// - Throws: `NetworkError` where it cannot take `input`.
    func lower(_ input: Value, order: MapShape?, _ plan: inout PlanBuilder) throws(NetworkError) -> Value
}

extension Layer {
    func order(ofInput later: MapShape?) -> MapShape? { nil }
    var takesVector: Bool { false }
}
