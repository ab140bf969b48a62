/// The classes of a factor that the training items have, numbered anew: no other can be predicted.
struct TrainedClasses {
    /// What the factor calls each of them, in order.
    let original: [Int]
    /// The new number of each training item's class.
    let places: [Int]

    var count: Int { original.count }

    init(_ factor: Factor, items: [Int]) {
        self.init(items.map { factor.classes[$0] })
    }

    init(_ classes: [Int]) {
        let original = Set(classes).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: original.enumerated().map { ($0.element, $0.offset) })
        self.original = original
        places = classes.map { numbers[$0, default: 0] }
    }

    /// The share that each class has of the training items.
    var shares: [Double] {
        var shares = [Double](repeating: 0, count: count)
        for place in places { shares[place] += 1 / Double(places.count) }
        return shares
    }

    /// The class that some decisions stand for: the first of the largest, or, of two classes, whether the one is positive.
    func best(_ decisions: [Double]) -> Int {
        if count == 2 { return decisions[0] > 0 ? 1 : 0 }
        return decisions.indices.dropFirst().reduce(0) { decisions[$1] > decisions[$0] ? $1 : $0 }
    }
}
