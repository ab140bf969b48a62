import CommandSupport
import Latents
import TensorStreams
import Threads
import VAEKit

/// The codes of some images, item by item.
struct CodeBatch: Parcelled {
    let codes: [Int]

    init(_ codes: [Int]) { self.codes = codes }

    init(from parcel: inout Parcel) { codes = parcel.take() }

    func put(into parcel: inout Parcel) { parcel.put(codes) }
}

/// Reads the codes of images one after the other: out of a table, the columns c1 …, or out of a stream of index maps.
struct CodeReader {
    /// How messages call the input.
    let name: String
    private var source: Source
    private let model: CodeAutoencoder
    private var count = 0

    private enum Source {
        case table(TableReader, places: [Int])
        case stream(IDXReader)
    }

    /// Opens what is there; `-` is standard input.
    ///
    /// - Throws: `Failure` where an image has not as many codes as those of the model.
    init(_ path: String, for model: CodeAutoencoder, named checkpoint: String) throws {
        let bytes = try ByteReader.open(path)
        (name, self.model) = (bytes.name, model)
        if try bytes.unpackedStartsWith([0, 0]) {
            var reader = IDXReader(bytes)
            let (shape, wanted) = (try reader.requiredFormat().shapeText, model.codeFormat.shapeText)
            guard shape == wanted else {
                throw Failure("\(name): its items are \(shape), but the codes of \(checkpoint) are \(wanted)")
            }
            source = .stream(reader)
        } else {
            let table = try TableReader(bytes)
            let places = try LatentColumns(of: table, named: ["c"]).places
            guard places.count == model.codesPerImage else {
                throw Failure(
                    "\(name): it has \(places.count) columns of codes, but an image of \(checkpoint) has "
                        + "\(model.codesPerImage)")
            }
            source = .table(table, places: places)
        }
    }

    /// The codes of the next images, as many as asked for unless the input ends before; nil at the end.
    mutating func next(atMost images: Int) throws -> CodeBatch? {
        var codes: [Int] = []
        switch source {
        case .table(var table, let places):
            while codes.count < images * places.count, try table.advance() {
                for place in places { codes.append(try code(Double(try table.float(place)), of: codes.count)) }
            }
            source = .table(table, places: places)
        case .stream(var reader):
            for value in try reader.next(atMost: images)?.doubles() ?? [] {
                codes.append(try code(value, of: codes.count))
            }
            source = .stream(reader)
        }
        count += codes.count / model.codesPerImage
        return codes.isEmpty ? nil : CodeBatch(codes)
    }

    private func code(_ value: Double, of number: Int) throws -> Int {
        let codes = model.description.quantiser.codeCount
        if let code = Int(exactly: value), (0..<codes).contains(code) { return code }
        let place = (count + number / model.codesPerImage + 1, number % model.codesPerImage + 1)
        throw Failure(
            "\(name): row \(place.0): its code \(place.1) is \(NumberText.of(value)), but there are codes 0 to \(codes - 1)"
        )
    }
}
