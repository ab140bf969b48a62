/// Labels as the classes of a classifier, which are numbered from 0.
extension Labels {
    /// How many classes there are: one more than the largest label.
    ///
    /// - Throws: `LabelsError` where a label is negative or beyond `limit` classes, or all are the same.
    public func classes(atMost limit: Int) throws -> Int {
        try check(classes: limit)
        let largest = values.max() ?? 0
        guard values.contains(where: { $0 != largest }) else { throw LabelsError.oneClass(name, largest) }
        return largest + 1
    }

    /// Checks that every label lies within `0..<classes`.
    public func check(classes: Int) throws {
        guard let item = values.firstIndex(where: { !(0..<classes).contains($0) }) else { return }
        throw LabelsError.notAClass(name, item: item, label: values[item], classes: classes)
    }
}
