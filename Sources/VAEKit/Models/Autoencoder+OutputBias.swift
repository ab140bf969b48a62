import Glibc
import TensorStreams
import Threads

extension ImageAutoencoder {
    fileprivate func initialiseOutput(
        of layers: [LayerDescription], to images: some ItemRuns
    ) throws(NetworkError) {
        let last = layers.last?.layer
        guard last is Dense || last is Convolution,
            let bias = parameterList.last(where: { $0.name.hasPrefix("decoder.") })
        else {
            throw NetworkError("the decoder does not end in dense, conv or convt, whose bias could be that of the data")
        }
        let means = means(of: images)
        let byChannel = bias.count == image.channels
        let logits = (0..<bias.count).map { index -> Float in
            let places = byChannel ? (0..<image.pixels).map { $0 * image.channels + index } : [image.place(of: index)]
            let mean = places.reduce(0) { $0 + means[$1] } / Double(places.count)
            let clamped = min(max(mean, 0.001), 0.999)
            return Float(log(clamped / (1 - clamped)))
        }
        setValues(logits, of: bias)
    }

    /// The mean of each value of the images as the model takes them, by pixel, then channel.
    private func means(of images: some ItemRuns) -> [Double] {
        let values = image.count
        let team = ThreadTeam(threads: 1)
        var rows = MutableTensor(zeros: 0)
        var sums = [Double](repeating: 0, count: values)
        images.forEachRun { run in
            if rows.count < values * run.count { rows = MutableTensor(zeros: values * run.count) }
            BatchKernel.gather(run, items: 0..<run.count, threshold: threshold, into: rows, team: team)
            for row in 0..<run.count {
                for value in 0..<values { sums[value] += Double(rows[row * values + value]) }
            }
        }
        return sums.map { $0 / Double(images.count) }
    }
}

extension Autoencoder {
    /// Lets the decoder begin with the mean of images whatever the latent: its last bias becomes the logit of each pixel's
    /// mean, or of each channel's behind a convolution, within 0.001…0.999 (as Burda et al. 2015 do).
    ///
    /// - Throws: `NetworkError` where the decoder does not end in a layer with a bias for its output.
    public func initialiseOutput(to images: some ItemRuns) throws(NetworkError) {
        try initialiseOutput(of: description.decoder, to: images)
    }
}

extension CodeAutoencoder {
    /// The same.
    public func initialiseOutput(to images: some ItemRuns) throws(NetworkError) {
        try initialiseOutput(of: description.decoder, to: images)
    }
}
