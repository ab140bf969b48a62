import CommandSupport
import Latents
import TensorStreams

@main enum ZGrid {
    static let steps = Option.integer(
        "steps", value: "N", default: 20, in: 1...1_000_000, help: "how many positions along each coordinate")
    static let axes = LatentOptions.axes(
        value: "I,J", defaultText: "1,2", help: "which coordinates run: two, or a single one")

    static let command = Command(
        name: "z-grid",
        summary: "Lay latents on an even grid of the prior, as a table in reading order.",
        operands: .none,
        options: [
            steps, axes, LatentOptions.width, LatentOptions.extent, LatentOptions.label, StandardOptions.levels,
            StandardOptions.noHeader, StandardOptions.output,
        ],
        details:
            "Positions are quantiles of the standard normal distribution, or of one with the mean and the deviation "
            + "that a density has of the coordinate, so that each stands for the same share of it. The first coordinate "
            + "grows to the right, the second upwards; all others are in the middle. Each class of --label has a grid of "
            + "its own.",
        examples: [
            (
                "z-grid --steps 20 | vae-decode m.ckpt | grid2png --columns 20 > manifold.png",
                "the manifold of a model of two latents"
            )
        ])

    static func main() {
        command.run { arguments in
            let request = try LatentRequest(arguments)
            let width = request.width ?? 2
            let chosen = arguments[axes] ?? (width == 1 ? [1] : [1, 2])
            if chosen.count > 2 { throw UsageError("--axes: one or two coordinates make a grid") }
            let places = try LatentOptions.coordinates(chosen, width: width)
            let count = arguments[steps]
            let positions = (0..<count).map { Normal.quantile((Double($0) + 0.5) / Double(count)) }

            var table = try LatentTable(arguments, leading: request.leadingColumns, width: width)
            for (leading, extent) in zip(request.leading, try request.extents(width: width)) {
                try write(places, positions, extent, leading, to: &table)
            }
            try table.finish()
        }
    }

    /// Writes one grid.
    private static func write(
        _ places: [Int], _ positions: [Double], _ extent: LatentExtent, _ leading: [TableValue],
        to table: inout LatentTable
    ) throws {
        var latent = extent.centre
        for high in places.count == 2 ? positions.reversed() : [0] {
            if places.count == 2 { latent[places[1]] = extent.value(places[1], at: high) }
            for right in positions {
                latent[places[0]] = extent.value(places[0], at: right)
                try table.write(leading, latent)
            }
        }
    }
}
