/// The reference models, each with the training that goes with it.
public enum Preset: String, CaseIterable, Sendable {
    case convBeta = "conv-beta"
    case mlpBinary = "mlp-binary"
    case convKeras = "conv-keras"
    case convFace = "conv-face"
    case mlpAdamW = "mlp-adamw"

    /// The preset's way to train.
    public struct Training: Equatable, Sendable {
        public var optimizer = OptimizerSettings()
        public var initialisation = Initialisation.pytorch
        public var batch: Int
        public var epochs: Int
    }

    /// What the preset stands for, in one line.
    public var summary: String {
        switch self {
        case .convBeta:
            "conv 16,32,64, batch norm, leaky ReLU 0.01, mse + 4·KL, latent 2; Adam 1e-3, batch 64, 20 epochs"
        case .mlpBinary:
            "dense 512,64 ReLU on ink above 128, tanh heads, shared noise, bce + 5·KL, latent 12; "
                + "Adam 1e-3, batch 32, 15 epochs"
        case .convKeras:
            "conv 32,64 ReLU, dense 16; decoder dense, up 64, 32, 1, mse + KL, latent 2; Adam 1e-3, batch 128, 50 epochs"
        case .convFace:
            "conv 32,64,128,256, batch norm, leaky ReLU 0.01, mse + KL, latent 200; Adam 1e-4, batch 32, 50 epochs"
        case .mlpAdamW:
            "dense 512 ReLU, bce + KL, latent 2; AdamW 1e-3, decay 1e-2, batch 64, 60 epochs"
        }
    }

    public var training: Training {
        switch self {
        case .convBeta: Training(initialisation: .half, batch: 64, epochs: 20)
        case .mlpBinary: Training(batch: 32, epochs: 15)
        case .convKeras: Training(initialisation: .he, batch: 128, epochs: 50)
        case .convFace: Training(optimizer: OptimizerSettings(rate: 1e-4), initialisation: .half, batch: 32, epochs: 50)
        case .mlpAdamW:
            Training(optimizer: OptimizerSettings(kind: .adamw, rate: 1e-3, weightDecay: 1e-2), batch: 64, epochs: 60)
        }
    }

    /// The short form of the preset's network; nil where only layers say it.
    public var architecture: Architecture? {
        switch self {
        case .convBeta:
            Architecture(.convolutional(channels: [16, 32, 64]), activation: .leaky(0.01), batchNorm: true)
        case .mlpBinary: Architecture(.dense(hidden: [512, 64]))
        case .convKeras: nil
        case .convFace:
            Architecture(.convolutional(channels: [32, 64, 128, 256]), activation: .leaky(0.01), batchNorm: true)
        case .mlpAdamW: Architecture(.dense(hidden: [512]))
        }
    }

    /// The preset's model for images of a shape.
    ///
    /// - Throws: `NetworkError` where it cannot be built for that shape.
    public func model(imageShape: [Int]) throws(NetworkError) -> ModelDescription {
        var model = settings(imageShape: imageShape)
        if let architecture {
            (model.encoder, model.decoder) = architecture.layers(for: model.image)
        } else {
            (model.encoder, model.decoder) = try Self.keras(imageShape)
        }
        return model
    }

    /// The preset's model without its layers.
    public func settings(imageShape: [Int]) -> ModelDescription {
        var model = ModelDescription(imageShape: imageShape, encoder: [], decoder: [])
        switch self {
        case .convBeta: (model.recon, model.beta, model.latent) = (.mse, 4, 2)
        case .mlpBinary:
            (model.recon, model.beta, model.latent) = (.bce, 5, 12)
            (model.heads, model.noise, model.threshold) = (.tanh, .shared, 128)
        case .convKeras: (model.recon, model.latent) = (.mse, 2)
        case .convFace: (model.recon, model.latent) = (.mse, 200)
        case .mlpAdamW: (model.recon, model.latent) = (.bce, 2)
        }
        return model
    }

    private static let kerasEncoder: [LayerDescription] = [
        .convolution(channels: 32, kernel: 3, stride: 2, padding: 1), .activation(.relu),
        .convolution(channels: 64, kernel: 3, stride: 2, padding: 1), .activation(.relu),
        .flatten, .dense(outputs: 16), .activation(.relu),
    ]

    /// The network of Keras's variational autoencoder example, for images whose sides divide by four.
    private static func keras(
        _ imageShape: [Int]
    ) throws(NetworkError) -> (encoder: [LayerDescription], decoder: [LayerDescription]) {
        try NetworkError.refuseRows(imageShape, to: kerasEncoder)
        let image = MapShape(imageShape: imageShape)
        guard image.height % 4 == 0, image.width % 4 == 0 else {
            throw NetworkError("conv-keras needs images whose sides divide by 4, not \(image); try conv-beta")
        }
        func up(_ channels: Int) -> LayerDescription {
            .transposedConvolution(channels: channels, kernel: 3, stride: 2, padding: 1, outputPadding: 1)
        }
        let map = MapShape(channels: 64, height: image.height / 4, width: image.width / 4)
        return (
            encoder: kerasEncoder,
            decoder: [
                .dense(outputs: map.count), .activation(.relu), .unflatten(map), up(64), .activation(.relu),
                up(32), .activation(.relu),
                .transposedConvolution(channels: image.channels, kernel: 3, stride: 1, padding: 1, outputPadding: 0),
            ]
        )
    }
}
