import CommandSupport
import Drawing
import TensorStreams

/// A file for each image of a stream, written as the images come.
struct SplitRun {
    private let request: PageRequest
    private let arguments: Arguments

    init(_ request: PageRequest, _ arguments: Arguments) { (self.request, self.arguments) = (request, arguments) }

    func write(to path: String) throws {
        var stream = IDXReader(try ByteReader.open(request.inputs[0]))
        var tiles = Tiles(format: try TileFormat(stream.requiredFormat(), name: stream.name), name: stream.name)
        var folder = try PNGFolder(path)
        while let batch = try stream.next(atMost: 256) {
            tiles.removeAll()
            try tiles.append(batch)
            for number in 0..<tiles.count {
                try folder.add(ContactSheet([tiles[number]], layout: request.layout).image())
            }
        }
        if stream.itemsRead == 0 { throw GridError.noImages(stream: stream.name) }
        arguments.noteLevels(stream.levels)
    }
}
