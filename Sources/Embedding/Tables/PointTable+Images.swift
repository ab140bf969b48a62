import TensorStreams

extension PointTable {
    /// Reads a stream of images, each value a coordinate, numbered from 0 (`id`), with their labels where there are
    /// such (`label`). Throws `IDXError`, `LabelsError`, `FileError` or `PointTableError`.
    ///
    /// - Parameter levels: learns the levels of the pixels.
    public init(images bytes: ByteReader, labels: Labels?, levels: PixelLevels? = nil) throws {
        var reader = IDXReader(bytes, levels: levels)
        let format = try reader.requiredFormat()
        guard format.valuesPerItem > 0 else { throw PointTableError(name: bytes.name, reason: .noCoordinates) }
        var values: [Float] = []
        while let batch = try reader.next(atMost: 256) { values.append(contentsOf: batch.floats()) }
        let count = reader.itemsRead
        try labels?.checkCount(count, of: bytes.name)
        if count == 0 { throw PointTableError(name: bytes.name, reason: .noImages) }
        if let place = values.firstIndex(where: { !$0.isFinite }) {
            throw PointTableError(name: bytes.name, reason: .notFinite(image: place / format.valuesPerItem))
        }
        var texts: [String] = []
        for item in 0..<count {
            texts.append(String(item))
            if let labels { texts.append(labels.text(of: try labels.label(of: item, in: bytes.name))) }
        }
        self.init(
            name: bytes.name, points: Points(width: format.valuesPerItem, values: values),
            leading: labels == nil ? ["id"] : ["id", "label"], texts: texts)
    }
}
