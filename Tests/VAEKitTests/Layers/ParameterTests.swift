import Testing
import VAEKit

/// Numbers in PyTorch's order have a place of their own each, whatever order memory has.
@Suite struct ParameterTests {
    @Test func everyNumberHasItsPlace() throws {
        let model = try Autoencoder(
            ModelDescription(
                imageShape: [6, 4, 3],
                encoder: try LayerLanguage.parse("conv 17 stride 2, batchnorm, flatten, dense 33, batchnorm"),
                decoder: try LayerLanguage.parse(
                    "dense 12, batchnorm, unflatten 2 3 2, convt 3 stride 2 output-padding 1")))
        var first: Float = 1
        for parameter in model.parameterList {
            let values = (0..<parameter.count).map { first + Float($0) }
            model.setValues(values, of: parameter)
            first += Float(parameter.count)
        }
        first = 1
        for parameter in model.parameterList {
            #expect(model.values(of: parameter) == (0..<parameter.count).map { first + Float($0) })
            first += Float(parameter.count)
        }
        // What is left over pads panels and vectors, and is zero.
        #expect(model.parameters.array.filter { $0 != 0 }.count == model.parameterCount)
    }
}
