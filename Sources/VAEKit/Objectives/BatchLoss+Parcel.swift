import Threads

extension BatchLoss: Parcelled {
    public init(from parcel: inout Parcel) {
        self.init((0..<parcel.take()).map { _ in parcel.take() })
        (items, loss, terms) = (parcel.take(), parcel.take(), parcel.take())
        usage = CodeUsage(counts: (0..<parcel.take()).map { _ in parcel.take() })
    }

    public func put(into parcel: inout Parcel) {
        parcel.put(names.count)
        for name in names { parcel.put(name) }
        parcel.put(items)
        parcel.put(loss)
        parcel.put(terms)
        parcel.put(usage.counts.count)
        for counts in usage.counts { parcel.put(counts) }
    }
}
