import CommandSupport
import TensorStreams

/// What is done to every item before it is written: its values put in another order, then turned from white to black.
struct ItemChange {
    static let channelsLast = Option.flag(
        "channels-last", help: "items are channels, rows, columns: put the channels last")
    static let transpose = Option.flag("transpose", help: "make rows of columns, as EMNIST's own files need it")
    static let invert = Option.flag("invert", help: "make white of black: 255 - v of bytes, 1 - v of fractions")

    static let options: [any OptionDescription] = [channelsLast, transpose, invert]

    /// Of the items that are written.
    private(set) var format: ItemFormat
    /// Where in the item that is read each value stands; nil where all stay.
    private let order: [Int]?
    private let isInverted: Bool

    /// Throws `Failure` where items of this format cannot be changed so.
    init(_ arguments: Arguments, format: ItemFormat) throws {
        self.format = format
        var axes = Array(format.shape.indices)
        if arguments[Self.channelsLast] {
            guard axes.count == 3 else { throw Self.failure(Self.channelsLast, format, "of three sizes") }
            axes = [1, 2, 0]
        }
        if arguments[Self.transpose] {
            guard axes.count >= 2 else { throw Self.failure(Self.transpose, format, "of rows and columns") }
            axes.swapAt(0, 1)
        }
        isInverted = arguments[Self.invert]
        if isInverted, format.shape.isEmpty || format.type != .u8 && !format.type.isFloatingPoint {
            throw Self.failure(Self.invert, format, "of bytes or fractions")
        }
        self.format.shape = axes.map { format.shape[$0] }
        order = axes == Array(format.shape.indices) ? nil : Self.order(of: format.shape, axes: axes)
    }

    private static func failure(_ option: Option<Bool>, _ format: ItemFormat, _ wanted: String) -> Failure {
        Failure("--\(option.name): items \(wanted) are needed, but these are \(format)")
    }

    /// For each value of the item with these axes, one after another, its place in an item of the shape.
    private static func order(of shape: [Int], axes: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
        return axes.reduce([0]) { places, axis in
            places.flatMap { place in (0..<shape[axis]).map { place + $0 * strides[axis] } }
        }
    }

    /// - Parameter items: how many have gone before.
    /// - Throws: `Failure` where a value that is to be inverted is no fraction.
    func applied(to batch: TensorBatch, after items: Int) throws -> TensorBatch {
        let batch = order.map { reordered(batch, $0) } ?? batch
        return isInverted ? try inverted(batch, after: items) : batch
    }

    private func reordered(_ batch: TensorBatch, _ order: [Int]) -> TensorBatch {
        let size = format.type.size
        var bytes: [UInt8] = []
        bytes.reserveCapacity(batch.bytes.count)
        for item in stride(from: 0, to: batch.bytes.count, by: max(1, format.bytesPerItem)) {
            for place in order {
                let start = item + place * size
                for byte in start..<start + size { bytes.append(batch.bytes[byte]) }
            }
        }
        return TensorBatch(format: format, count: batch.count, bytes: bytes)
    }

    private func inverted(_ batch: TensorBatch, after items: Int) throws -> TensorBatch {
        var batch = batch
        if format.type.isFloatingPoint {
            let values = batch.doubles()
            if let place = values.firstIndex(where: { !(0...1).contains($0) }) {
                throw Failure(
                    "--invert: item \(items + place / format.valuesPerItem): a value of \(NumberText.of(values[place])), "
                        + "where fractions from 0 to 1 are expected")
            }
        }
        switch format.type {
        case .f32: invert(Float.self, in: &batch.bytes)
        case .f64: invert(Double.self, in: &batch.bytes)
        default: batch.bytes = batch.bytes.map { 255 - $0 }
        }
        return batch
    }

    private func invert<Value: BinaryFloatingPoint & BitwiseCopyable>(_: Value.Type, in bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { raw in
            for start in stride(from: 0, to: raw.count, by: MemoryLayout<Value>.size) {
                let value = 1 - raw.loadUnaligned(fromByteOffset: start, as: Value.self)
                raw.storeBytes(of: value, toByteOffset: start, as: Value.self)
            }
        }
    }
}
