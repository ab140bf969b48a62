import CommandSupport
import Latents
import TensorStreams

@main enum ZSweep {
    static let steps = Option.integer(
        "steps", value: "N", default: 11, in: 2...1_000_000, help: "how many values each coordinate takes")
    static let range = Option.number(
        "range", value: "R", default: 3, in: Double.leastNonzeroMagnitude...1e6, help: "run from -R to R")
    static let axes = LatentOptions.axes(value: "I,J,...", defaultText: "all", help: "which coordinates run, in order")
    static let from = Option.text(
        "from", value: "FILE", defaultText: "zeros", file: .read,
        help: "keep the others as in the first row of a table")

    static let command = Command(
        name: "z-sweep",
        summary: "Sweep one latent coordinate at a time, as a table.",
        operands: .none,
        options: [
            steps, range, axes, LatentOptions.width, LatentOptions.checkpoint, from, StandardOptions.noHeader,
            StandardOptions.output,
        ],
        examples: [
            (
                "z-sweep --for m.ckpt | vae-decode m.ckpt | grid2png --columns 11 > sweep.png",
                "a line of images for what each coordinate does"
            )
        ])

    static func main() {
        command.run { arguments in
            let base = try base(arguments)
            let places = try arguments[axes].map { try LatentOptions.coordinates($0, width: base.count) }
            let (count, reach) = (arguments[steps], arguments[range])
            var table = try LatentTable(arguments, leading: ["label"], width: base.count)
            for place in places ?? Array(base.indices) {
                var latent = base
                for step in 0..<count {
                    latent[place] = Float(reach * (2 * Double(step) / Double(count - 1) - 1))
                    try table.write([.text("z\(place + 1)")], latent)
                }
            }
            try table.finish()
        }
    }

    /// The latent that all sweeps pass by.
    static func base(_ arguments: Arguments) throws -> [Float] {
        let width = try LatentRequest(arguments).width
        guard let path = arguments[from] else { return [Float](repeating: 0, count: width ?? 2) }
        var reader = try LatentReader(path)
        if let width, reader.width != width {
            throw Failure("\(reader.name): latents of width \(reader.width), where \(width) was expected")
        }
        guard let row = try reader.next() else { throw Failure("\(reader.name): the table has no rows") }
        return row.latent
    }
}
