import CommandSupport
import ModelSupport

/// Batches of images that a model has been at work on.
enum EvaluatedBatches {
    /// Hands out what was made of batch after batch, with the numbers of its images, of which there must be one at least.
    ///
    /// - Returns: how many images there were; nil on ranks that only had a part in the work.
    static func forEach<Output>(
        of work: ImageWork<Output>, _ images: ModelImages, _ arguments: Arguments, on ranks: RunRanks,
        _ body: (Output, Range<Int>) throws -> Void
    ) throws -> Int? {
        let progress = Progress(
            "evaluating", total: images.announced, unit: "images", quiet: arguments[StandardOptions.quiet])
        var count = 0
        while let (output, items) = try work.next() {
            try body(output, items)
            count = items.upperBound
            progress.advance(to: count)
        }
        progress.finish()
        guard ranks.isFirst else { return nil }
        guard count > 0 else { throw Failure("\(images.name): it holds no images") }
        return count
    }

    static func notFinite(_ what: String, _ name: String, item: Int, _ arguments: Arguments) -> Failure {
        Failure("\(name): item \(item): \(what) is not finite under the model of \(arguments.operands[0])")
    }
}
