/// Labels as text has them: whole numbers, or words.
struct LabelText {
    var values: [Int]
    /// The words of the values, where there are such.
    var levels: Levels?

    init(values: [Int], levels: Levels?) { (self.values, self.levels) = (values, levels) }

    /// Reads the column `label` of a table, or a text of one column, which needs no header.
    ///
    /// A word of `levels` stands for its label; so does the label itself. Where there are no levels and some text is no whole
    /// number, all are words, numbered in their order.
    init(_ bytes: ByteReader, _ levels: Levels?) throws {
        var table = try TableReader(
            bytes, syntax: .foreign(separator: nil, hasDecimalComma: false, header: .certain(loneNames: ["label"])))
        let column = table.columns.count == 1 ? 0 : try table.index(of: "label")
        var words: [String] = []
        while try table.advance() {
            let word = try table.trimmedText(column)
            guard !word.isEmpty, levels == nil || levels?.label(of: word) != nil || Int(word) != nil else {
                throw LabelsError.unknownWord(table.name, line: table.line, word: word, levels: levels?.name)
            }
            words.append(word)
        }
        let numbers = words.compactMap { Int($0) }
        if levels == nil, numbers.count == words.count {
            values = numbers
            return
        }
        let known = levels ?? Levels(of: Set(words), name: table.name)
        self.levels = known
        values = words.compactMap { known.label(of: $0) ?? Int($0) }
    }
}
