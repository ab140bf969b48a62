/// The path of a module as people and frameworks choose it: what it says of the module's place in a model.
struct ModulePath {
    private let parts: [Substring]
    private let letters: [UInt8]
    /// The path without its digits: `fc21` and `fc3` count on, and so do `encoder.0.1` and `encoder.1.0`.
    let stem: String

    init(_ path: String) {
        parts = path.split(separator: ".")
        letters = Array(path.lowercased().utf8)
        stem = parts.map { $0.filter { !$0.isNumber } }.joined(separator: ".")
    }

    /// How numbers within a name are read.
    enum Counting: CaseIterable {
        /// `fc21`, `fc22` stand between `fc1` and `fc3`.
        case byDigits
        /// `fc10` comes after `fc9`.
        case byNumbers
    }

    /// Whether this comes before another of the same stem.
    func precedes(_ other: ModulePath, _ counting: Counting) -> Bool {
        for (own, others) in zip(parts, other.parts) where own != others {
            if let own = Int(own), let others = Int(others) { return own < others }
            let numbers = [own, others].compactMap { Int($0.filter(\.isNumber)) }
            return counting == .byNumbers && numbers.count == 2 ? numbers[0] < numbers[1] : own < others
        }
        return parts.count < other.parts.count
    }

    /// How much names decide.
    enum Reading: CaseIterable {
        /// Means and variances have names that speak of them, and no others have.
        case plain
        /// Names only do not speak of the other.
        case loose
    }

    /// Whether it can be the module of this name in a checkpoint: a name that speaks of a mean is not that of a variance, and
    /// one of the encoder not that of the decoder's.
    func suits(_ own: String, _ reading: Reading) -> Bool {
        let (isOfVariance, isOfMean) = (says(["var", "sigma", "std"]), says(["mu", "mean", "loc"]))
        switch own {
        case "mean": return !isOfVariance && !says(["dec"]) && (isOfMean || reading == .loose)
        case "logvar": return (isOfVariance || reading == .loose && !isOfMean) && !says(["dec"])
        default:
            if reading == .plain, isOfVariance || isOfMean { return false }
            return own.hasPrefix("decoder") ? !says(["enc"]) : !says(["dec"])
        }
    }

    private func says(_ syllables: [String]) -> Bool {
        letters.indices.contains { place in syllables.contains { letters[place...].starts(with: $0.utf8) } }
    }
}
