/// Items that are images with their channels first, C×H×W, as PyTorch has them; a tensor stream has H×W×C.
public struct ChannelsFirstError: Error, Equatable, CustomStringConvertible {
    public let name: String
    public let format: ItemFormat

    /// Nil where the items may be H×W×C, or are no images.
    ///
    /// A last dimension of 4 or less counts channels: 3×32×4 is three rows of RGBA. Where both sides are longer, a first
    /// dimension of 1, 3 or 4 does.
    public init?(name: String, format: ItemFormat) {
        let shape = format.shape
        guard shape.count == 3, [1, 3, 4].contains(shape[0]), shape[1] > 4, shape[2] > 4 else { return nil }
        (self.name, self.format) = (name, format)
    }

    public var description: String {
        "\(name): its items are \(format.shapeText), channels first, but images are H×W×C: "
            + "x.transpose(0, 2, 3, 1) in NumPy puts the channels last, before npy2idx"
    }
}
