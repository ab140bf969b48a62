import CommandSupport
import Latents
import TensorStreams

@main enum ZSample {
    static let count = StandardOptions.count(default: 100, help: "how many latents to draw")

    static let command = Command(
        name: "z-sample",
        summary: "Draw latents from the standard normal prior, as a table.",
        operands: .none,
        options: [
            count, LatentOptions.width, LatentOptions.checkpoint, LatentOptions.label, StandardOptions.seed,
            StandardOptions.noHeader,
            StandardOptions.output,
        ],
        details: "Several classes of --label take turns.",
        examples: [
            ("z-sample -n 100 --for m.ckpt | vae-decode m.ckpt | grid2png > new.png", "a hundred new images")
        ])

    static func main() {
        command.run { arguments in
            let request = try LatentRequest(arguments)
            let (width, leading) = (request.width ?? 2, request.leading)
            var source = RandomSource(seed: UInt64(arguments[StandardOptions.seed]))
            var table = try LatentTable(arguments, leading: request.leadingColumns, width: width)
            for row in 0..<arguments[count] {
                try table.write(leading[row % leading.count], (0..<width).map { _ in Normal.draw(&source) })
            }
            try table.finish()
        }
    }
}
