import CommandSupport
import Datasets
import TensorStreams

/// Hands out a data set as a stream, fetching it first where it must.
@main
struct MnistFetch {
    static let split = Option.choice(
        "split", of: Split.self, default: .train, help: "which part (valid: binarized-mnist alone)")
    static let labels = Option.flag("labels", help: "the labels instead of the images")
    static let directory = Option.text(
        "directory", short: "d", value: "DIR", help: "save every part to DIR under the usual names")
    static let mirror = Option.text(
        "mirror", value: "URL", help: "ask this folder alone: an http, https or file URL, or a path")
    static let sha256 = Option.text(
        "sha256", value: "HEX", help: "what the file of omniglot, whose checksum is not published, must have")

    static let command = Command(
        name: "mnist-fetch", summary: "Write MNIST, or a data set like it, as a stream of images or labels.",
        operands: .optional("NAME", choices: Catalogue.names),
        options: [split, labels, directory, mirror, sha256, StandardOptions.output, StandardOptions.quiet],
        details: "NAME is one of \(Catalogue.names.joined(separator: ", ")) (default: mnist).",
        examples: [
            ("mnist-fetch | vae-fit -o m.ckpt", "train on MNIST"),
            ("mnist-fetch fashion --split test --labels > labels.idx", "the labels of Fashion-MNIST's test set"),
            ("mnist-fetch -d data --mirror https://example.org/mnist", "save the four files"),
        ])

    static func main() {
        command.run { arguments in
            let dataSet = try held(dataSet(arguments.operands.first ?? "mnist"), arguments[sha256])
            let source = Source(arguments, mirror: arguments[mirror])
            do {
                if let directory = arguments[directory] {
                    try check(arguments)
                    try source.save(dataSet, in: directory)
                } else {
                    let part = try part(of: dataSet, arguments)
                    try Terminal.refuseBinaryOutput(to: arguments[StandardOptions.output])
                    try source.write(part, of: dataSet, to: arguments[StandardOptions.output] ?? "-")
                }
            } catch FetchError.badMirror(let address) where arguments[mirror] == address {
                throw UsageError("--mirror '\(address)': expected an http, https or file URL, or a folder")
            }
        }
    }

    private static func dataSet(_ name: String) throws -> DataSet {
        if let dataSet = Catalogue.dataSet(named: name) { return dataSet }
        let near = nearestNames(to: name, among: Catalogue.names, limit: 1).first.map { "; did you mean \($0)?" }
        throw UsageError("'\(name)': expected one of \(Catalogue.names.joined(separator: ", "))" + (near ?? ""))
    }

    private static func held(_ dataSet: DataSet, _ sha256: String?) throws -> DataSet {
        guard let sha256 else { return dataSet }
        guard dataSet.hasUnknownChecksum else {
            throw UsageError("--sha256 does not go with \(dataSet.name), whose checksums are known")
        }
        guard sha256.count == 64, sha256.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
            throw UsageError("--sha256 \(sha256): expected 64 hexadecimal digits")
        }
        return dataSet.holding(to: sha256.lowercased())
    }

    private static func part(of dataSet: DataSet, _ arguments: Arguments) throws -> Part {
        let kind: Kind = arguments[labels] ? .labels : .images
        if let part = dataSet.part(arguments[split], kind) { return part }
        if !dataSet.parts.contains(where: { $0.kind == kind }) { throw UsageError("\(dataSet.name) has no labels") }
        throw UsageError("\(dataSet.name) has no split '\(arguments[split].rawValue)'")
    }

    private static func check(_ arguments: Arguments) throws {
        let others: [any OptionDescription] = [split, labels, StandardOptions.output]
        for option in others where arguments.isGiven(option) {
            throw UsageError("--\(option.name) does not go with -d, which saves every part")
        }
    }
}
