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
            steps, axes, LatentOptions.width, LatentOptions.checkpoint, LatentOptions.label, StandardOptions.noHeader,
            StandardOptions.output,
        ],
        details: "Positions are quantiles of the standard normal distribution, so that each stands for the same share "
            + "of it. The first coordinate grows to the right, the second upwards; all others are 0. Each class of --label "
            + "has a grid of its own.",
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
            let positions = (0..<count).map { Float(Normal.quantile((Double($0) + 0.5) / Double(count))) }

            var table = try LatentTable(arguments, leading: request.leadingColumns, width: width)
            for leading in request.leading {
                try write(places, positions, width: width, leading, to: &table)
            }
            try table.finish()
        }
    }

    /// Writes one grid.
    private static func write(
        _ places: [Int], _ positions: [Float], width: Int, _ leading: [TableValue], to table: inout LatentTable
    ) throws {
        var latent = [Float](repeating: 0, count: width)
        for high in places.count == 2 ? positions.reversed() : [0] {
            if places.count == 2 { latent[places[1]] = high }
            for right in positions {
                latent[places[0]] = right
                try table.write(leading, latent)
            }
        }
    }
}
