/// A learning rate for each epoch, written down one by one: each holds until the epoch of the next.
public struct EpochRates: Equatable, Sendable, CustomStringConvertible {
    private struct Entry: Equatable {
        var epoch: Int
        var rate: Double
    }

    /// The first is of epoch 0, and their epochs rise.
    private var entries: [Entry] = []

    /// `0:1e-3,1:7.2e-4,4:5.2e-4`: the rate from each epoch on, the first being 0; nil for anything else.
    public init?(_ text: String) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split(separator: ":", omittingEmptySubsequences: false)
            guard words.count == 2, let epoch = Int(words[0]), let rate = Double(words[1]), (0...1e3).contains(rate),
                entries.last.map({ $0.epoch < epoch }) ?? (epoch == 0)
            else { return nil }
            entries.append(Entry(epoch: epoch, rate: rate))
        }
    }

    public var description: String { entries.map { "\($0.epoch):\($0.rate)" }.joined(separator: ",") }

    /// The rate when so many whole epochs, at least 0, are done.
    public subscript(epoch: Int) -> Double { entries.last { $0.epoch <= epoch }?.rate ?? 0 }
}
