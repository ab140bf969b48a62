import TensorStreams

/// What a checkpoint keeps of the images that its run trains on, or measures its loss on, to tell others from them.
public struct TrainedImages: Equatable, Sendable {
    public let count: Int
    /// CRC-32 of all their values in order: bytes, or the bytes of f32 numbers, least significant first.
    public let checksum: UInt32

    public init(_ images: TensorBatch) {
        count = images.count
        checksum = CRC32.of(images.bytes)
    }

    var json: JSON { .object(["count": .integer(count), "crc32": .integer(Int(checksum))]) }

    init?(json: JSON) {
        guard let count = json["count"]?.int, TrainingState.counts.contains(count),
            let checksum = json["crc32"]?.int.flatMap(UInt32.init(exactly:))
        else { return nil }
        (self.count, self.checksum) = (count, checksum)
    }
}
