import Threads

extension CodeEvaluator.Losses: Parcelled {
    public init(from parcel: inout Parcel) { self.init(items: parcel.take(), total: parcel.take()) }

    public func put(into parcel: inout Parcel) {
        parcel.put(items)
        parcel.put(total)
    }
}
