import Testing
import VAEKit

@Suite struct PresetTests {
    /// The numbers of parameters that PyTorch counts for the same networks.
    @Test(arguments: [
        (Preset.mlpAdamW, [28, 28], 807_700), (.mlpBinary, [28, 28], 872_616), (.convBeta, [28, 28], 54_021),
        (.convKeras, [28, 28], 134_165), (.convFace, [64, 64, 3], 3_240_083),
    ])
    func hasAsManyParametersAsInPyTorch(preset: Preset, imageShape: [Int], count: Int) throws {
        #expect(try Autoencoder(try preset.model(imageShape: imageShape)).parameterCount == count)
    }

    @Test(arguments: Preset.allCases, [[28, 28], [32, 32], [64, 64], [32, 32, 3], [64, 64, 3], [32, 16]])
    func fitsOtherImages(preset: Preset, imageShape: [Int]) throws {
        let model = try Autoencoder(try preset.model(imageShape: imageShape))
        #expect(model.description.imageShape == imageShape)
    }

    @Test func settingsAreThoseOfTheReferences() throws {
        let face = try Preset.convFace.model(imageShape: [64, 64, 3])
        #expect((face.latent, face.recon, face.beta) == (200, .mse, 1))
        let binary = try Preset.mlpBinary.model(imageShape: [28, 28])
        #expect((binary.latent, binary.recon, binary.beta, binary.threshold) == (12, .bce, 5, 128))
        #expect((binary.heads, binary.noise) == (.tanh, .shared))
        #expect(try Preset.convBeta.model(imageShape: [28, 28]).beta == 4)
        let batches = Preset.allCases.map { "\($0.rawValue) \($0.training.batch) \($0.training.epochs)" }
        #expect(
            batches == [
                "conv-beta 64 20", "mlp-binary 32 15", "conv-keras 128 50", "conv-face 32 50", "mlp-adamw 64 60",
            ])
        #expect(Preset.mlpAdamW.training.optimizer == OptimizerSettings(kind: .adamw, rate: 1e-3, weightDecay: 1e-2))
    }

    @Test(arguments: [Preset.convBeta, .convKeras, .convFace]) func convolutionsNeedSides(preset: Preset) {
        let error = #expect(throws: NetworkError.self) { try Autoencoder(try preset.model(imageShape: [784])) }
        #expect(error?.description.hasPrefix("convolutions need images") == true)
    }

    @Test func kerasNeedsSidesThatDivideByFour() {
        let error = #expect(throws: NetworkError.self) { try Preset.convKeras.model(imageShape: [30, 28]) }
        #expect(error?.description == "conv-keras needs images whose sides divide by 4, not 30×28; try conv-beta")
    }
}
