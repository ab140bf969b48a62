/// The options of a grid of images, spelt the same in each command that lays one out.
public enum GridOptions {
    public static let columns = Option.integer(
        "columns", value: "N", in: 1...1_000_000, defaultText: "about square", help: "images in a row")
    public static let padding = Option.integer(
        "pad", value: "N", default: 1, in: 0...10_000, help: "pixels between images, before scaling")
    public static let scale = Option.integer(
        "scale", value: "N", default: 1, in: 1...1000, help: "show each pixel as N×N pixels")

    /// `--background COLOR`, with what is taken unless it is given.
    public static func background(defaultText: String) -> Option<String?> {
        .text(
            "background", value: "COLOR", defaultText: defaultText, choices: ["black", "white", "grey"],
            help: "#rrggbb, black, white or grey: what shows between images and through them")
    }

    /// The colour that `--background` names, as `convert` reads it.
    public static func color<Color>(_ text: String?, _ convert: (String) -> Color?) throws -> Color? {
        guard let text else { return nil }
        guard let color = convert(text) else {
            throw UsageError("--background '\(text)': expected #rrggbb, #rgb, black, white or grey")
        }
        return color
    }
}
