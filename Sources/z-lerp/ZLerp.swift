import CommandSupport
import Latents
import TensorStreams

@main enum ZLerp {
    static let steps = Option.integer(
        "steps", value: "N", default: 10, in: 2...1_000_000, help: "rows from each row to the next, both counted")
    static let slerp = Option.flag("slerp", help: "walk along the great circle, not the straight line")
    static let loop = Option.flag("loop", help: "walk back to the first row")

    static let command = Command(
        name: "z-lerp",
        summary: "Interpolate between the latents of a table, row to row.",
        operands: .optional("FILE"),
        options: [steps, slerp, loop, StandardOptions.noHeader, StandardOptions.output],
        examples: [
            (
                "idx-cat --take 2 t10k-images.gz | vae-encode m.ckpt | z-lerp --steps 12 | vae-decode m.ckpt "
                    + "| grid2png > walk.png",
                "from one image to another in twelve steps"
            )
        ], mayReplaceInput: true)

    static func main() {
        command.run { arguments in
            var reader = try LatentReader(arguments.operands.first ?? "-")
            var table = try LatentTable(arguments, leading: reader.leading, width: reader.width)
            var walk = Walk(way: arguments[slerp] ? .spherical : .linear, steps: arguments[steps])
            while let row = try reader.next() { try walk.go(to: row, &table) }
            if arguments[loop] { try walk.close(&table) } else { try walk.arrive(&table) }
            try table.finish()
        }
    }
}
