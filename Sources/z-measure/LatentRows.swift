import CommandSupport
import Disentanglement
import Latents
import TensorStreams

/// The latents of a table, and what a posterior needs where the table has it.
struct LatentRows {
    private var columns: [[Double]]
    private let places: [Int]
    private let posterior: (means: [Int], logVariances: [Int])?

    /// Throws what `LatentColumns` does.
    init(of table: TableReader) throws {
        let latents = try LatentColumns(of: table).places
        let means = try LatentColumns("mu", of: table)?.places
        let logVariances = try LatentColumns("logvar", of: table)?.places
        if let means, let logVariances, means.count == logVariances.count {
            let first = latents.count
            posterior = (Array(first..<first + means.count), Array(first + means.count..<first + 2 * means.count))
            places = latents + means + logVariances
        } else {
            (posterior, places) = (nil, latents)
        }
        width = latents.count
        columns = [[Double]](repeating: [], count: places.count)
    }

    /// Coordinates of the latents.
    let width: Int

    mutating func read(_ table: TableReader) throws {
        for (column, place) in places.enumerated() { columns[column].append(try table.number(place)) }
    }

    var latents: [[Double]] { Array(columns.prefix(width)) }

    /// Nil where there are no columns `mu1` … and `logvar1` ….
    var posteriors: Posteriors? {
        posterior.map { places in
            Posteriors(means: places.means.map { columns[$0] }, logVariances: places.logVariances.map { columns[$0] })
        }
    }
}
