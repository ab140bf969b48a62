import Latents

/// A way through latents, written as it is walked; a stretch is written when its end is known, all but that end.
struct Walk {
    let way: Interpolation
    let steps: Int
    private var first: LatentRow?
    private var last: LatentRow?

    init(way: Interpolation, steps: Int) {
        self.way = way
        self.steps = steps
    }

    /// Walks from where we are to the row, which itself is not yet written.
    mutating func go(to row: LatentRow, _ table: inout LatentTable) throws {
        if let last { try stretch(from: last, to: row, &table) }
        first = first ?? row
        last = row
    }

    /// Writes the row where the walk ends.
    func arrive(_ table: inout LatentTable) throws {
        if let last { try table.write(last.leading, last.latent) }
    }

    /// Walks back to the first row, which has been written.
    func close(_ table: inout LatentTable) throws {
        if let first, let last { try stretch(from: last, to: first, &table) }
    }

    private func stretch(from a: LatentRow, to b: LatentRow, _ table: inout LatentTable) throws {
        for step in 0..<steps - 1 {
            let t = Double(step) / Double(steps - 1)
            try table.write(t <= 0.5 ? a.leading : b.leading, way.point(from: a.latent, to: b.latent, at: t))
        }
    }
}
