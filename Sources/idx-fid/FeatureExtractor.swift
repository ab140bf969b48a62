import CommandSupport
import SampleQuality
import TensorStreams
import Threads
import VAEKit

/// Turns streams of images into statistics of their features: those of a classifier, or the pixels in [0, 1].
struct FeatureExtractor {
    private let evaluator: ClassifierEvaluator?
    private let width: Int
    private let parts: Int
    private let isQuiet: Bool

    /// What a stream of images comes to.
    struct Sample {
        var statistics: FeatureStatistics
        /// Where there is a classifier.
        var score: InceptionScore?
    }

    init(_ classifier: Classifier?, images: ImageSource, parts: Int, team: ThreadTeam, quiet: Bool) throws {
        width = classifier?.featureCount ?? images.shape.reduce(1, *)
        guard width <= FeatureStatistics.largestWidth else {
            throw Failure(
                "\(classifier == nil ? "images of \(width) values" : "\(width) features") are too many for a covariance: "
                    + "\(FeatureStatistics.largestWidth) at most; use --features with a classifier of few features")
        }
        evaluator = classifier.map { ClassifierEvaluator($0, team: team) }
        self.parts = parts
        isQuiet = quiet
    }

    /// Reads a stream to its end.
    func sample(_ source: inout ImageSource) throws -> Sample {
        var sample = Sample(statistics: FeatureStatistics(width: width))
        if let evaluator { sample.score = InceptionScore(classes: evaluator.model.description.classes, parts: parts) }
        let progress = Progress("measuring", total: source.itemsAnnounced, unit: "images", quiet: isQuiet)
        while let images = try source.next(atMost: evaluator?.batchSize ?? 256) {
            if let evaluator {
                let result = evaluator.classify(LabelledImages(images))
                guard (result.features + result.probabilities).allSatisfy(\.isFinite) else {
                    throw Failure("\(source.name): what the classifier makes of its images is not finite")
                }
                sample.statistics.add(result.features)
                sample.score?.add(result.probabilities)
            } else {
                sample.statistics.add(images.floats())
            }
            progress.advance(to: sample.statistics.count)
        }
        progress.finish()
        guard sample.statistics.count > 1 else {
            throw Failure(
                "\(source.name): it holds \(sample.statistics.count == 1 ? "one image" : "no images"); "
                    + "a covariance needs two at least")
        }
        return sample
    }
}
