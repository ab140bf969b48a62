import Glibc
import MessagePassing

/// Keeps binary data off terminals, and commands from waiting silently for someone to type it.
public enum Terminal {
    /// Refuses to write binary data to a terminal; call it before anything is computed. What ranks write goes to what started
    /// them, though it may look like a terminal.
    ///
    /// - Parameter path: where the output goes; nil or `-` is standard output.
    /// - Throws: `UsageError` with the ways out.
    public static func refuseBinaryOutput(to path: String? = nil) throws {
        if (path ?? "-") == "-" && isatty(1) == 1 && Launch.own == nil {
            throw UsageError("binary output is not written to a terminal: use a pipe, '> FILE' or '-o FILE'")
        }
    }

    /// Refuses to wait for binary data from a terminal.
    ///
    /// - Parameter path: where the input comes from; nil or `-` is standard input.
    /// - Throws: `UsageError` with the ways out.
    public static func refuseTerminalInput(from path: String? = nil) throws {
        if (path ?? "-") == "-" && isatty(0) == 1 {
            throw UsageError("standard input is a terminal: name a file, or use a pipe or '< FILE'")
        }
    }

    /// The same for a command of many inputs, where no operand means standard input.
    public static func refuseTerminalInput(from paths: [String]) throws {
        if paths.isEmpty || paths.contains("-") { try refuseTerminalInput() }
    }
}
