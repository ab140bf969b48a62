/// The features of training items, each also in ascending order, so that a tree finds its splits in one pass of each.
struct SortedFeatures: Sendable {
    /// For each feature, the values of the items.
    let values: [[Float]]
    /// For each feature, the items in ascending order of their values, each with its value.
    let order: [[Entry]]
    let count: Int

    struct Entry {
        var item: Int32
        var value: Float
    }

    init(_ features: [[Float]]) {
        values = features
        count = features[0].count
        order = features.map { column in
            column.indices.map { Entry(item: Int32($0), value: column[$0]) }.sorted {
                ($0.value, $0.item) < ($1.value, $1.item)
            }
        }
    }
}
