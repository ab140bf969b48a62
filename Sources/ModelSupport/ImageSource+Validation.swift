import TensorStreams
import VAEKit

extension ImageSource {
    /// The images of `--validation`, which have the shape of those to train on. Throws `ImageError`, or what reading throws.
    public init(validation path: String, model: some Model) throws {
        try self.init(IDXReader(try ByteReader.open(path)))
        guard hasImages(of: model.imageShape) else {
            let shapes = [shape, model.imageShape].map { ItemFormat(type: .u8, shape: $0).shapeText }
            throw ImageError(
                "\(name): its images are \(shapes[0]), but those to train on are \(shapes[1])"
                    + way(to: model.imageShape))
        }
    }
}
