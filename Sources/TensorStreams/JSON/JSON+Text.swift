extension JSON {
    /// The value as JSON text: one line, or indented by two spaces a level. Numbers that are not finite become null.
    public func text(indented: Bool = false) -> String {
        var text = ""
        append(to: &text, indentation: indented ? 0 : nil)
        return text
    }

    private func append(to text: inout String, indentation: Int?) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += value.description
        case .number(let value): text += value.isFinite ? NumberText.of(value) : "null"
        case .string(let value): Self.append(value, to: &text)
        case .array(let elements):
            Self.append(elements.map { (nil, $0) }, brackets: ("[", "]"), to: &text, indentation: indentation)
        case .object(let object):
            let members = object.members.map { (Optional($0.key), $0.value) }
            Self.append(members, brackets: ("{", "}"), to: &text, indentation: indentation)
        }
    }

    private static func append(
        _ members: [(String?, JSON)], brackets: (String, String), to text: inout String, indentation: Int?
    ) {
        text += brackets.0
        let inner = indentation.map { $0 + 2 }
        for (number, (key, value)) in members.enumerated() {
            if number > 0 { text += inner == nil ? ", " : "," }
            lineBreak(inner, to: &text)
            if let key {
                append(key, to: &text)
                text += ": "
            }
            value.append(to: &text, indentation: inner)
        }
        if !members.isEmpty { lineBreak(indentation, to: &text) }
        text += brackets.1
    }

    private static func lineBreak(_ indentation: Int?, to text: inout String) {
        guard let indentation else { return }
        text += "\n" + String(repeating: " ", count: indentation)
    }

    private static func append(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
