import CommandSupport
import Drawing
import TensorStreams

/// The frames of the operands, one after another: PNG files, or streams laid out tensor by tensor.
struct FrameSource {
    private let arguments: Arguments
    private let layout: GridLayout
    private let perFrame: Int?
    private var inputs: [String]
    private var stream: FrameStream?
    private var size: (Int, Int)?
    private var captions: FrameCaptions?
    private(set) var name = "standard input"

    /// - Parameter perFrame: the images in a frame; nil for those of a tensor.
    init(_ arguments: Arguments, layout: GridLayout, perFrame: Int?) throws {
        (self.arguments, self.layout, self.perFrame) = (arguments, layout, perFrame)
        captions = try FrameCaptions(arguments, layout)
        inputs = arguments.operands.isEmpty ? ["-"] : arguments.operands
    }

    /// The next frame, grey or RGB; nil after the last.
    mutating func next() throws -> Image? {
        while true {
            if let frame = try stream?.next() { return try checked(frame) }
            if let ended = stream { arguments.noteLevels(ended.levels) }
            stream = nil
            guard !inputs.isEmpty else { return nil }
            let bytes = try ByteReader.open(inputs.removeFirst())
            name = bytes.name
            if try bytes.startsWith(PNGReader.signature) { return try checked(PNGReader.read(bytes)) }
            stream = try FrameStream(bytes, layout, perFrame: perFrame)
        }
    }

    /// The frame without transparency, and with its text. Throws when it has not the size of the first.
    private mutating func checked(_ frame: Image) throws -> Image {
        let size = (frame.width, frame.height)
        if let first = self.size, first != size {
            throw FrameError.wrongSize(name: name, size: size, first: first)
        }
        self.size = size
        let opaque = frame.composited(over: layout.background ?? .black)
        return try captions?.captioned(opaque) ?? opaque
    }
}

/// The frames of one stream: its tensors, or every so many of its images.
private struct FrameStream {
    private var stream: IDXReader
    private var tiles: Tiles
    private let layout: GridLayout
    private let perFrame: Int?
    /// The images of the first frame; later ones may have fewer, not more.
    private var places: Int?

    /// Which levels the pixels read so far take.
    var levels: PixelLevels { stream.levels }

    init(_ bytes: ByteReader, _ layout: GridLayout, perFrame: Int?) throws {
        stream = IDXReader(bytes)
        tiles = Tiles(format: try TileFormat(stream.requiredFormat(), name: bytes.name), name: bytes.name)
        self.layout = layout
        self.perFrame = perFrame
    }

    mutating func next() throws -> Image? {
        tiles.removeAll()
        while let batch = try nextBatch() {
            try tiles.append(batch)
            if let places, tiles.count > places { throw tooMany(places) }
            try tiles.checkSize(scale: layout.scale)
            if perFrame.map({ tiles.count == $0 }) ?? stream.isAtTensorEnd { break }
        }
        guard tiles.count > 0 else { return nil }
        let frame = try ContactSheet([tiles], layout: layout).image(places: places ?? 0)
        if places == nil { places = tiles.count }
        return frame
    }

    private mutating func nextBatch() throws -> TensorBatch? {
        if let perFrame { return try stream.next(atMost: min(256, perFrame - tiles.count)) }
        return try stream.nextInTensor(atMost: 256)
    }

    private func tooMany(_ places: Int) -> FrameError {
        .tooMany(name: stream.name, tensor: stream.tensorsRead - 1, places: places)
    }
}

/// A frame that does not fit the first.
private enum FrameError: Error, CustomStringConvertible {
    case tooMany(name: String, tensor: Int, places: Int)
    case wrongSize(name: String, size: (Int, Int), first: (Int, Int))

    var description: String {
        switch self {
        case .tooMany(let name, let tensor, let places):
            "\(name): tensor \(tensor): more images than the \(places) of the first frame"
        case .wrongSize(let name, let size, let first):
            "\(name): frames of \(size.0)×\(size.1) pixels after one of \(first.0)×\(first.1)"
        }
    }
}
