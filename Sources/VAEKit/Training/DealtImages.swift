import TensorStreams
import Threads

/// Images that are dealt out to ranks: each has every so manieth run of them in memory, and is sent what it needs of those of
/// others. A lone rank has them all.
///
/// All ranks call the same functions in the same order.
public struct DealtImages {
    /// Those of this rank, in their order.
    package let own: LabelledImages
    /// How many there are, whoever has them.
    public let count: Int
    /// Images that lie together: run number k is with rank k modulo the number of ranks.
    private let run: Int
    let hasLabels: Bool
    let ranks: any RankGroup

    private static let usualRun = 1024

    private init(_ own: LabelledImages, count: Int, run: Int, hasLabels: Bool, ranks: any RankGroup) {
        (self.own, self.count, self.run, self.hasLabels, self.ranks) = (own, count, run, hasLabels, ranks)
    }

    /// Images that a lone rank has in memory.
    public init(_ images: LabelledImages) {
        self.init(
            images, count: images.count, run: Self.usualRun, hasLabels: !images.labels.isEmpty, ranks: LoneRank())
    }

    /// Reads the runs of this rank out of a source that each rank reads for itself, and passes over the others.
    ///
    /// - Throws: `ImageError` or `LabelsError`, or what reading throws.
    public init(_ source: inout ImageSource, labels: Labels?, ranks: any RankGroup) throws {
        let images = try source.runs(ofRank: ranks.rank, of: ranks.count, length: Self.usualRun)
        let count = source.itemsRead
        guard count > 0 else { throw ImageError("\(source.name): it holds no images") }
        try labels?.checkCount(count, of: source.name)
        let dealt = DealtImages(
            LabelledImages(images), count: count, run: Self.usualRun, hasLabels: labels != nil, ranks: ranks)
        let own = labels.map { labels in dealt.numbers(of: ranks.rank).map { labels.values[$0] } }
        self = dealt.holding(LabelledImages(images, labels: own ?? []))
    }

    /// As many images, dealt in the same way, of which this rank has these.
    private func holding(_ own: LabelledImages) -> DealtImages {
        DealtImages(own, count: count, run: run, hasLabels: hasLabels, ranks: ranks)
    }

    /// The same items as a model sees them that scales their values.
    public func scaled(by scaling: ValueScaling) -> DealtImages { holding(own.scaled(by: scaling)) }

    private func owner(of number: Int) -> Int { number / run % ranks.count }

    /// Where an image is among those of the rank that has it.
    private func place(of number: Int) -> Int { number / run / ranks.count * run + number % run }

    /// The numbers of the images that a rank has.
    private func numbers(of rank: Int) -> [Int] {
        stride(from: rank * run, to: count, by: ranks.count * run).flatMap { Array($0..<min($0 + run, count)) }
    }

    /// The images with the given numbers.
    ///
    /// - Parameter wanted: the numbers that each rank asks for; it is given its own, in that order.
    func items(_ wanted: [[Int]]) -> LabelledImages {
        let mine = wanted[ranks.rank]
        if ranks.count == 1 { return own.items(at: mine) }
        let leaving = wanted.map { $0.filter { owner(of: $0) == ranks.rank }.map(place) }
        let (counts, sent) = (leaving.map(\.count), own.items(at: leaving.flatMap { $0 }))
        let arriving = ranks.all.map { rank in mine.count { owner(of: $0) == rank } }
        // What arrives lies by the rank that it comes from.
        var next = ranks.all.map { arriving[..<$0].reduce(0, +) }
        let places = mine.map { number in
            defer { next[owner(of: number)] += 1 }
            return next[owner(of: number)]
        }
        let (format, size) = (sent.images.format, sent.images.format.bytesPerItem)
        let bytes = ranks.exchange(
            sent.images.bytes, counts: counts.map { $0 * size }, arriving: arriving.map { $0 * size })
        let images = TensorBatch(format: format, count: mine.count, bytes: bytes).items(at: places)
        guard hasLabels else { return LabelledImages(images) }
        let labels = ranks.exchange(sent.labels, counts: counts, arriving: arriving)
        return LabelledImages(images, labels: places.map { labels[$0] })
    }

    /// The first of the images, on every rank.
    public func first(_ count: Int) -> LabelledImages {
        let numbers = Array(0..<min(count, self.count))
        return items(ranks.all.map { _ in numbers })
    }

    /// The same images dealt out in other runs.
    package func dealt(inRunsOf run: Int) -> DealtImages {
        ranks.count > 1 && run != self.run
            ? dealt(Array(0..<count), run: run)
            : DealtImages(own, count: count, run: run, hasLabels: hasLabels, ranks: ranks)
    }

    /// Some of the images, by their numbers, dealt out anew.
    private func dealt(_ chosen: [Int], run: Int) -> DealtImages {
        let none = LabelledImages(TensorBatch(empty: own.images.format))
        let dealt = DealtImages(none, count: chosen.count, run: run, hasLabels: hasLabels, ranks: ranks)
        return dealt.holding(items(ranks.all.map { rank in dealt.numbers(of: rank).map { chosen[$0] } }))
    }

    /// The images apart from a share of them, held out by a draw that depends on the seed and on their number alone; both in
    /// their order.
    ///
    /// - Parameter share: within 0...1; at least one image is held out, and none where there are fewer than two.
    public func holdingOut(_ share: Double, seed: UInt64) -> (rest: DealtImages, heldOut: DealtImages) {
        var source = RandomSource(seed: seed, stream: RandomStream.heldOut.rawValue << 32)
        let number = min(max(1, Int((share * Double(count)).rounded())), max(0, count - 1))
        let order = source.permutation(count)
        return (dealt(order[number...].sorted(), run: run), dealt(order[..<number].sorted(), run: run))
    }

    /// The runs of this rank, each with the number of its first image.
    private var ownRuns: some Sequence<(first: Int, images: LabelledImages)> {
        stride(from: ranks.rank * run, to: count, by: ranks.count * run).lazy.map { first in
            (first, own.items(in: place(of: first)..<place(of: first) + min(run, count - first)))
        }
    }

    /// The sum of what a model loses on each run of the images: every rank measures its own.
    ///
    /// - Parameter terms: of the loss.
    func loss(_ terms: [String], _ measure: (_ first: Int, _ images: LabelledImages) -> BatchLoss) -> BatchLoss {
        let own = ownRuns.map { measure($0.first, $0.images) }
        if ranks.count == 1 { return own.reduce(into: BatchLoss(terms)) { $0 += $1 } }
        var parcel = Parcel()
        for loss in own { parcel.put(loss) }
        var parcels = ranks.gather(parcel.bytes).map { Parcel($0) }
        var sum = BatchLoss(terms)
        for number in 0..<(count + run - 1) / run { sum += parcels[number % ranks.count].take() as BatchLoss }
        return sum
    }

    /// CRC-32 of something of each image, in their order.
    ///
    /// - Parameter bytes: what it is, of some of the images.
    func checksum(_ bytes: (LabelledImages) -> [UInt8]) -> UInt32 {
        if ranks.count == 1 { return CRC32.of(bytes(own)) }
        let own = ownRuns.flatMap { run in
            let bytes = bytes(run.images)
            return [Int(CRC32.of(bytes)), bytes.count]
        }
        var left = ranks.gather(own).map { $0[...] }
        return (0..<(count + run - 1) / run).reduce(0) { check, number in
            let (next, count) = (
                left[number % ranks.count].removeFirst(), left[number % ranks.count].removeFirst()
            )
            return CRC32.of(check, then: UInt32(next), count: count)
        }
    }
}

extension DealtImages: ItemRuns {
    public var format: ItemFormat { own.images.format }

    /// The images in their order on every rank, each of which shows its own to the others.
    public func forEachRun(_ body: (TensorBatch) -> Void) {
        if ranks.count == 1 { return own.images.forEachRun(body) }
        for first in stride(from: 0, to: count, by: run) {
            let numbers = Array(first..<min(first + run, count))
            body(items(ranks.all.map { _ in numbers }).images)
        }
    }
}
