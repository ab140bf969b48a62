import PyTorchModules
import Testing
import VAEKit

@Suite struct PyTorchSourceTests {
    private func text(_ encoder: String, image: [Int] = [4, 6], classes: Int? = nil) throws -> String? {
        var description = ModelDescription(
            imageShape: image, encoder: try LayerLanguage.parse(encoder),
            decoder: try LayerLanguage.parse("dense \(image.reduce(1, *))"))
        description.classes = classes
        return PyTorchSource(try Autoencoder(description))?.text
    }

    /// What each layer is in Python.
    @Test(arguments: [
        ("conv 8 stride 2", "nn.Conv2d(1, 8, 3, stride=2, padding=1)"),
        ("convt 3 stride 2 output-padding 1x0", "output_padding=(1, 0))"), ("batchnorm", "nn.BatchNorm2d(1)"),
        ("dense 5, batchnorm", "nn.BatchNorm1d(5)"), ("dense 5", "Dense(24, 5)"),
        ("flatten, dense 5", "nn.Linear(24, 5)"), ("flatten, groupnorm 1", "nn.GroupNorm(1, 24)"),
        ("layernorm", "nn.LayerNorm([1, 4, 6])"), ("leaky 0.2", "nn.LeakyReLU(0.2)"),
        ("conv 4, attention heads 2", "Attention(4, 2)"), ("conv 4, shuffle 2", "nn.PixelShuffle(2)"),
        ("avgpool 3 stride 1", "nn.AvgPool2d(3, stride=1)"), ("gated 7", "Gated(24, 7)"),
    ])
    func layers(layers: String, module: String) throws {
        #expect(try #require(try text(layers)).contains(module))
    }

    @Test func layersOfOthersAreNested() throws {
        let nested = """
                    self.encoder = nn.Sequential(
                        Residual(
                            nn.Sequential(
                                nn.Conv2d(1, 4, 3, stride=2, padding=1),
                            ),
                            nn.Conv2d(1, 4, 1, stride=2, padding=0),
                        ),
                        Concat(
                            [
                                nn.Sequential(
                                    nn.ReLU(),
                                ),
                                nn.Sequential(),
                            ],
                        ),
                    )
                    self.mean = nn.Linear(48, 2)
            """
        #expect(try #require(try text("residual [conv 4 stride 2], concat [relu] []")).contains(nested))
    }

    /// Only the classes that the layers need are there.
    @Test func helpersAreThoseNeeded() throws {
        let python = try #require(try text("flatten, dense 4, residual [relu]"))
        #expect(python.contains("class Residual") && !python.contains("class Dense") && !python.contains("class Gated"))
    }

    @Test func aClassComesBehindTheValuesOfTheStream() throws {
        let python = try #require(try text("dense 4", image: [2, 3, 5], classes: 7))
        #expect(python.contains("x.movedim(1, -1)") && python.contains("def encode(self, images, labels):"))
    }
}
