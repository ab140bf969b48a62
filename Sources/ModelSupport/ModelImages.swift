import CommandSupport
import TensorStreams
import Threads
import VAEKit

/// A stream of images for a model that is there already, with their labels where a file names them.
///
/// Ranks share a file by reading each its own batches of it; of what can be read once only, the first hands them out.
public struct ModelImages {
    private var source: ImageSource
    private let model: any Model
    private let ranks: RunRanks
    private let isReadByEach: Bool
    private let firstID: Int
    public let labels: Labels?
    /// Images handed out so far, or passed over for other ranks.
    public private(set) var count = 0

    /// Opens the input and checks that its images have the shape that the model was made for.
    ///
    /// - Parameter firstID: the first image's number in what the input is a part of.
    public init(
        _ operands: ModelOperands, labels: Labels?, model: some Model, firstID: Int, on ranks: RunRanks
    ) throws {
        try Terminal.refuseTerminalInput(from: operands.input)
        (self.labels, self.model, self.firstID, self.ranks) = (labels, model, firstID, ranks)
        isReadByEach = try ranks.isReadByEach(operands.input)
        source = try ImageSource(
            isReadByEach
                ? IDXReader(ByteReader.open(operands.input)) : Self.handedOut(operands.input, by: ranks),
            items: model.items)
        if let scaling = model.scaling { source.scale(by: scaling) }
        try Self.check(source, fits: model, named: operands.checkpoint)
        try model.check(labels, named: operands.checkpoint)
    }

    /// Images that the first rank reads; the others have the same, but none of them.
    private static func handedOut(_ path: String, by ranks: RunRanks) throws -> IDXReader {
        var own: IDXReader?
        let empty = try ranks.told {
            var reader = IDXReader(try ByteReader.open(path))
            let format = try reader.requiredFormat()
            own = reader
            return format.emptyTensor
        }
        return own ?? IDXReader(ByteReader(empty, name: path))
    }

    /// Throws where the images are not of the model's shape.
    public static func check(_ source: ImageSource, fits model: some Model, named checkpoint: String) throws {
        guard source.hasImages(of: model.imageShape) else {
            throw ImageError(
                "\(source.name): its images are \(shapeText(source.shape)), but the model of \(checkpoint) "
                    + "takes \(shapeText(model.imageShape))" + source.way(to: model.imageShape))
        }
    }

    private static func shapeText(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: "×") }

    /// How messages call the input.
    public var name: String { source.name }
    public var hasLabels: Bool { labels != nil }
    /// Which levels the pixels read so far take.
    public var levels: PixelLevels { source.levels }
    /// Images promised by the headers read so far, for progress.
    public var announced: Int { source.itemsAnnounced }

    /// The next images and their first number; nil at the end, where the number of labels is checked.
    public mutating func next(atMost size: Int) throws -> (images: LabelledImages, first: Int)? {
        guard let images = try source.next(atMost: size) else {
            try labels?.checkCount(count, of: source.name)
            return nil
        }
        let first = count
        count += images.count
        guard let labels else { return (LabelledImages(images), first) }
        return (LabelledImages(images, labels: try labels.values(of: first..<count, in: source.name)), first)
    }

    /// What becomes of the batches that are left, worked on by all ranks, and several threads of each, with an evaluator of
    /// their own.
    public func evaluated<Output: Parcelled>(
        by model: Autoencoder, _ arguments: Arguments, redraws: Bool = false,
        _ work: @escaping (Evaluator, _ images: LabelledImages, _ first: Int) -> Output
    ) throws -> ImageWork<Output> {
        try evaluated(by: model, arguments, redraws: redraws, inTurn: false) { evaluator in { work(evaluator, $0, $1) }
        }
    }

    /// The same, where what works on batches is made once for each evaluator.
    ///
    /// - Parameters:
    ///   - redraws: whether each pixel is drawn.
    ///   - inTurn: whether one evaluator has all threads, for batches that are long work.
    public func evaluated<Output: Parcelled>(
        by model: Autoencoder, _ arguments: Arguments, redraws: Bool = false, inTurn: Bool,
        making makeWork: @escaping (Evaluator) -> (_ images: LabelledImages, _ first: Int) -> Output
    ) throws -> ImageWork<Output> {
        try worked(on: Evaluator.batchSize(for: model), arguments, inTurn: inTurn) {
            makeWork(Evaluator(model, team: $0, redraws: redraws))
        }
    }

    /// The same by a model of codes.
    public func evaluated<Output: Parcelled>(
        by model: CodeAutoencoder, _ arguments: Arguments, redraws: Bool = false,
        _ work: @escaping (CodeEvaluator, _ images: LabelledImages, _ first: Int) -> Output
    ) throws -> ImageWork<Output> {
        try worked(on: CodeEvaluator.batchSize(for: model), arguments, inTurn: false) {
            let evaluator = CodeEvaluator(model, team: $0, redraws: redraws)
            return { work(evaluator, $0, $1) }
        }
    }

    /// The same by a classifier.
    public func evaluated(
        by model: Classifier, _ arguments: Arguments
    ) throws -> ImageWork<ClassifierEvaluator.Classification> {
        try worked(on: ClassifierEvaluator.batchSize(for: model), arguments, inTurn: false) {
            let evaluator = ClassifierEvaluator(model, team: $0)
            return { images, _ in evaluator.classify(images) }
        }
    }

    private func worked<Output: Parcelled>(
        on size: Int, _ arguments: Arguments, inTurn: Bool,
        making makeWork: @escaping (ThreadTeam) -> (_ images: LabelledImages, _ first: Int) -> Output
    ) throws -> ImageWork<Output> {
        try ranks.agree(on: identity)
        var images = self
        let threads = arguments[StandardOptions.threads] ?? ranks.threads
        let work = SharedWork<ImagesAtWork, WorkedImages<Output>>(
            on: ranks.group, threads: inTurn ? 1 : threads, isHandedOut: !isReadByEach,
            read: { try images.nextAtWork(atMost: size) },
            makeWorker: {
                let work = makeWork(ThreadTeam(threads: inTurn ? threads : 1))
                return { WorkedImages(work($0.images, firstID + $0.first), of: $0) }
            })
        return ImageWork(work, levels: levels)
    }

    /// The next images that this rank has to read.
    private mutating func nextAtWork(atMost size: Int) throws -> ImagesAtWork? {
        if isReadByEach {
            let others = count == 0 ? ranks.group.rank : ranks.group.count - 1
            count += try source.skip(others * size)
        }
        return try next(atMost: size).map { ImagesAtWork($0.images, first: $0.first, greatest: levels.greatest) }
    }

    /// What all ranks must have alike.
    private var identity: [(String, String)] {
        [
            RunRanks.build, ("weights", "\(model.checksum)"),
            ("images", "\(Self.shapeText(source.shape)), \(isReadByEach ? "\(announced)" : "read by the first")"),
        ]
    }

    /// The fields that lead the row of an item of the input: its number in the whole, and its label where there are labels.
    public func leading(_ item: Int) throws -> [TableValue] {
        guard let labels else { return [.integer(firstID + item)] }
        return [.integer(firstID + item), labels.shown(try labels.label(of: item, in: source.name))]
    }

    /// Their names.
    public var leadingColumns: [String] { hasLabels ? ["id", "label"] : ["id"] }
}
