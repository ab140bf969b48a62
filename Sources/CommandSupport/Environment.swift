import Glibc

/// The environment's variables.
public enum Environment {
    /// The value of a variable; an empty one counts as unset.
    public static func value(_ name: String) -> String? {
        guard let text = getenv(name), text.pointee != 0 else { return nil }
        return String(cString: text)
    }
}
