import Disentanglement

/// Every combination of some classes, and latents that are the factors themselves, shifted and scaled.
func perfectItems(_ sizes: [Int], repeated times: Int = 1) -> Representation {
    let count = sizes.reduce(1, *)
    var stride = count
    let classes = sizes.map { size in
        stride /= size
        return (0..<count * times).map { $0 % count / stride % size }
    }
    return Representation(
        latents: classes.enumerated().map { number, column in column.map { Double($0) * 1.5 - Double(number) } },
        factors: classes.enumerated().map { Factor(name: "f\($0)", classes: $1, classCount: sizes[$0]) })
}

extension Representation {
    /// The same factors with other latents.
    func with(_ latents: [[Double]]) -> Representation { Representation(latents: latents, factors: factors) }
}
