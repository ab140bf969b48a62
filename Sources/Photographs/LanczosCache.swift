/// Weights made before, for the many pictures of a folder that have the same size. Safe to be shared by threads.
final class LanczosCache: Sendable {
    private struct Key: Hashable {
        let start: Double
        let length: Double
        let count: Int
        let size: Int
    }

    /// A folder of many sizes is none that gains from a larger cache.
    private static let capacity = 16

    private let made = Guarded<[Key: Lanczos]>([:])

    /// What `Lanczos(start:length:count:size:)` makes.
    func weights(start: Double, length: Double, count: Int, size: Int) -> Lanczos {
        let key = Key(start: start, length: length, count: count, size: size)
        if let weights = made.withLock({ $0[key] }) { return weights }
        let weights = Lanczos(start: start, length: length, count: count, size: size)
        made.withLock { made in
            if made.count >= Self.capacity { made.removeAll() }
            made[key] = weights
        }
        return weights
    }
}
