import CommandSupport
import Drawing
import Lettering
import TensorStreams

/// The picture of all images of the streams.
struct PageRun {
    private let request: PageRequest
    private let arguments: Arguments

    init(_ request: PageRequest, _ arguments: Arguments) { (self.request, self.arguments) = (request, arguments) }

    func image() throws -> Image {
        let streams = try request.inputs.map(tiles)
        try request.labels?.checkCount(streams[0].count, of: streams[0].name)
        let captions = try captions(streams)
        return try ContactSheet(
            streams, layout: request.layout, arrangement: request.arrangement, captions: captions
        ).image()
    }

    private func tiles(of path: String) throws -> Tiles {
        var stream = IDXReader(try ByteReader.open(path))
        var tiles = Tiles(format: try TileFormat(stream.requiredFormat(), name: stream.name), name: stream.name)
        while let batch = try stream.next(atMost: 256) {
            try tiles.append(batch)
            try tiles.checkSize(scale: request.layout.scale)
        }
        arguments.noteLevels(stream.levels)
        return tiles
    }

    /// A picture without text does without fonts, which take a few milliseconds to find.
    private func captions(_ streams: [Tiles]) throws -> Captions {
        var captions = Captions()
        let labels = request.labels.map { labels in labels.values.map { labels.text(of: $0) } } ?? []
        if request.names.isEmpty && labels.isEmpty { return captions }
        let (layout, format) = (request.layout, streams[0].format)
        let typesetter = Typesetter()
        try captions.setNames(
            request.names, scale: layout.scale,
            rowHeight: request.arrangement == .blocks ? nil : format.height * layout.scale, by: typesetter)
        try captions.setLabels(labels, under: format, layout: layout, by: typesetter)
        return captions
    }
}
