import Glibc
import TensorStreams

/// The environment's variables.
public enum Environment {
    /// The value of a variable; an empty one counts as unset, and bytes that are not UTF-8 are kept.
    public static func value(_ name: String) -> String? {
        guard let text = getenv(name), text.pointee != 0 else { return nil }
        return FileName.text(UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) })
    }
}
