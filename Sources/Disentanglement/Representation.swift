/// What an encoder makes of items whose factors are known.
public struct Representation: Sendable {
    /// The coordinates of the latents, each with a value for every item.
    public let latents: [[Double]]
    /// The factors, each with a class for every item.
    public let factors: [Factor]
    /// How many items there are.
    public let count: Int

    /// - Parameters:
    ///   - latents: at least one coordinate, all of one length, all finite.
    ///   - factors: of as many items.
    public init(latents: [[Double]], factors: [Factor]) {
        let count = latents[0].count
        precondition(count > 0 && latents.allSatisfy { $0.count == count }, "a value for every item")
        precondition(factors.allSatisfy { $0.classes.count == count }, "a class for every item")
        (self.latents, self.factors, self.count) = (latents, factors, count)
    }
}
