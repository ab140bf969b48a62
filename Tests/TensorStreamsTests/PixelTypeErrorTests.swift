import TensorStreams
import Testing

@Suite struct PixelTypeErrorTests {
    @Test(arguments: [ElementType.u8, .f32, .f64]) func pixelsMayBe(type: ElementType) {
        #expect(PixelTypeError(name: "x", type: type) == nil)
    }

    @Test(arguments: [(ElementType.i8, "int8"), (.i16, "int16"), (.i32, "int32")])
    func othersAreNamedAsInNumPyWithTheWay(type: ElementType, name: String) throws {
        let text = try #require(PixelTypeError(name: "x", type: type)).description
        #expect(text.hasPrefix("x: its values are \(name), but pixels are uint8, or float32 or float64 within [0, 1]"))
        #expect(text.contains("x.astype('uint8')") && text.contains(".astype('float32')"))
    }
}
