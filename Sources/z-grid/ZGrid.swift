import CommandSupport
import Latents

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
            steps, axes, LatentOptions.width, LatentOptions.checkpoint, StandardOptions.noHeader,
            StandardOptions.output,
        ],
        details: "Positions are quantiles of the standard normal distribution, so that each stands for the same share "
            + "of it. The first coordinate grows to the right, the second upwards; all others are 0.",
        examples: [
            (
                "z-grid --steps 20 | vae-decode m.ckpt | grid2png --columns 20 > manifold.png",
                "the manifold of a model of two latents"
            )
        ])

    static func main() {
        command.run { arguments in
            let width = try LatentOptions.width(in: arguments) ?? 2
            let chosen = arguments[axes] ?? (width == 1 ? [1] : [1, 2])
            if chosen.count > 2 { throw UsageError("--axes: one or two coordinates make a grid") }
            let places = try LatentOptions.coordinates(chosen, width: width)
            let count = arguments[steps]
            let positions = (0..<count).map { Float(Normal.quantile((Double($0) + 0.5) / Double(count))) }

            var table = try LatentTable(arguments, width: width)
            var latent = [Float](repeating: 0, count: width)
            for high in places.count == 2 ? positions.reversed() : [0] {
                if places.count == 2 { latent[places[1]] = high }
                for right in positions {
                    latent[places[0]] = right
                    try table.write([], latent)
                }
            }
            try table.finish()
        }
    }
}
