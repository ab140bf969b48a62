/// How many latents are drawn for each image, and what each of them counts for in the loss.
struct Draws: Equatable, Sendable {
    var count = 1
    var weighing = Weighing.alike

    enum Weighing: Equatable, Sendable {
        /// The loss is the mean over the draws.
        case alike
        /// It is the bound that importance weights give.
        case byImportance(ImportanceWeighing)
    }

    /// Whether the encoder follows another bound than the decoder.
    var splitsBounds: Bool {
        guard case .byImportance(let weighing) = weighing else { return false }
        return weighing.groupsEncoderAlone
    }

    static let one = Draws()

    /// Whether gradients reach the encoder through the samples alone.
    var followsPaths: Bool {
        switch weighing {
        case .alike: false
        case .byImportance(let weighing): weighing.gradient != .standard
        }
    }

    /// How many there may be.
    static let counts = 1...65_536
}
