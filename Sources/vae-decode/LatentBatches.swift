import CommandSupport
import Latents
import ModelSupport
import Threads
import VAEKit

/// Rows of latents on their way to images.
struct LatentBatch: Parcelled {
    /// Number of the first row, from 0.
    let first: Int
    /// items × latent.
    var latents: [Float] = []
    /// The class of each.
    var labels: [Int] = []

    init(first: Int) { self.first = first }

    init(from parcel: inout Parcel) {
        first = parcel.take()
        latents = parcel.take()
        labels = parcel.take()
    }

    func put(into parcel: inout Parcel) {
        parcel.put(first)
        parcel.put(latents)
        parcel.put(labels)
    }
}

/// The latents of a table, batch by batch.
struct LatentBatches {
    private var latents: LatentReader
    private let classes: LatentClasses
    private var count = 0

    /// - Parameter level: of the latents, counted from 0.
    /// - Throws: `Failure` where the latents are not as wide as the model's, or what `LatentReader` and `LatentClasses` throw.
    init(_ operands: ModelOperands, for model: Autoencoder, level: Int, _ arguments: Arguments) throws {
        latents = try LatentReader(operands.input)
        let description = model.description
        guard latents.width == description.latents[level] else {
            throw Failure(
                "\(latents.name): its latents have \(latents.width) columns, but the model of \(operands.checkpoint) "
                    + "has \(description.latents[level])"
                    + (description.upper.isEmpty ? "" : " at level \(level + 1)"))
        }
        classes = try LatentClasses(
            model, latents, label: arguments[DecodeOptions.label], levels: arguments.levels(of: nil),
            named: operands.checkpoint)
    }

    /// How messages call the input.
    var name: String { latents.name }

    /// The next rows, as many as asked for unless the table ends before; nil at the end.
    mutating func next(atMost rows: Int) throws -> LatentBatch? {
        var batch = LatentBatch(first: count)
        while batch.labels.count < rows, let row = try latents.next() {
            count += 1
            batch.latents += row.latent
            batch.labels.append(try classes.label(of: row, number: count))
        }
        return batch.labels.isEmpty ? nil : batch
    }
}
