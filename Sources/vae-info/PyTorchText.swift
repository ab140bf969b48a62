import CommandSupport
import PyTorchModules
import VAEKit

/// A checkpoint's model as a file of Python.
struct PyTorchText {
    let text: String

    /// What the file does when it is run.
    private static let main = """


        if __name__ == "__main__":
            import sys

            print(load(sys.argv[1]))

        """

    /// - Throws: `Failure` where the model is of a kind that is not written so.
    init(_ file: CheckpointFile, named name: String) throws {
        let source: PyTorchSource? =
            switch file.family {
            case .autoencoder, .codePrior: PyTorchSource(try Checkpoint<Autoencoder>(file).model)
            case .classifier: PyTorchSource(try Checkpoint<Classifier>(file).model)
            case .codes: nil
            case .flow: throw Failure("\(name): --pytorch writes no flows over latents")
            }
        guard let source else {
            throw Failure(
                "\(name): --pytorch writes no codes, no levels of latents and no flows: vae-onnx writes the parts of such "
                    + "models")
        }
        text = source.text + Self.main
    }
}
