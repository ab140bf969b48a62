import CommandSupport
import ModelSupport
import TensorStreams
import VAEKit

/// The losses of images under a model of codes, on their way out: their means, or a row for each image.
struct CodeLosses {
    private let model: CodeAutoencoder
    private let images: ModelImages
    private let arguments: Arguments
    private let ranks: RunRanks

    /// - Throws: `Failure` or `UsageError` where the options ask for what codes have not.
    init(
        _ model: CodeAutoencoder, _ operands: ModelOperands, _ arguments: Arguments, on ranks: RunRanks
    ) throws {
        (self.model, self.arguments, self.ranks) = (model, arguments, ranks)
        let others: [any OptionDescription] = [EvalOptions.perCoordinate, EvalOptions.nll]
        if let other = others.first(where: { arguments.isGiven($0) }) {
            throw Failure(
                "\(operands.checkpoint): its latents are codes, without coordinates or a density: leave out --\(other.name)"
            )
        }
        if arguments.isGiven(EvalOptions.labels) && !arguments[EvalOptions.perItem] {
            throw UsageError("--labels needs --per-item, or a model that is told classes")
        }
        if arguments[EvalOptions.redraw] {
            try EvalOptions.requireGreyPixels(model.items, model.threshold, named: operands.checkpoint)
        }
        images = try ModelImages(
            operands, labels: arguments.labels(EvalOptions.labels, opening: ranks.open), model: model,
            firstID: arguments[ItemOptions.firstID], on: ranks)
    }

    func write() throws {
        let output = try ByteWriter.create(ranks.output(arguments))
        let isPerItem = arguments[EvalOptions.perItem]
        var table = TableWriter(
            output,
            columns: isPerItem ? images.leadingColumns + ["loss", "recon", "commit", "mse"] : ["metric", "value"],
            header: !arguments[StandardOptions.noHeader])
        var (total, mse) = (BatchLoss(model.terms), 0.0)
        let seed = UInt64(arguments[StandardOptions.seed])
        let work = try images.evaluated(by: model, arguments, redraws: arguments[EvalOptions.redraw]) {
            $0.losses($1, firstItem: $2, seed: seed)
        }
        let count = try EvaluatedBatches.forEach(of: work, images, arguments, on: ranks) { losses, items in
            total += losses.total
            for (item, loss) in zip(items, losses.items) {
                let values = [loss.loss, loss.recon, loss.commit, loss.mse]
                guard values.allSatisfy(\.isFinite) else {
                    throw EvaluatedBatches.notFinite("its loss", images.name, item: item, arguments)
                }
                mse += Double(loss.mse)
                if isPerItem { try table.write(row: try images.leading(item), floats: values) }
            }
        }
        guard let count else { return }
        if !isPerItem {
            for (name, value) in Array(zip(["loss"] + total.names, total.mean.values)) + [("mse", mse / Double(count))]
            {
                try table.write(row: [.text(name), .float(Float(value))])
            }
        }
        try table.finish()
        arguments.noteLevels(images.levels, threshold: model.threshold)
    }
}
