/// The standard deviation of the gaussian likelihood, as the command line says it.
enum Sigma: Equatable {
    case fixed(Double)
    case learned

    /// nil where it is neither a number from 0.001 to 1000 nor `learned`.
    init?(_ text: String) {
        if text == "learned" {
            self = .learned
        } else if let number = Double(text), (1e-3...1e3).contains(number) {
            self = .fixed(number)
        } else {
            return nil
        }
    }
}
