import CommandSupport
import Disentanglement
import TensorStreams

/// A column of factors as it is read: each different text is a class.
struct FactorColumn {
    let name: String
    private let place: Int
    private var numbers: [String: Int] = [:]
    private var kinds: [Kind] = []
    private var items: [Int] = []

    private struct Kind {
        var text: String
        /// Where it stands first.
        var line: Int
    }

    init(name: String, place: Int) { (self.name, self.place) = (name, place) }

    mutating func read(_ table: TableReader) throws {
        let text = try table.trimmedText(place)
        if let number = numbers[text] {
            items.append(number)
            return
        }
        numbers[text] = kinds.count
        items.append(kinds.count)
        kinds.append(Kind(text: text, line: table.line))
    }

    /// Texts that are not all numbers are classes, in alphabetical order; numbers are classes in ascending order, or
    /// continuous. Throws `TableError` where there is nothing in a row, or no finite number among numbers.
    func factor(_ choice: FactorChoice, of table: String) throws -> Factor {
        let values = kinds.map { NumberText.double($0.text) }
        let isNumeric = kinds.indices.allSatisfy { values[$0] != nil || Self.isMissing(kinds[$0].text) }
        if let missing = kinds.indices.first(where: { values[$0] == nil && (isNumeric || kinds[$0].text.isEmpty) }) {
            throw TableError(
                name: table, line: kinds[missing].line, reason: .notANumber(column: name, text: kinds[missing].text))
        }
        if !isNumeric {
            if choice.isContinuous(name) { throw Failure("\(table): column \(name): continuous, but not of numbers") }
            guard kinds.count <= FactorChoice.mostTexts else {
                throw Failure(
                    "\(table): column \(name): \(kinds.count) different texts are no classes: --factors names the columns "
                        + "that are factors")
            }
            return classes(kinds.map(\.text))
        }
        let found = values.compactMap(\.self)
        if choice.isContinuous(name) || Set(found).count > FactorChoice.mostClasses {
            return Factor(name: name, values: items.map { found[$0] }, bins: choice.bins)
        }
        return classes(found)
    }

    private static func isMissing(_ text: String) -> Bool {
        ["", "nan", "-nan", "inf", "-inf", "infinity", "-infinity", "na"].contains(text.lowercased())
    }

    private func classes(_ keys: [some Comparable & Hashable]) -> Factor {
        let sorted = Set(keys).sorted()
        let ranks = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($0.element, $0.offset) })
        let rank = keys.map { ranks[$0, default: 0] }
        return Factor(name: name, classes: items.map { rank[$0] }, classCount: sorted.count)
    }
}
