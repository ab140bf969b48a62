import TensorStreams

/// The images of one stream, collected one after another.
public struct Tiles: Sendable {
    /// How messages call the stream.
    public let name: String
    public let format: TileFormat
    private var samples: [UInt8] = []

    public init(format: TileFormat, name: String) {
        self.format = format
        self.name = name
    }

    /// The number of images collected.
    public var count: Int { samples.count / format.samplesPerTile }

    /// Adds images: whole tiles of 8-bit samples.
    public mutating func append(_ more: [UInt8]) {
        precondition(more.count % format.samplesPerTile == 0, "a grid takes whole tiles")
        samples += more
    }

    /// Adds the items of a batch. Throws `TileError` at a value that is not a number.
    public mutating func append(_ batch: TensorBatch) throws { append(try format.samples(of: batch, name: name)) }

    /// Throws `GridError` once there are more images than any picture holds, each pixel `scale` times as wide and high.
    public func checkSize(scale: Int) throws {
        let most = ContactSheet.maximumPixels * format.channels.rawValue
        guard samples.count <= most / (scale * scale) else { throw GridError.tooLarge(tiles: count) }
    }

    public mutating func removeAll() { samples.removeAll(keepingCapacity: true) }

    /// One image alone.
    public subscript(tile: Int) -> Tiles {
        var alone = Tiles(format: format, name: name)
        alone.samples = Array(samples[tile * format.samplesPerTile..<(tile + 1) * format.samplesPerTile])
        return alone
    }

    /// The samples of one row of pixels of an image.
    func row(_ row: Int, of tile: Int) -> [UInt8] {
        let rowBytes = format.width * format.channels.rawValue
        let start = tile * format.samplesPerTile + row * rowBytes
        return Array(samples[start..<start + rowBytes])
    }
}
