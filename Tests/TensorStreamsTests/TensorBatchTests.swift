import TensorStreams
import Testing

@Suite struct TensorBatchTests {
    private func batch(_ type: ElementType, _ values: [Float]) -> TensorBatch {
        TensorBatch(format: ItemFormat(type: type, shape: []), floats: values)
    }

    @Test func blackAndWhiteIsNotGrey() {
        #expect(batch(.u8, [0, 1]).isBlackAndWhite && batch(.f32, [1, 0, -0.0]).isBlackAndWhite)
        #expect(!batch(.u8, [0, 0.5, 1]).isBlackAndWhite && !batch(.f32, [0, 254.0 / 255]).isBlackAndWhite)
        #expect(batch(.u8, []).isBlackAndWhite)
    }

    @Test func pixelsAreScaledAndOtherTypesAreNot() {
        #expect(batch(.u8, [0, 1, 0.5]).bytes == [0, 255, 128])
        #expect(batch(.u8, [0, 1, 0.2]).floats() == [0, 1, 51.0 / 255])
        for type in [ElementType.i8, .i16, .i32, .f32, .f64] {
            #expect(batch(type, [0, 1, -128, 127]).floats() == [0, 1, -128, 127])
        }
    }

    @Test func valuesOutOfRangeAreHeld() throws {
        #expect(batch(.u8, [-3, 7, .nan, .infinity, -.infinity]).bytes == [0, 255, 0, 255, 0])
        #expect(batch(.i8, [1000, -1000, .nan]).floats() == [127, -128, 0])
        #expect(batch(.i16, [1e9, -1e9, .nan]).floats() == [32767, -32768, 0])
        #expect(try batch(.i32, [1e20, -1e20, .nan]).integers() == [2_147_483_647, -2_147_483_648, 0])
    }

    @Test func wholeNumbersAreIntegers() throws {
        #expect(try batch(.f32, [3, -4]).integers() == [3, -4])
        #expect(throws: NotAnInteger(item: 1, value: 0.5)) { try batch(.f32, [3, 0.5]).integers() }
        #expect(throws: NotAnInteger.self) { try batch(.f64, [.nan]).integers() }
        #expect(TensorBatch(labels: [0, 255]).format.type == .u8)
        #expect(try TensorBatch(labels: [0, 256, -1]).integers() == [0, 256, -1])
    }

    @Test func itemsAreSelectedInOrder() {
        let batch = TensorBatch(format: ItemFormat(type: .u8, shape: [2]), count: 3, bytes: [0, 1, 2, 3, 4, 5])
        #expect(batch.items(at: [2, 0, 2]).bytes == [4, 5, 0, 1, 4, 5])
        #expect(batch.items(at: []).count == 0)
        #expect(batch.items(in: 1..<3).bytes == [2, 3, 4, 5])
        var twice = batch
        twice.append(batch)
        #expect(twice.count == 6)
    }
}
