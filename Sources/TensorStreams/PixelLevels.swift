/// Which levels the u8 pixels of a stream take, as far as it has been read; shared by the copies of its reader.
///
/// Masks are often kept as 0 and 1, which is next to black where 255 is white.
public final class PixelLevels {
    /// How messages call the stream.
    public let name: String
    /// The greatest pixel that was looked at.
    public private(set) var greatest: UInt8 = 0

    public init(name: String) { self.name = name }

    /// Whether the greatest pixel is 1.
    public var areZeroAndOne: Bool { greatest == 1 }

    /// Takes in what another reader has seen of the same stream.
    public func see(greatest other: UInt8) { greatest = max(greatest, other) }

    /// Looks at items, until one has a greater pixel; items of one value are labels.
    func see(_ batch: TensorBatch) {
        guard greatest < 2, batch.format.type == .u8, batch.format.valuesPerItem > 1 else { return }
        for byte in batch.bytes where byte > greatest {
            greatest = byte
            if byte > 1 { return }
        }
    }
}
