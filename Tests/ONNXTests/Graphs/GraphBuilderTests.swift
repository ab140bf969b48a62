import ONNX
import Testing
import VAEKit

@Suite struct GraphBuilderTests {
    private func encoder(_ layers: String, image: [Int] = [4, 6]) throws -> (Graph, Autoencoder) {
        let description = ModelDescription(
            imageShape: image, encoder: try LayerLanguage.parse(layers), decoder: try LayerLanguage.parse("dense 24"))
        let model = try Autoencoder(description)
        return (.encoder(of: model, level: 0, pixels: .u8), model)
    }

    @Test func aDenseEncoderNodeByNode() throws {
        let graph = try encoder("dense 5, relu").0
        #expect(
            graph.nodes.map(\.operation) == ["Cast", "Div", "Reshape", "Flatten", "Gemm", "Relu", "Gemm", "Gemm"])
        #expect(graph.nodes[4].inputs == ["encoder.0/Flatten", "encoder.0.weight", "encoder.0.bias"])
        #expect(graph.nodes.suffix(2).map(\.name) == ["mean", "logvar"])
        #expect(graph.inputs == [ValueInfo("images", .u8, [4, 6], note: "pixels as bytes")])
        #expect(graph.outputs.map(\.name) == ["mean", "logvar"])
    }

    /// Weights keep the names, the shapes and the numbers that a checkpoint has; what is no weight has a slash in its name.
    @Test func initialisersAreTheWeights() throws {
        let (graph, model) = try encoder("conv 3, batchnorm, residual [groupnorm 3, gelu], attention, flatten")
        let bias = try #require(model.parameterList.first { $0.name == "encoder.0.bias" })
        model.setValues([1, 2, 3], of: bias)
        let again = Graph.encoder(of: model, level: 0, pixels: .u8)
        #expect(again.initialisers.first { $0.name == bias.name }?.content == .floats([1, 2, 3]))
        let wanted = (model.parameterList + model.statisticList).filter { !$0.name.hasPrefix("decoder.") }
        let weights = graph.initialisers.filter { !$0.name.contains("/") }
        #expect(Set(weights.map(\.name)) == Set(wanted.map(\.name)))
        for parameter in wanted {
            #expect(weights.first { $0.name == parameter.name }?.shape == parameter.shape)
        }
    }

    /// Each name is given once, and nothing is taken before it is there.
    @Test func nodesAreInOrder() throws {
        let graph = try encoder("conv 4, concat [conv 2, silu] [conv 2, silu] [], residual [gelu, gelu], layernorm").0
        var known = Set(graph.inputs.map(\.name) + graph.initialisers.map(\.name) + [""])
        for node in graph.nodes {
            #expect(known.isSuperset(of: node.inputs), "\(node)")
            for output in node.outputs { #expect(known.insert(output).inserted, "\(output)") }
        }
        #expect(known.isSuperset(of: graph.outputs.map(\.name)))
    }
}
