import CommandSupport
import VAEKit

/// The option that says which level of a model's latents is meant, the one that images are decoded from being 1.
public enum LevelOptions {
    /// `--level L`.
    public static func level(help: String) -> Option<Int?> {
        .integer(
            "level", value: "L", in: 1...ModelDescription.mostLevels, defaultText: "the topmost", help: help)
    }

    /// The level that the option asks of a model, counted from 0.
    ///
    /// - Parameter checkpoint: what messages call the model.
    /// - Throws: `Failure` where it has none of that number.
    public static func index(
        _ arguments: Arguments, _ option: Option<Int?>, of model: ModelDescription, named checkpoint: String
    ) throws -> Int {
        let count = model.latents.count
        guard let level = arguments[option] else { return count - 1 }
        guard level <= count else {
            throw Failure(
                "\(checkpoint): its model has \(count) level\(count == 1 ? "" : "s") of latents; --level \(level) is none"
            )
        }
        return level - 1
    }
}
