extension Autoencoder {
    /// From an image, with its class behind its channels where the model is told one, to what the heads take; of a ladder the
    /// layers of each level.
    package var encoderOutline: NetworkOutline { encoder.outline }
    /// From a latent, with its class behind it, to the logits of an image.
    package var decoderOutline: NetworkOutline { decoder.outline }

    /// From the latents of a level, counted from 0, to the heads of the level above; of a model that is no ladder.
    package func inferenceOutline(above level: Int) -> NetworkOutline? { upper[level].encoder?.outline }
    /// From the latents above a level to the heads of p for that.
    package func generationOutline(of level: Int) -> NetworkOutline { upper[level].decoder.outline }
}

extension CodeAutoencoder {
    /// From an image to what `mean` takes.
    package var encoderOutline: NetworkOutline { encoder.outline }
    /// From the vectors of codes to the logits of an image.
    package var decoderOutline: NetworkOutline { decoder.outline }
    /// What `mean` puts out, and the decoder takes.
    package var quantised: ItemOutline { decoder.outline.input }
}

extension Classifier {
    /// From an image to its features.
    package var outline: NetworkOutline { network.outline }
}
