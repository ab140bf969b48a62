import TensorStreams

/// Why a stream cannot be used as images, and what to do.
public struct ImageError: Error, Equatable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

/// Images as training and evaluation take them: u8, or f32 within [0, 1]; or items of other numbers, for a model that takes
/// those.
public struct ImageSource {
    private var reader: IDXFiles
    /// The shape of an image.
    public let shape: [Int]
    private let type: ElementType
    private let items: ImageItems
    /// What numbers that are no pixels are scaled by, once that is known; until then they come as they are.
    private var scaling: ValueScaling?
    /// Images that were read to know what comes, until they are handed out.
    private var ahead: TensorBatch?

    /// Reads the first header.
    ///
    /// - Parameter items: what they are; numbers of codes come as f32.
    /// - Throws: `ImageError` where the items are not images, `ChannelsFirstError`, or what the reader throws.
    public init(_ reader: IDXReader, items: ImageItems = .pixels) throws {
        try self.init(IDXFiles(reader), items: items)
    }

    /// The same for several files as if they were one.
    public init(_ files: IDXFiles, items: ImageItems = .pixels) throws {
        (reader, self.items) = (files, items)
        let format = try reader.format()
        guard !format.shape.isEmpty else {
            throw ImageError("\(reader.name): its items are single numbers (labels?); images are expected")
        }
        guard format.shape.count <= 3 else {
            throw ImageError("\(reader.name): its items are \(format.shapeText); images are H×W, H×W×C or vectors")
        }
        if items == .pixels {
            if let error = ChannelsFirstError(name: reader.name, format: format) { throw error }
            if let error = PixelTypeError(name: reader.name, type: format.type) {
                throw ImageError("\(error)\(Self.otherWay)")
            }
        }
        guard format.shape.allSatisfy({ $0 <= LayerWords.largestSize }),
            format.valuesPerItem <= LayerWords.largestSize
        else { throw ImageError("\(reader.name): an image of \(format.shapeText) is too large") }
        shape = format.shape
        type = format.type
    }

    public var name: String { reader.title }
    /// Which levels the u8 pixels read so far take; none where the items have no pixels.
    public var levels: PixelLevels { items == .pixels ? reader.levels : PixelLevels(name: name) }
    /// Items that the headers read so far promise, for progress.
    public var itemsAnnounced: Int { reader.itemsAnnounced }

    /// Items read so far, handed out or not.
    var itemsRead: Int { reader.itemsRead }

    /// Lets the items that come from here on be as a model sees them, f32.
    public mutating func scale(by scaling: ValueScaling) {
        self.scaling = scaling
        ahead = ahead.map { scaling.applied(to: $0) }
    }

    /// Makes sure that there is an image, before memory is made ready for what a damaged header may have promised too large.
    public mutating func requireImage() throws {
        ahead = try next(atMost: 1)
        if ahead == nil { throw ImageError("\(name): it holds no images") }
    }

    /// CRC-32 of the image that has been seen to be there and not been handed out, to tell it from another.
    public var nextChecksum: UInt32? { ahead.map { CRC32.of($0.bytes) } }

    /// The next images, at most as many as asked for; nil at the end.
    public mutating func next(atMost count: Int) throws -> TensorBatch? {
        if var batch = ahead, count > 0 {
            ahead = nil
            if let more = try next(atMost: count - batch.count) { batch.append(more) }
            return batch
        }
        let first = reader.itemsRead
        guard let batch = try reader.next(atMost: count) else { return nil }
        return try taken(batch, firstItem: first)
    }

    /// The next images, at most as many as asked for; and those beyond where they are the last and fewer than `fewest`.
    mutating func next(atMost count: Int, leaving fewest: Int) throws -> TensorBatch? {
        guard var batch = try next(atMost: count) else { return nil }
        ahead = try next(atMost: fewest)
        if let last = ahead, last.count < fewest {
            batch.append(last)
            ahead = nil
        }
        return batch
    }

    /// All images that are left; none at all is an error.
    public mutating func all() throws -> TensorBatch {
        guard let batch = try next(atMost: .max) else { throw ImageError("\(name): it holds no images") }
        return batch
    }

    /// All images that are left of every so manieth run of them, and passes over the others.
    ///
    /// - Parameters:
    ///   - rank: which run is the first of them, from 0.
    ///   - count: how many ranks the runs are dealt out to.
    ///   - length: images of a run.
    mutating func runs(ofRank rank: Int, of count: Int, length: Int) throws -> TensorBatch {
        if count == 1 { return try all() }
        var runs = TensorBatch(empty: ItemFormat(type: takenType, shape: shape))
        var number = 0
        while true {
            if number % count == rank {
                guard let run = try next(atMost: length) else { return runs }
                runs.append(run)
            } else if try skip(length) < length {
                return runs
            }
            number += 1
        }
    }

    /// Passes over images; returns how many there were.
    public mutating func skip(_ count: Int) throws -> Int {
        guard let images = ahead else { return try reader.skip(count) }
        let passed = min(count, images.count)
        ahead = passed < images.count ? images.items(in: passed..<images.count) : nil
        return passed + (try reader.skip(count - passed))
    }

    /// The numbers of codes, each of which there must be.
    private func checked(_ batch: TensorBatch, ofCodes codes: Int, firstItem: Int) throws -> TensorBatch {
        let values = batch.doubles()
        let number = values.firstIndex { Int(exactly: $0).map((0..<codes).contains) != true }
        if let number {
            throw ImageError(
                "\(title(firstItem + number / batch.format.valuesPerItem)): a code is "
                    + "\(NumberText.of(values[number])), but there are codes 0 to \(codes - 1); vae-encode --codes writes maps of them"
            )
        }
        return TensorBatch(format: ItemFormat(type: .f32, shape: shape), floats: values.map { Float($0) })
    }

    /// How messages call an item that has been read.
    private func title(_ number: Int) -> String { reader.title(ofItem: number) }

    /// What type items have as they are handed out.
    private var takenType: ElementType {
        switch items {
        case .pixels: type == .u8 ? .u8 : .f32
        case .codes, .counts: .f32
        case .numbers: scaling == nil ? type : .f32
        }
    }

    private func taken(_ batch: TensorBatch, firstItem: Int) throws -> TensorBatch {
        switch items {
        case .pixels: return try checked(batch, firstItem: firstItem)
        case .codes(let codes): return try checked(batch, ofCodes: codes, firstItem: firstItem)
        case .numbers:
            try checkNumbers(batch, firstItem: firstItem)
            return scaling?.applied(to: batch) ?? batch
        case .counts: return try counts(batch, firstItem: firstItem)
        }
    }

    /// Numbers of any size, but those that float32 has not.
    private func checkNumbers(_ batch: TensorBatch, firstItem: Int) throws {
        guard type.isFloatingPoint else { return }
        let values = batch.doubles()
        guard let bad = values.firstIndex(where: { !Float($0).isFinite }) else { return }
        let (item, place) = bad.quotientAndRemainder(dividingBy: batch.format.valuesPerItem)
        throw ImageError(
            "\(title(firstItem + item)): value \(place + 1) is \(NumberText.of(values[bad])); values are finite "
                + "float32 numbers: tsv2idx --missing fills in those that are missing")
    }

    /// The largest count that float32 tells from the next.
    private static let largestCount = 1 << 24

    /// Whole numbers from 0, as f32.
    private func counts(_ batch: TensorBatch, firstItem: Int) throws -> TensorBatch {
        let values = batch.doubles()
        let bad = values.firstIndex { Int(exactly: $0).map((0...Self.largestCount).contains) != true }
        if let bad {
            let (item, place) = bad.quotientAndRemainder(dividingBy: batch.format.valuesPerItem)
            throw ImageError(
                "\(title(firstItem + item)): value \(place + 1) is \(NumberText.of(values[bad])); counts are whole "
                    + "numbers from 0 to \(Self.largestCount)")
        }
        return TensorBatch(format: ItemFormat(type: .f32, shape: shape), floats: values.map { Float($0) })
    }

    private func checked(_ batch: TensorBatch, firstItem: Int) throws -> TensorBatch {
        if type == .u8 { return batch }
        let format = ItemFormat(type: .f32, shape: shape)
        let values = batch.floats()
        if let bad = values.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
            throw ImageError(
                "\(title(firstItem + bad / format.valuesPerItem)): a pixel is \(NumberText.of(values[bad])); "
                    + "floating-point pixels lie within [0, 1]" + Self.way(from: values[bad]))
        }
        return type == .f32 ? batch : TensorBatch(format: format, floats: values)
    }

    /// How pixels on another scale, one of which is `value`, come to lie within [0, 1].
    private static func way(from value: Float) -> String {
        switch value {
        case 1...255: ": x / 255 in NumPy puts those from 0 to 255 there, before npy2idx" + otherWay
        case -1...0: ": (x + 1) / 2 in NumPy puts those from -1 to 1 there, before npy2idx" + otherWay
        default: value.isFinite ? otherWay : ""
        }
    }

    /// What there is for values that are no pixels.
    private static let otherWay = "; vae-fit --scale takes values that are no pixels"
}
