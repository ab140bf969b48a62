import CommandSupport

/// The options by which a command that trains a model tells how it goes.
public enum ReportOptions {
    public static let validation = Option.text(
        "validation", value: "FILE", file: .read, help: "images to measure the loss on after each epoch")
    public static let log = Option.text(
        "log", value: "FILE", file: .written, help: "write the losses to FILE, a table")
    public static let logEvery = Option.integer(
        "log-every", value: "STEPS", in: 1...Int(Int32.max), defaultText: "each epoch", help: "rows between epochs too")
}
