import CommandSupport
import TensorStreams

/// The options that say how the table is written.
enum SyntaxOptions {
    static let separator = Option.parsed(
        "separator", value: "S", defaultText: "what the first line has: a tab, ';' or ','",
        choices: ["tab", "comma", "semicolon", "space"],
        expectation: "one character, or tab, comma, semicolon or space", help: "what stands between fields", character)
    static let header = Option.flag("header", help: "the first line names the columns, even where it is numbers")
    static let noHeader = Option.flag("no-header", help: "the first line is a row; columns have numbers alone")
    static let decimalComma = Option.flag("decimal-comma", help: "numbers have a comma in place of the point")
    static let missingWords = Option.texts(
        "missing-words", value: "W,W",
        help: "what stands for a missing value, beside nothing, NA, nan, null and the like")

    static let all: [any OptionDescription] = [separator, header, noHeader, decimalComma, missingWords]

    static func check(_ arguments: Arguments) throws {
        if arguments[header], arguments[noHeader] { throw UsageError("--header and --no-header exclude each other") }
        if arguments[decimalComma], arguments[separator] == UInt8(ascii: ",") {
            throw UsageError("--decimal-comma: the comma cannot separate fields too")
        }
    }

    static func syntax(_ arguments: Arguments) throws -> TableSyntax {
        .foreign(
            separator: arguments[separator], hasDecimalComma: arguments[decimalComma], header: header(arguments))
    }

    /// A text of labels has no header, unless its first line is what they would be called.
    private static func header(_ arguments: Arguments) -> TableSyntax.Header {
        if arguments[header] { return .present }
        if arguments[noHeader] { return .absent }
        if !arguments[ColumnOptions.labels] { return .certain(loneNames: nil) }
        return .certain(loneNames: Set(["label"] + [arguments[ColumnOptions.label]].compactMap { $0 }))
    }

    /// Does the work, and where a number has a decimal comma says which option takes it.
    static func explained<Result>(_ arguments: Arguments, _ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let error as TableError where error.hasDecimalComma && !arguments[decimalComma] {
            throw Failure("\(error), or with --decimal-comma")
        }
    }

    private static func character(_ text: String) -> UInt8? {
        let names: [String: Character] = [
            "tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "space": " ",
        ]
        guard let character = names[text] ?? (text.count == 1 ? text.first : nil), let byte = character.asciiValue
        else {
            return nil
        }
        return ["\"", "\n", "\r", "\0"].contains(character) || character.isNumber || character.isLetter ? nil : byte
    }
}
