import Threads
import VAEKit

/// What was measured of a batch of images.
struct MeasuredBatch: Parcelled {
    let losses: Evaluator.Losses
    /// Of each image; none where they are not wanted.
    let logLikelihoods: [Double]
    /// Where the images have any.
    let bits: BitsPerDimension?

    init(losses: Evaluator.Losses, logLikelihoods: [Double], bits: BitsPerDimension?) {
        (self.losses, self.logLikelihoods, self.bits) = (losses, logLikelihoods, bits)
    }

    init(from parcel: inout Parcel) {
        self.init(losses: parcel.take(), logLikelihoods: parcel.take(), bits: parcel.take())
    }

    func put(into parcel: inout Parcel) {
        parcel.put(losses)
        parcel.put(logLikelihoods)
        parcel.put(bits)
    }
}

/// The posteriors of a batch of images at each level.
struct EncodedLevels: Parcelled {
    let encodings: [Evaluator.Encoding]

    init(_ encodings: [Evaluator.Encoding]) { self.encodings = encodings }

    init(from parcel: inout Parcel) { encodings = parcel.take() }

    func put(into parcel: inout Parcel) { parcel.put(encodings) }
}
