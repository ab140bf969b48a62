import Threads

/// The codes of a batch of images; nil for one whose latent is near none.
struct FoundCodes: Parcelled {
    let codes: [[Int]?]

    init(_ codes: [[Int]?]) { self.codes = codes }

    init(from parcel: inout Parcel) {
        codes = (0..<parcel.take()).map { _ in parcel.take() ? parcel.take() : nil }
    }

    func put(into parcel: inout Parcel) {
        parcel.put(codes.count)
        for codes in codes {
            parcel.put(codes != nil)
            if let codes { parcel.put(codes) }
        }
    }
}
