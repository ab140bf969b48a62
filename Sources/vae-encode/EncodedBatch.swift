import Threads
import VAEKit

/// The posteriors of a batch of images.
struct EncodedBatch: Parcelled {
    let encoding: Evaluator.Encoding
    /// log p(z) of each; none where they are not wanted.
    let densities: [Float]

    init(_ encoding: Evaluator.Encoding, densities: [Float]) {
        (self.encoding, self.densities) = (encoding, densities)
    }

    init(from parcel: inout Parcel) { self.init(parcel.take(), densities: parcel.take()) }

    func put(into parcel: inout Parcel) {
        parcel.put(encoding)
        parcel.put(densities)
    }
}
