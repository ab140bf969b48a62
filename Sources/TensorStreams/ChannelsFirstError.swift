/// Items that are images with their channels first, C×H×W, as PyTorch has them; a tensor stream has H×W×C.
public struct ChannelsFirstError: Error, Equatable, CustomStringConvertible {
    public let name: String
    public let format: ItemFormat

    /// Nil where the items may be H×W×C, or are no images.
    ///
    public init?(name: String, format: ItemFormat) {
        guard Self.areChannelsFirst(format.shape) else { return nil }
        (self.name, self.format) = (name, format)
    }

    /// A last dimension of 4 or less counts channels: 3×32×4 is three rows of RGBA. Where both sides are longer, a first
    /// dimension of 4 or less does, since few images are so low and of many channels; and so does a greater one before
    /// the sides of a square that are more than twice as long.
    private static func areChannelsFirst(_ shape: [Int]) -> Bool {
        guard shape.count == 3, min(shape[1], shape[2]) > 4 else { return false }
        return shape[0] <= 4 || shape[1] == shape[2] && 2 * shape[0] < shape[1]
    }

    public var description: String {
        "\(name): its items are \(format.shapeText), channels first, but images are H×W×C: "
            + "x.transpose(0, 2, 3, 1) in NumPy puts the channels last, before npy2idx"
    }
}
