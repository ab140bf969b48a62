/// How messages list the names that there are.
enum NameList {
    /// All of them where they are few, the first ones and their number where not.
    static func text(_ names: [String], separator: String = " ") -> String {
        names.count > 20
            ? names.prefix(20).joined(separator: separator) + " … (\(names.count))" : names.joined(separator: separator)
    }
}
