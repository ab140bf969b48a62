import TensorStreams

/// The different texts of a column, in the order of a legend: numbers by their size, words by the alphabet, nothing last.
package struct Categories {
    /// What stands in a legend for an empty text.
    package static let none = "(none)"

    package let names: [String]
    /// The place in `names` of every row.
    package let members: [Int]

    package init(_ texts: [String]) {
        var places: [String: Int] = [:]
        for text in texts where places[text] == nil { places[text] = places.count }
        let hasNone = places[""] != nil
        let given = places.keys.filter { !$0.isEmpty }
        let areNumbers = given.allSatisfy { NumberText.double($0) != nil }
        let sorted: [String] =
            areNumbers
            ? given.sorted { (NumberText.double($0) ?? 0, $0) < (NumberText.double($1) ?? 0, $1) } : given.sorted()
        let ordered = sorted + (hasNone ? [""] : [])
        for (place, name) in ordered.enumerated() { places[name] = place }
        names = ordered.map { $0.isEmpty ? Categories.none : $0 }
        members = texts.map { places[$0] ?? 0 }
    }

    /// More different numbers than this are shown as a scale of colours, not as names.
    static let mostNumbers = 20

    /// The numbers of the column, where it is better shown as a scale: all numeric, and fractions or very many.
    package static func scale(_ texts: [String]) -> [Double]? {
        var values: [Double] = []
        for text in texts {
            guard let value = NumberText.double(text), abs(value) < 1e300 else { return nil }
            values.append(abs(value) < 1e-290 ? 0 : value)
        }
        let areFew = Set(values).count <= mostNumbers
        return areFew && values.allSatisfy { $0 == $0.rounded() } ? nil : values
    }
}
