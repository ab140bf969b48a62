import CommandSupport
import TensorStreams

/// Makes pixels of 0 and 255 of values of 0 and 1.
struct Ink {
    private let name: String

    /// Throws where the values are no bytes.
    init(of format: ItemFormat, in name: String) throws {
        guard format.type == .u8 else {
            throw Failure("\(name): --binary: values are \(format.type.name), and u8 is expected")
        }
        self.name = name
    }

    /// - Parameter items: how many have gone before.
    func pixels(of batch: TensorBatch, after items: Int) throws -> TensorBatch {
        if let place = batch.bytes.firstIndex(where: { $0 > 1 }) {
            throw Failure(
                "\(name): item \(items + place / batch.format.valuesPerItem): a value of \(batch.bytes[place]), where "
                    + "--binary expects 0 and 1")
        }
        return TensorBatch(format: batch.format, count: batch.count, bytes: batch.bytes.map { 0 &- $0 })
    }
}
