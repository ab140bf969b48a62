import Threads

extension Evaluator.Encoding: Parcelled {
    public init(from parcel: inout Parcel) {
        self.init(
            mean: parcel.take(), logVariance: parcel.take(), sample: parcel.take(),
            divergences: parcel.take() as [Double])
    }

    public func put(into parcel: inout Parcel) {
        for values in [mean, logVariance, sample] { parcel.put(values) }
        parcel.put(divergences)
    }
}

extension Evaluator.Losses: Parcelled {
    public init(from parcel: inout Parcel) {
        self.init(items: parcel.take(), total: parcel.take(), encodings: parcel.take())
    }

    public func put(into parcel: inout Parcel) {
        parcel.put(items)
        parcel.put(total)
        parcel.put(encodings)
    }
}
