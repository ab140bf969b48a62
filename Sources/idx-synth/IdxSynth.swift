import CommandSupport
import Synthesis
import TensorStreams

/// Makes images out of nothing but a seed: drawn digits, or sprites whose factors are known.
@main
struct IdxSynth {
    enum Subject: String, CaseIterable { case digits, sprites }

    static let count = StandardOptions.count(
        help: "how many images (default: 1000 digits; every one of the 737280 sprites, in order)")

    static let command = Command(
        name: "idx-synth", summary: "Write a stream of drawn digits or of sprites.",
        operands: .required("digits|sprites"),
        options: [
            count, StandardOptions.seed, DigitRun.size, DigitRun.labels, SpriteRun.factors, StandardOptions.output,
            StandardOptions.quiet,
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
            case .digits: try DigitRun(arguments, count: arguments[count]).run()
            case .sprites: try SpriteRun(arguments, count: arguments[count]).run()
            }
        }
    }

    private static func check(_ arguments: Arguments, for subject: Subject) throws {
        if subject == .digits, arguments.isGiven(SpriteRun.factors) {
            throw UsageError("--factors goes with sprites: digits have --labels")
        }
        if subject == .sprites, arguments.isGiven(DigitRun.labels) {
            throw UsageError("--labels goes with digits: sprites have --factors")
        }
        if subject == .sprites, arguments.isGiven(DigitRun.size) {
            throw UsageError("--size goes with digits: sprites are 64×64")
        }
        let side = arguments[DigitRun.labels] ?? arguments[SpriteRun.factors]
        if side == "-", (arguments[StandardOptions.output] ?? "-") == "-" {
            throw UsageError("images and what they are cannot both go to standard output")
        }
    }
}
