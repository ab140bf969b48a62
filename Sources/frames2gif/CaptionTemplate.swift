/// A text for each frame, with `%n` where its number stands and `%%` for a percent sign.
struct CaptionTemplate {
    /// What stands before the first number, between numbers, and behind the last.
    private let parts: [String]

    private static let longest = 200

    /// nil for nothing, what is too long, and a percent sign with anything else behind it.
    init?(_ text: String) {
        guard !text.isEmpty, text.count <= Self.longest else { return nil }
        var parts = [""]
        var rest = text[...]
        while let character = rest.popFirst() {
            guard character == "%" else {
                parts[parts.count - 1].append(character)
                continue
            }
            switch rest.popFirst() {
            case "n": parts.append("")
            case "%": parts[parts.count - 1].append("%")
            default: return nil
            }
        }
        self.parts = parts
    }

    /// The text of the frame of a number.
    func text(_ number: Int) -> String { parts.joined(separator: String(number)) }
}
