import CommandSupport
import TensorStreams

/// How wide the latents of a trained model are.
enum LatentWidth {
    /// The width that a checkpoint's header tells; the weights are not read.
    ///
    /// Throws `Failure` when the file is a safetensors file of another program, or what reading its header throws.
    static func ofCheckpoint(_ path: String) throws -> Int {
        let metadata = try Safetensors.readMetadata(path)
        guard metadata["format"] == "vaeutils.checkpoint", let model = metadata["model"] else {
            throw Failure("\(path): a safetensors file, but not a checkpoint of vae-fit")
        }
        let description = try? JSON(parsing: model)
        if description?["model"]?.string == "classifier" {
            throw Failure(
                "\(path): it is a classifier of clf-fit, which has no latents: name an autoencoder of vae-fit")
        }
        guard let width = description?["latent"]?.int, LatentOptions.widths.contains(width) else {
            throw Failure("\(path): its description of the model names no width of the latents that can be")
        }
        return width
    }
}
