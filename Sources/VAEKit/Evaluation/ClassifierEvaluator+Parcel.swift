import Threads

extension ClassifierEvaluator.Classification: Parcelled {
    public init(from parcel: inout Parcel) {
        self.init(
            features: parcel.take(), probabilities: parcel.take(), classes: parcel.take(), losses: parcel.take())
    }

    public func put(into parcel: inout Parcel) {
        parcel.put(features)
        parcel.put(probabilities)
        parcel.put(classes)
        parcel.put(losses)
    }
}
