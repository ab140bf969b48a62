/// A factor of variation: what is known of each item, a class or a number.
public struct Factor: Sendable, Equatable {
    public let name: String
    /// The class of each item, from 0. Numbers of a continuous factor fall into classes of equal width.
    public let classes: [Int]
    /// How many classes there are, empty ones of a continuous factor included.
    public let classCount: Int
    /// The numbers themselves of a continuous factor; nil for classes.
    public let values: [Double]?

    /// A factor of classes.
    public init(name: String, classes: [Int], classCount: Int) {
        (self.name, self.classes, self.classCount, values) = (name, classes, classCount, nil)
    }

    /// A continuous factor; measures that want classes take `bins` of equal width.
    public init(name: String, values: [Double], bins: Int) {
        (self.name, self.values, classCount) = (name, values, bins)
        classes = EqualWidthBins(of: values, count: bins).places(of: values)
    }

    /// Items of each class.
    var counts: [Int] {
        var counts = [Int](repeating: 0, count: classCount)
        for place in classes { counts[place] += 1 }
        return counts
    }

    /// Whether some items differ in it.
    public var varies: Bool { counts.count { $0 > 0 } > 1 }

    /// The entropy of its classes in nats.
    var entropy: Double { Entropy.of(counts: counts) }
}
