import TensorStreams

/// The different texts of a column, in the order of a legend.
package struct Categories {
    package let names: [String]
    /// The place in `names` of every row.
    package let members: [Int]

    package init(_ texts: [String]) {
        var places: [String: Int] = [:]
        for text in texts where places[text] == nil { places[text] = places.count }
        let numbers = places.keys.map { NumberText.double($0) }
        let ordered: [String] =
            numbers.contains(nil)
            ? places.keys.sorted()
            : places.keys.sorted { (NumberText.double($0) ?? 0, $0) < (NumberText.double($1) ?? 0, $1) }
        for (place, name) in ordered.enumerated() { places[name] = place }
        names = ordered.map { $0.isEmpty ? "(none)" : $0 }
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
