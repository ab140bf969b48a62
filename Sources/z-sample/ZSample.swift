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
            count, LatentOptions.width, LatentOptions.checkpoint, StandardOptions.seed, StandardOptions.noHeader,
            StandardOptions.output,
        ],
        examples: [
            ("z-sample -n 100 --for m.ckpt | vae-decode m.ckpt | grid2png > new.png", "a hundred new images")
        ])

    static func main() {
        command.run { arguments in
            let width = try LatentOptions.width(in: arguments) ?? 2
            var source = RandomSource(seed: UInt64(arguments[StandardOptions.seed]))
            var table = try LatentTable(arguments, width: width)
            for _ in 0..<arguments[count] {
                try table.write([], (0..<width).map { _ in Normal.draw(&source) })
            }
            try table.finish()
        }
    }
}
