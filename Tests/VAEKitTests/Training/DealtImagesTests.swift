import TensorStreams
import TestSupport
import Testing
import Threads
import VAEKit

/// Images whose one value says which they are, as their label does.
@Suite struct DealtImagesTests {
    private static func format(_ shape: [Int] = [2]) -> ItemFormat { ItemFormat(type: .u8, shape: shape) }

    /// The number of image `item`, in two bytes.
    private static func images(_ count: Int) -> LabelledImages {
        let bytes = (0..<count).flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        return LabelledImages(
            TensorBatch(format: format(), count: count, bytes: bytes), labels: Array(0..<count))
    }

    private static func numbers(_ images: LabelledImages) -> [Int] {
        images.images.bytes.isEmpty
            ? []
            : (0..<images.count).map { Int(images.images.bytes[2 * $0]) << 8 | Int(images.images.bytes[2 * $0 + 1]) }
    }

    private static func numbers(_ images: DealtImages) -> [Int] {
        var all: [Int] = []
        images.forEachRun { all += numbers(LabelledImages($0)) }
        return all
    }

    /// What `body` gives on each of so many ranks, which read their own of `count` images out of one stream.
    private static func dealt<Result: Sendable>(
        _ count: Int, to ranks: Int, labelled: Bool = true, _ body: @escaping @Sendable (DealtImages) throws -> Result
    ) throws -> [Result] {
        let folder = try TemporaryFolder()
        let images = images(count)
        let (path, labels) = (folder.path + "/x", folder.path + "/y")
        try write(images.images, to: path)
        try write(TensorBatch(labels: images.labels), to: labels)
        return try ThreadRanks.run(ranks) { rank in
            var source = try ImageSource(IDXReader(try ByteReader.open(path)))
            return try body(
                try DealtImages(&source, labels: labelled ? try Labels(reading: labels) : nil, ranks: rank))
        }
    }

    private static func write(_ batch: TensorBatch, to path: String) throws {
        var writer = IDXWriter(try ByteWriter.create(path), format: batch.format)
        try writer.write(batch)
        try writer.finish()
    }

    @Test(arguments: [1, 1023, 1024, 1025, 5000], [1, 2, 3, 4]) func everyImageIsWithOneRank(count: Int, ranks: Int)
        throws
    {
        let own = try Self.dealt(count, to: ranks) { ($0.count, Self.numbers($0.own), $0.own.labels) }
        #expect(own.allSatisfy { $0.0 == count && $0.1 == $0.2 })
        #expect(own.flatMap(\.1).sorted() == Array(0..<count))
        #expect(own.allSatisfy { abs($0.1.count - count / ranks) <= 1024 })
    }

    @Test(arguments: [1, 3]) func allSeeAllInTheirOrder(ranks: Int) throws {
        for seen in try Self.dealt(3000, to: ranks, { Self.numbers($0) }) { #expect(seen == Array(0..<3000)) }
        for first in try Self.dealt(3000, to: ranks, { $0.first(7).labels }) { #expect(first == Array(0..<7)) }
    }

    @Test func ranksComeToTheChecksOfOne() throws {
        let alone = TrainedImages(DealtImages(Self.images(3000)))
        let unlabelled = TrainedImages(DealtImages(LabelledImages(Self.images(3000).images)))
        for ranks in [2, 4] {
            for identity in try Self.dealt(3000, to: ranks, { TrainedImages($0) }) { #expect(identity == alone) }
            for identity in try Self.dealt(3000, to: ranks, labelled: false, { TrainedImages($0) }) {
                #expect(identity == unlabelled)
            }
        }
    }

    @Test func everyImageIsHeldOutOrLeft() {
        let (rest, heldOut) = DealtImages(Self.images(200)).holdingOut(0.1, seed: 3)
        let (left, held) = (Self.numbers(rest), Self.numbers(heldOut))
        #expect(held.count == 20 && left.count == 180)
        #expect(held == heldOut.own.labels && left == rest.own.labels)
        #expect(held == held.sorted() && left == left.sorted())
        #expect((held + left).sorted() == Array(0..<200))
    }

    @Test func anyRanksHoldOutTheSame() throws {
        let alone = DealtImages(Self.images(3000)).holdingOut(0.4, seed: 5)
        let (left, held) = (Self.numbers(alone.rest), Self.numbers(alone.heldOut))
        let parts = try Self.dealt(3000, to: 3) { images in
            let parts = images.holdingOut(0.4, seed: 5)
            return (Self.numbers(parts.rest), Self.numbers(parts.heldOut))
        }
        #expect(parts.allSatisfy { $0.0 == left && $0.1 == held })
    }

    @Test func theSeedDecidesWhich() {
        let all = DealtImages(Self.images(100))
        let held = [1, 1, 2].map { Self.numbers(all.holdingOut(0.2, seed: $0).heldOut) }
        #expect(held[0] == held[1] && held[1] != held[2])
    }

    @Test(arguments: [(10, 0.001, 1), (10, 0.999, 9), (2, 0.5, 1), (1, 0.5, 0)])
    func oneAtLeastIsHeldOutAndOneLeft(count: Int, share: Double, heldOut: Int) {
        let parts = DealtImages(Self.images(count)).holdingOut(share, seed: 0)
        #expect(parts.heldOut.count == heldOut && parts.rest.count == count - heldOut)
        #expect(parts.rest.own.labels.count == count - heldOut)
    }

    @Test func fewerLabelsThanImagesAreTold() throws {
        let folder = try TemporaryFolder()
        try Self.write(Self.images(5).images, to: folder.path + "/x")
        try Self.write(TensorBatch(labels: [1, 2, 3]), to: folder.path + "/y")
        let labels = try Labels(reading: folder.path + "/y")
        var source = try ImageSource(IDXReader(try ByteReader.open(folder.path + "/x")))
        #expect(throws: LabelsError.self) { try DealtImages(&source, labels: labels, ranks: LoneRank()) }
    }
}
