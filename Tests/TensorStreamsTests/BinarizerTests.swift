import TensorStreams
import Testing

@Suite struct BinarizerTests {
    private func pixels(_ bytes: [UInt8], shape: [Int]) -> TensorBatch {
        let perItem = shape.reduce(1, *)
        return TensorBatch(
            format: ItemFormat(type: .u8, shape: shape), count: bytes.count / perItem, bytes: bytes)
    }

    @Test func greaterThanTheThresholdIsInk() {
        var binarizer = Binarizer(.threshold(128))
        #expect(binarizer.binarized(pixels([0, 127, 128, 129, 255], shape: [5])).bytes == [0, 0, 0, 255, 255])
        let floats = TensorBatch(
            format: ItemFormat(type: .f32, shape: [3]), floats: [128.0 / 255, 129.0 / 255, 0])
        #expect(binarizer.binarized(floats).bytes == [0, 255, 0])
        #expect(binarizer.binarized(floats).format == ItemFormat(type: .u8, shape: [3]))
    }

    @Test func inkComesAsOftenAsThePixelSays() {
        var binarizer = Binarizer(.bernoulli(seed: 1))
        for value in [0, 1, 64, 128, 254, 255] as [UInt8] {
            let drawn = binarizer.binarized(pixels([UInt8](repeating: value, count: 200_000), shape: [50])).bytes
            let ink = Double(drawn.filter { $0 == 255 }.count)
            #expect(drawn.allSatisfy { $0 == 0 || $0 == 255 })
            #expect(abs(ink / 200_000 - Double(value) / 255) < 0.005)
            if value == 0 { #expect(ink == 0) }
            if value == 255 { #expect(ink == 200_000) }
        }
    }

    @Test func floatsAreDrawnToo() {
        var binarizer = Binarizer(.bernoulli(seed: 1))
        let values = [Float](repeating: 0.25, count: 99_000) + [Float](repeating: 1, count: 99)
        let drawn = binarizer.binarized(TensorBatch(format: ItemFormat(type: .f32, shape: [99]), floats: values))
        #expect(drawn.bytes.suffix(99).allSatisfy { $0 == 255 })
        let ink = Double(drawn.bytes.prefix(99_000).filter { $0 == 255 }.count)
        #expect(abs(ink / 99_000 - 0.25) < 0.01)
    }

    @Test func batchesDoNotMatterAndPassesDo() {
        let batch = pixels([UInt8](repeating: 100, count: 90 * 50), shape: [9, 10])
        var (whole, parts) = (Binarizer(.bernoulli(seed: 3)), Binarizer(.bernoulli(seed: 3)))
        let first = whole.binarized(batch).bytes
        let pieces = [0..<1, 1..<20, 20..<50].flatMap { parts.binarized(batch.items(in: $0)).bytes }
        #expect(first == pieces)
        #expect(whole.binarized(batch).bytes != first)
    }
}
