import CommandSupport
import Synthesis
import TensorStreams
import VAEKit

/// Images to train on where only speed counts.
enum BenchImages {
    private static let digitCount = 20_000
    private static let blockCount = 2_000
    /// How many a file must have: as many as the largest batch of a model.
    private static let fewest = 128
    /// The largest batch that all images are enough for.
    static let largestBatch = blockCount

    /// The first images of a file, at least as many as a batch has, or drawn digits.
    static func digits(_ path: String?, batch: Int = 0) throws -> TensorBatch {
        guard let path else { return drawn() }
        var source = try ImageSource(IDXReader(try ByteReader.open(path)))
        let fewest = max(fewest, batch)
        guard source.shape == [28, 28], let images = try source.next(atMost: digitCount), images.count >= fewest else {
            throw Failure("\(path): at least \(fewest) images of 28×28 are needed")
        }
        return images
    }

    private static func drawn() -> TensorBatch {
        var generator = DigitGenerator(seed: 0)
        var pixels: [UInt8] = []
        for item in 0..<digitCount { _ = generator.draw(UInt64(item), into: &pixels) }
        return TensorBatch(format: ItemFormat(type: .u8, shape: [28, 28]), count: digitCount, bytes: pixels)
    }

    /// Sprites, drawn at random.
    static func sprites() -> TensorBatch {
        var (renderer, random) = (SpriteRenderer(), RandomSource(seed: 0))
        var pixels: [UInt8] = []
        for _ in 0..<blockCount {
            renderer.draw(SpriteFactors(number: random.below(SpriteFactors.combinations)), into: &pixels)
        }
        let shape = [SpriteRenderer.side, SpriteRenderer.side]
        return TensorBatch(format: ItemFormat(type: .u8, shape: shape), count: blockCount, bytes: pixels)
    }

    /// 64×64 images of 8×8 blocks in random colours.
    static func blocks() -> TensorBatch {
        var random = RandomSource(seed: 0)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(blockCount * 64 * 64 * 3)
        for _ in 0..<blockCount {
            let colours = (0..<8 * 8 * 3).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            for y in 0..<64 {
                for x in 0..<64 {
                    let block = (y / 8 * 8 + x / 8) * 3
                    pixels.append(contentsOf: colours[block..<block + 3])
                }
            }
        }
        return TensorBatch(format: ItemFormat(type: .u8, shape: [64, 64, 3]), count: blockCount, bytes: pixels)
    }
}
