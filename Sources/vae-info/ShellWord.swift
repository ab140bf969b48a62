import TensorStreams

/// Words of a command line as a shell reads them.
enum ShellWord {
    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-".utf8)

    /// The word as it is where a shell takes it so, or else in quotes. Where a terminal would act on it, or it is no UTF-8, its
    /// bytes are numbers, as bash, zsh and ksh read them.
    static func quoted(_ word: String) -> String {
        if !word.isEmpty, word.utf8.allSatisfy(plain.contains) { return word }
        let isPrintable = word.unicodeScalars.allSatisfy {
            $0.properties.generalCategory != .control && FileName.byte(of: $0) == nil
        }
        if !isPrintable {
            return "$'" + FileName.bytes(word).dropLast().map { escaped(UInt8(bitPattern: $0)) }.joined() + "'"
        }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }

    private static func escaped(_ byte: UInt8) -> String {
        if plain.contains(byte) || byte == UInt8(ascii: " ") { return String(UnicodeScalar(byte)) }
        let digits = String(byte, radix: 8)
        return #"\"# + String(repeating: "0", count: 3 - digits.count) + digits
    }

    /// Parts of a command one after another, in lines of at most 80 columns where parts are that short.
    static func lines(_ parts: [String]) -> String {
        var (lines, width) = ("", 0)
        for part in parts {
            if width > 0, width + part.count > 77 {
                lines += " \\\n    "
                width = 4
            } else if width > 0 {
                lines += " "
                width += 1
            }
            lines += part
            width += part.count
        }
        return lines
    }
}
