/// Labels as the classes of a classifier, which are numbered from 0.
extension Labels {
    /// How many classes there are: one more than the largest label, or the largest that has a word.
    ///
    /// - Throws: `LabelsError` where a label is negative or beyond `limit` classes, or all are the same.
    public func classes(atMost limit: Int) throws -> Int {
        try check(classes: limit)
        let largest = values.max() ?? 0
        guard values.contains(where: { $0 != largest }) else { throw LabelsError.oneClass(name, largest) }
        return max(largest, min(levels?.labels.max() ?? 0, limit - 1)) + 1
    }

    /// Checks that labels have the words that a model knows their classes by.
    public func check(classNames names: [String]) throws {
        guard let levels else { return }
        for (label, word) in zip(levels.labels, levels.words)
        where names.indices.contains(label) && names[label] != word {
            throw LabelsError.otherWord(name, label: label, word: word, expected: names[label])
        }
    }

    /// Checks that nothing but the words of these very items says how they are numbered.
    public func requireNumbers() throws {
        if areNumberedHere { throw LabelsError.unnumbered(name) }
    }

    /// Checks that every label lies within `0..<classes`.
    public func check(classes: Int) throws {
        guard let item = values.firstIndex(where: { !(0..<classes).contains($0) }) else { return }
        throw LabelsError.notAClass(name, item: item, label: values[item], classes: classes)
    }
}
