/// A value of a plan while it is made: where it stands, and what an item of it looks like.
struct Value {
    /// Each slot is filled by one step (or by whoever runs the plan), and emptied by one.
    let slot: Int
    let shape: MapShape
    /// Whether PyTorch would see a vector here, though its numbers are kept as `shape`.
    let isFlat: Bool

    var outline: ItemOutline { ItemOutline(shape, isVector: isFlat) }

    /// The same numbers, seen in another shape.
    func reshaped(_ shape: MapShape, isFlat: Bool) -> Value { Value(slot: slot, shape: shape, isFlat: isFlat) }
}
