import Drawing

/// How the groups of a text chart are told apart: by colour, by a letter where there is no colour, and by both where colours
/// begin again.
struct TextPen {
    private let isColored: Bool
    private let names: [String]
    let letters: [Character]

    init(names: [String], isColored: Bool) {
        self.isColored = isColored
        self.names = names
        let areLetters = names.allSatisfy { $0.count == 1 } && Set(names).count == names.count
        let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        letters =
            areLetters ? names.compactMap(\.first) : names.indices.map { alphabet[$0 % alphabet.count] }
    }

    /// Colours of xterm's 256 that can be read on dark and on light ground, one for each of the ten categories.
    private static let colors = [33, 160, 142, 134, 37, 211, 130, 117, 184, 63]

    private var hasLetters: Bool { names.count > (isColored ? TextPen.colors.count : 1) }

    /// The character as the group shows it: in its colour, replaced by its letter, or both.
    func mark(_ character: Character, group: Int) -> String {
        colored(String(hasLetters ? letters[group] : character), group)
    }

    func colored(_ text: String, _ group: Int) -> String {
        guard isColored else { return text }
        return "\u{1B}[38;5;\(TextPen.colors[group % TextPen.colors.count])m\(text)\u{1B}[0m"
    }

    func dim(_ text: String) -> String { isColored ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

    func bold(_ text: String) -> String { isColored ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    /// The names behind their marks, in lines of at most `width` characters and at most `limit` lines.
    func legend(width: Int, limit: Int) -> [String] {
        guard names.count > 1 else { return [] }
        var lines = [""]
        var used = 0
        for (group, name) in names.enumerated() {
            let isLetter = hasLetters && name == String(letters[group])
            let text = String((isLetter ? name : "\(hasLetters ? letters[group] : "●") \(name)").prefix(width))
            if used > 0, used + 2 + text.count > width {
                guard lines.count < limit else {
                    if used + 2 <= width { lines[lines.count - 1] += " …" }
                    break
                }
                lines.append("")
                used = 0
            }
            lines[lines.count - 1] += (used > 0 ? "  " : "") + colored(text, group)
            used += text.count + (used > 0 ? 2 : 0)
        }
        return lines
    }
}

extension String {
    /// The text without characters that would command a terminal.
    var printable: String {
        String(
            String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 })
        )
    }
}
