import CommandSupport
import TensorStreams
import Threads
import VAEKit

/// A stream of images for a model that is there already, with their labels where a file names them.
public struct ModelImages {
    private var source: ImageSource
    public let labels: Labels?
    /// Images handed out so far.
    public private(set) var count = 0

    /// Opens the input and checks that its images have the shape that the model was made for.
    public init(_ operands: ModelOperands, labels: Labels?, model: some Model) throws {
        try Terminal.refuseTerminalInput(from: operands.input)
        self.labels = labels
        source = try ImageSource(IDXReader(try ByteReader.open(operands.input)), items: model.items)
        if let scaling = model.scaling { source.scale(by: scaling) }
        try Self.check(source, fits: model, named: operands.checkpoint)
        try model.check(labels, named: operands.checkpoint)
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

    /// Batches at work, each with the number of its first image, and what becomes of them, with the numbers of its images.
    public typealias Work<Output> = OrderedWork<
        (images: LabelledImages, first: Int), (output: Output, items: Range<Int>)
    >

    /// What becomes of the batches that are left, worked on by several threads, each with an evaluator of its own.
    public func evaluated<Output>(
        by model: Autoencoder, _ arguments: Arguments, redraws: Bool = false,
        _ work: @escaping (Evaluator, _ images: LabelledImages, _ first: Int) -> Output
    ) -> Work<Output> {
        evaluated(by: model, arguments, redraws: redraws, inTurn: false) { evaluator in { work(evaluator, $0, $1) } }
    }

    /// The same, where what works on batches is made once for each evaluator.
    ///
    /// - Parameters:
    ///   - redraws: whether each pixel is drawn.
    ///   - inTurn: whether one evaluator has all threads, for batches that are long work.
    public func evaluated<Output>(
        by model: Autoencoder, _ arguments: Arguments, redraws: Bool = false, inTurn: Bool,
        making makeWork: @escaping (Evaluator) -> (_ images: LabelledImages, _ first: Int) -> Output
    ) -> Work<Output> {
        worked(on: Evaluator.batchSize(for: model), arguments, inTurn: inTurn) {
            makeWork(Evaluator(model, team: $0, redraws: redraws))
        }
    }

    /// The same by a model of codes.
    public func evaluated<Output>(
        by model: CodeAutoencoder, _ arguments: Arguments, redraws: Bool = false,
        _ work: @escaping (CodeEvaluator, _ images: LabelledImages, _ first: Int) -> Output
    ) -> Work<Output> {
        worked(on: CodeEvaluator.batchSize(for: model), arguments, inTurn: false) {
            let evaluator = CodeEvaluator(model, team: $0, redraws: redraws)
            return { work(evaluator, $0, $1) }
        }
    }

    private func worked<Output>(
        on size: Int, _ arguments: Arguments, inTurn: Bool,
        making makeWork: @escaping (ThreadTeam) -> (_ images: LabelledImages, _ first: Int) -> Output
    ) -> Work<Output> {
        var images = self
        let threads = arguments[StandardOptions.threads] ?? Processors.usable
        return OrderedWork(
            threads: inTurn ? 1 : threads,
            read: { try images.next(atMost: size) },
            makeWorker: {
                let work = makeWork(ThreadTeam(threads: inTurn ? threads : 1))
                return { (work($0.images, $0.first), $0.first..<$0.first + $0.images.count) }
            })
    }

    /// The fields that lead the row of an item: its number, and its label where there are labels.
    public func leading(_ item: Int) throws -> [TableValue] {
        guard let labels else { return [.integer(item)] }
        return [.integer(item), labels.shown(try labels.label(of: item, in: source.name))]
    }

    /// Their names.
    public var leadingColumns: [String] { hasLabels ? ["id", "label"] : ["id"] }
}
