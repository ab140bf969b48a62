import CommandSupport

/// A share of the images to train on that is held out to measure the loss on, as `--validation 10%` asks for.
struct HeldOutShare {
    /// As it was given: `10%`.
    let text: String
    /// Within 0...1.
    let share: Double

    /// nil where `text` is no number above 0 and below 100 with a percent sign behind it.
    init?(_ text: String?) {
        guard let text, text.hasSuffix("%"), let percent = Double(text.dropLast()), percent > 0, percent < 100 else {
            return nil
        }
        (self.text, share) = (text, percent / 100)
    }

    /// Throws `UsageError` for a percentage that is no such share, which would be taken for the name of a file.
    static func refuseOthers(_ text: String?) throws {
        guard let text, text.hasSuffix("%"), Double(text.dropLast().filter { $0 != " " }) != nil else { return }
        if HeldOutShare(text) == nil {
            throw UsageError(
                "--\(JournalOptions.validation.name) \(text): expected a percentage between 0 and 100, as in 10%, or a file"
            )
        }
    }
}
