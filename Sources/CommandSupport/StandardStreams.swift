import Glibc
import TensorStreams

/// Messages: one line each, whatever the text holds, and never a reason to fail.
enum StandardError {
    static func write(line: String) {
        let ignored = signal(SIGPIPE, SIG_IGN)
        _ = writeAll(2, oneLine(line) + "\n")
        signal(SIGPIPE, ignored)
    }

    /// Control characters, which could break the line or drive the terminal, and bytes that are not UTF-8 are shown as escapes.
    static func oneLine(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            if let byte = FileName.byte(of: scalar) {
                line += "\\x" + String(byte, radix: 16)
                continue
            }
            switch scalar.value {
            case 0x0A: line += "\\n"
            case 0x09: line += "\\t"
            case 0x0D: line += "\\r"
            case 0..<0x20, 0x7F..<0xA0: line += "\\x" + String(scalar.value, radix: 16)
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }
}

/// Text that the command line asked for: help, version.
enum StandardOutput {
    static func write(_ text: String) throws {
        if let code = writeAll(1, text) { throw Failure("standard output: " + String(cString: strerror(code))) }
    }
}

/// Writes every byte, in as many calls as it takes; the errno when that fails.
func writeAll(_ descriptor: Int32, _ text: String) -> Int32? {
    var text = text
    return text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
