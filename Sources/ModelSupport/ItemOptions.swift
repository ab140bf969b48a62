import CommandSupport

/// The options of all commands that write a row for each image.
public enum ItemOptions {
    /// `--first-id N`: rows and draws of a part are those that it has within the whole.
    public static let firstID = Option.integer(
        "first-id", value: "N", default: 0, in: 0...1_000_000_000_000_000,
        help: "number of the first image, of a part of many")
}
