/// What stands in a table where there is no value.
enum MissingValue {
    /// What R, pandas, NumPy, databases and spreadsheets write.
    private static let words: Set<String> = [
        "NA", "N/A", "#N/A", "<NA>", "n/a", "NaN", "nan", "-nan", "NAN", "null", "NULL",
    ]

    /// Whether nothing stands there, or one of those words, or of `others`.
    static func isOne(_ text: UnsafeRawBufferPointer, others: Set<String>) -> Bool {
        if text.isEmpty { return true }
        // Numbers, which are most of what is asked about, begin otherwise.
        if others.isEmpty, let first = text.first, !"N#<n-".utf8.contains(first) { return false }
        let word = String(decoding: text, as: UTF8.self)
        return words.contains(word) || others.contains(word)
    }
}
