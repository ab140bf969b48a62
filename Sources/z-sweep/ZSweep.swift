import CommandSupport
import Latents
import TensorStreams

@main enum ZSweep {
    static let steps = Option.integer(
        "steps", value: "N", default: 11, in: 2...1_000_000, help: "how many values each coordinate takes")
    static let range = Option.number(
        "range", value: "R", default: 3, in: Double.leastNonzeroMagnitude...1e6,
        help: "run from -R to R, in standard deviations")
    static let axes = LatentOptions.axes(value: "I,J,...", defaultText: "all", help: "which coordinates run, in order")
    static let from = Option.text(
        "from", value: "FILE", defaultText: "the middle", file: .read,
        help: "keep the others as in the first row of a table")

    static let command = Command(
        name: "z-sweep",
        summary: "Sweep one latent coordinate at a time, as a table.",
        operands: .none,
        options: [
            steps, range, axes, LatentOptions.width, LatentOptions.extent, from, StandardOptions.noHeader,
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
            let request = try LatentRequest(arguments)
            let base = try base(arguments, width: request.width)
            let extent = try request.extents(width: request.width ?? base?.count ?? 2)[0]
            let places = try arguments[axes].map { try LatentOptions.coordinates($0, width: extent.mean.count) }
            let (count, reach) = (arguments[steps], arguments[range])
            var table = try LatentTable(arguments, leading: ["label"], width: extent.mean.count)
            for place in places ?? Array(extent.mean.indices) {
                var latent = base ?? extent.centre
                for step in 0..<count {
                    latent[place] = extent.value(place, at: reach * (2 * Double(step) / Double(count - 1) - 1))
                    try table.write([.text("z\(place + 1)")], latent)
                }
            }
            try table.finish()
        }
    }

    /// The latent of `--from`, that all sweeps pass by.
    static func base(_ arguments: Arguments, width: Int?) throws -> [Float]? {
        guard let path = arguments[from] else { return nil }
        var reader = try LatentReader(path)
        if let width, reader.width != width {
            throw Failure("\(reader.name): latents of width \(reader.width), where \(width) was expected")
        }
        guard let row = try reader.next() else { throw Failure("\(reader.name): the table has no rows") }
        return row.latent
    }
}
