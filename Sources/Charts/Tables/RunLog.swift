/// What line charts know of the log of a training run (`--log` of vae-fit and clf-fit): its losses are means over the images
/// seen since the row before.
///
/// Among rows of equally many steps, one that ends an epoch may stand for a few alone. Its mean is so much noisier that it
/// would draw a spike, which says nothing of the training.
package enum RunLog {
    /// Counts the images seen.
    package static let counter = "seen"

    /// Whether a table with these columns is such a log.
    package static func isOne(_ columns: [String]) -> Bool { ["epoch", "step", counter].allSatisfy(columns.contains) }

    /// Whether the values of a column are such means: all are but counters, the state of the run, and what is measured on
    /// other images.
    package static func holdsMeans(_ column: String) -> Bool {
        !["epoch", "step", counter, "lr", "items_per_s", "seconds"].contains(column) && !column.hasPrefix("val_")
    }

    /// The column of what is measured on the images that are trained on, where this one is of images kept aside.
    package static func trained(beside column: String) -> String? {
        column.hasPrefix("val_") ? String(column.dropFirst("val_".count)) : nil
    }

    /// Joins each row that stands for less than half of the images that rows usually do with the one before it: the points
    /// are those of a log without that row. They stay as they are where `seen` does not rise.
    package static func joiningShortRows(xs: [Double], ys: [Double], seen: [Double]) -> (xs: [Double], ys: [Double]) {
        let counts = zip(seen.dropFirst(), seen).map { $0 - $1 }
        guard counts.allSatisfy({ $0 > 0 }), !counts.isEmpty else { return (xs, ys) }
        let usual = counts.sorted()[counts.count / 2]
        // Of a log that begins in the middle it is not known what its first row stands for.
        var joined = [(x: xs[0], sum: ys[0] * usual, count: usual)]
        for (row, count) in counts.enumerated() {
            let last = joined[joined.count - 1]
            if count < usual / 2, last.count + count <= usual * 1.5 {
                joined.removeLast()
                joined.append((xs[row + 1], last.sum + ys[row + 1] * count, last.count + count))
            } else {
                joined.append((xs[row + 1], ys[row + 1] * count, count))
            }
        }
        return (joined.map(\.x), joined.map { $0.sum / $0.count })
    }
}
