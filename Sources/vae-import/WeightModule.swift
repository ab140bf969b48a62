/// The tensors of one layer: those whose names differ in the last part alone, `encoder.0.weight` and `encoder.0.bias`.
struct WeightModule: Equatable {
    /// What their names have in common, without the last dot.
    let path: String
    /// The last part of the name of each, in their order.
    private(set) var parts: [String] = []
    /// The shape of each, by that.
    private(set) var shapes: [String: [Int]] = [:]

    /// The modules of some tensors, in the order of their first ones.
    static func modules(of tensors: [(name: String, shape: [Int])]) -> [WeightModule] {
        var modules: [WeightModule] = []
        var places: [String: Int] = [:]
        for (name, shape) in tensors {
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            let path = parts.dropLast().joined(separator: ".")
            let place = places[path] ?? modules.count
            if place == modules.count { modules.append(WeightModule(path: path)) }
            places[path] = place
            let part = String(parts[parts.count - 1])
            modules[place].parts.append(part)
            modules[place].shapes[part] = shape
        }
        return modules
    }

    /// The name of one of its tensors.
    func name(of part: String) -> String { path.isEmpty ? part : "\(path).\(part)" }

    /// Whether a module from elsewhere can fill this one: the same tensors of the same shapes, but for those that have a
    /// standard value.
    func canBeFilled(by other: WeightModule) -> Bool {
        other.shapes.allSatisfy { shapes[$0] == $1 }
            && Set(shapes.keys).subtracting(other.shapes.keys).allSatisfy { standardValue(of: $0) != nil }
    }

    /// What a tensor holds where a module has none of that name: a bias is 0 (`bias=False`), and a scale of batch normalisation
    /// 1 (`affine=False`). nil where there is nothing that it could hold.
    func standardValue(of part: String) -> Float? {
        switch part {
        case "bias": 0
        case "weight" where shapes["running_mean"] != nil: 1
        default: nil
        }
    }

    /// The shapes in words: `weight 400×784, bias 400`.
    var text: String {
        parts.map { part in part + " " + (shapes[part] ?? []).map { String($0) }.joined(separator: "×") }
            .joined(separator: ", ")
    }
}
