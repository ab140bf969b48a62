import CommandSupport
import Synthesis
import TensorStreams

/// Makes images out of nothing but a seed: drawn digits, or sprites whose factors are known.
@main
struct IdxSynth {
    enum Subject: String, CaseIterable { case digits, sprites }

    static let count = StandardOptions.count(
        help: "how many images (default: 1000 digits; every one of the 737280 sprites, in order)")
    static let size = Option.integer(
        "size", value: "PIXELS", default: 28, in: 8...1024, help: "side of the images of digits")
    static let labels = StandardOptions.labels(
        file: .written, help: "write which digits they are to FILE, an IDX file")
    static let factors = Option.text(
        "factors", value: "FILE", file: .written, help: "write what the sprites are to FILE, a table")

    static let command = Command(
        name: "idx-synth", summary: "Write a stream of drawn digits or of sprites.",
        operands: .required("digits|sprites"),
        options: [
            count, StandardOptions.seed, size, labels, factors, StandardOptions.output, StandardOptions.quiet,
        ],
        examples: [
            ("idx-synth digits -n 60000 --labels labels.idx > digits.idx", "as many drawn digits as MNIST has"),
            ("idx-synth sprites -n 5000 --factors factors.tsv -o sprites.idx", "a sample of the sprites"),
        ])

    static func main() {
        command.run { arguments in
            let subject = try arguments.choice(operand: 0, of: Subject.self)
            try check(arguments, for: subject)
            try Terminal.refuseBinaryOutput(to: arguments[StandardOptions.output])
            switch subject {
            case .digits: try DigitRun(arguments).run()
            case .sprites: try SpriteRun(arguments).run()
            }
        }
    }

    private static func check(_ arguments: Arguments, for subject: Subject) throws {
        if subject == .digits, arguments.isGiven(factors) {
            throw UsageError("--factors goes with sprites: digits have --labels")
        }
        if subject == .sprites, arguments.isGiven(labels) {
            throw UsageError("--labels goes with digits: sprites have --factors")
        }
        if subject == .sprites, arguments.isGiven(size) {
            throw UsageError("--size goes with digits: sprites are 64×64")
        }
        let side = arguments[labels] ?? arguments[factors]
        if side == "-", (arguments[StandardOptions.output] ?? "-") == "-" {
            throw UsageError("images and what they are cannot both go to standard output")
        }
    }
}
