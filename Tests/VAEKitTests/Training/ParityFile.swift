import TensorStreams
import TestSupport
import Testing
import VAEKit

/// What PyTorch computed for a small model: the `.expected` file beside its checkpoint in Tests/Fixtures.
struct ParityFile {
    let expected: Safetensors
    let images: TensorBatch
    /// The settings as the script wrote them, for what only some models have.
    let json: JSON
    let settings: TrainingSettings

    static func checkpoint(_ name: String) -> String { "\(Package.root)/Tests/Fixtures/\(name).ckpt" }

    init(_ name: String) throws {
        expected = try Safetensors.read("\(Package.root)/Tests/Fixtures/\(name).expected")
        let pixels = try #require(expected["images"])
        images = TensorBatch(
            format: ItemFormat(type: .u8, shape: Array(pixels.shape.dropFirst())), count: pixels.shape[0],
            bytes: pixels.bytes)
        json = try JSON(parsing: try #require(expected.metadata["settings"]))
        var settings = TrainingSettings()
        settings.batch = 17
        settings.optimizer.kind = try #require(json["optimizer"]?.string.flatMap(OptimizerSettings.Kind.init))
        settings.optimizer.rate = try #require(json["lr"]?.double)
        settings.optimizer.weightDecay = try #require(json["weight_decay"]?.double)
        settings.optimizer.momentum = try #require(json["momentum"]?.double)
        if let factors = json["lr_factor"] {
            settings.optimizer.groups = try #require(factors.string.flatMap(ParameterGroups.init))
        }
        self.settings = settings
    }

    func numbers(_ name: String) throws -> [Double] {
        try #require(expected[name]?.floats(), "\(name) is in the fixture").map(Double.init)
    }
}
