import TensorStreams

/// What a checkpoint keeps of the images that its run trains on, or measures its loss on, to tell others from them.
public struct TrainedImages: Equatable, Sendable {
    public let count: Int
    /// CRC-32 of all their values in order: bytes, or the bytes of f32 numbers, least significant first.
    public let checksum: UInt32
    /// CRC-32 of their labels, four bytes each, least significant first; nil where there are none.
    public let labelsChecksum: UInt32?

    public init(_ data: DealtImages) {
        count = data.count
        checksum = data.checksum { $0.images.bytes }
        labelsChecksum =
            data.hasLabels
            ? data.checksum { data in
                data.labels.flatMap { label in (0..<4).map { UInt8(truncatingIfNeeded: label >> (8 * $0)) } }
            } : nil
    }

    var json: JSON {
        var object: JSONObject = ["count": .integer(count), "crc32": .integer(Int(checksum))]
        object["labels_crc32"] = labelsChecksum.map { .integer(Int($0)) }
        return .object(object)
    }

    init?(json: JSON) {
        guard let count = json["count"]?.int, TrainingState.counts.contains(count),
            let checksum = json["crc32"]?.int.flatMap(UInt32.init(exactly:))
        else { return nil }
        (self.count, self.checksum) = (count, checksum)
        labelsChecksum = json["labels_crc32"]?.int.flatMap(UInt32.init(exactly:))
        guard labelsChecksum != nil || json["labels_crc32"] == nil else { return nil }
    }
}
