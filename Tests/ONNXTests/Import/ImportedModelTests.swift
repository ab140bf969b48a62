import ONNX
import Testing
import VAEKit

@Suite struct ImportedModelTests {
    private typealias File = GraphFile

    private func model(
        _ encoder: GraphFile = .encoder, _ decoder: GraphFile = .decoder, image: [Int]? = nil,
        recon: ModelDescription.Recon? = nil, isFromTanh: Bool = false
    ) throws -> ImportedModel {
        try ImportedModel(
            encoder: encoder.stored("e"), decoder: decoder.stored("d"), image: image, recon: recon,
            isFromTanh: isFromTanh)
    }

    private func reason(_ body: () throws -> ImportedModel) -> String {
        do {
            _ = try body()
            return "none"
        } catch {
            return "\(error)"
        }
    }

    /// The encoder with other nodes between x and r, which come to a vector of three.
    private func encoder(_ nodes: [Node], _ tensors: [Initialiser] = [], input: [Int] = [4]) -> GraphFile {
        var file = File.encoder
        file.nodes.replaceSubrange(0..<2, with: nodes)
        file.tensors += tensors
        file.input = ValueInfo("x", .float, input, note: "")
        return file
    }

    private func reason(_ nodes: [Node], _ tensors: [Initialiser] = [], input: [Int] = [4]) -> String {
        reason { try model(encoder(nodes, tensors, input: input)) }
    }

    @Test func layersHeadsAndTensors() throws {
        let model = try model(image: [2, 2])
        #expect(LayerLanguage.spell(model.description.encoder) == "dense 3, relu")
        #expect(LayerLanguage.spell(model.description.decoder) == "dense 4")
        #expect(model.description.imageShape == [2, 2] && model.description.latent == 2)
        #expect(model.description.kind == .vae && model.description.heads == .logvar)
        #expect(
            model.tensors.map(\.name) == [
                "encoder.0.weight", "encoder.0.bias", "mean.weight", "mean.bias", "logvar.weight", "logvar.bias",
                "decoder.0.weight", "decoder.0.bias",
            ])
        #expect(model.tensors.map(\.origin) == ["w", "b", "m", nil, "v", nil, "w", "b"])
        // x·W becomes W·x.
        #expect(model.tensors[2].shape == [2, 3])
        #expect(model.tensors[2].stored.floats() == [-0.5, 0, 0.5, -0.25, 0.25, -0.5])
    }

    @Test func outputsThatAreCalledVarianceAreTheVariance() throws {
        var file = File.encoder
        file.outputs = ["logvar", "mean"]
        #expect(try model(file).tensors[2].origin == "m")
        file.outputs = ["mean"]
        file.nodes.removeLast()
        #expect(try model(file).description.kind == .ae)
    }

    @Test func valuesThatAreScaled() throws {
        let scale = [File.tensor("s", [4], [1, 2, 3, 4]), File.tensor("f", [1], [0.5])]
        let head = [File.node("Sub", ["x", "s"], "o"), File.node("Div", ["o", "f"], "q")]
        let encoder = encoder(head + [File.node("Gemm", ["q", "w", "b"], "h"), File.node("Relu", ["h"], "r")], scale)
        var decoder = File.decoder
        decoder.nodes[1] = File.node("Mul", ["h", "f"], "q")
        decoder.nodes.append(File.node("Add", ["q", "s"], "y"))
        decoder.tensors += scale
        let found = try model(encoder, decoder, recon: .mse)
        #expect(found.description.scale == ValueScale(.standard))
        #expect(found.tensors.suffix(2).map(\.name) == ["scale.offset", "scale.factor"])
        #expect(found.tensors.last?.stored.floats() == [0.5, 0.5, 0.5, 0.5])
        decoder.tensors[2] = File.tensor("s", [4], [1, 2, 3, 5])
        #expect(
            reason { try model(encoder, decoder, recon: .mse) }
                == "d: it does not scale values back as the encoder scales them")
        #expect(
            reason { try model(.encoder, decoder, recon: .mse) }
                == "d: the encoder scales values, or this scales them back, and not both")
    }

    @Test func whatIsNoLayerIsNamed() {
        let wide = File.tensor("k", [4, 2, 3, 3])
        let window: [(String, Attribute)] = [("kernel_shape", .integers([3, 3])), ("pads", .integers([1, 1, 1, 1]))]
        #expect(reason([File.node("Softplus", ["x"], "r")]) == "e: node 'r' (Softplus): no layer is made of it")
        #expect(
            reason([File.node("Add", ["x", "x"], "r")]) == "e: node 'r' (Add): no layer is made of it")
        #expect(
            reason([File.node("Gemm", ["x", "k"], "r")], [wide])
                == "e: node 'r' (Gemm): weights of 4×2×3×3 do not fit vectors of 4")
        #expect(
            reason([File.node("Gemm", ["x", "x"], "r")]) == "e: node 'r' (Gemm): its input 2 is no constant")
        #expect(
            reason([File.node("Gemm", ["x", "w"], "r", [("alpha", .float(2))])])
                == "e: node 'r' (Gemm): it is read as x·W + b alone")
        #expect(
            reason([File.node("Conv", ["x", "k"], "r", window)], [wide])
                == "e: node 'r' (Conv): it takes maps, but here come items of 4")
        #expect(
            reason([File.node("Conv", ["x", "k"], "r", window)], [wide], input: [3, 5, 5])
                == "e: node 'r' (Conv): weights of 4×2×3×3 do not fit maps of 3×5×5")
        #expect(
            reason(
                [File.node("Conv", ["x", "k"], "r", [("pads", .integers([1, 0, 1, 0]))])], [wide], input: [2, 5, 5])
                == "e: node 'r' (Conv): its window is not square, or not padded alike on all sides, or has groups or gaps"
        )
        #expect(
            reason([File.node("Reshape", ["x", "n"], "r")], [File.integers("n", [2, 2])])
                == "e: node 'r' (Reshape): items are not kept apart")
        #expect(
            reason([File.node("Transpose", ["x"], "r", [("perm", .integers([1, 0]))])]).hasPrefix(
                "e: node 'r' (Transpose): it turns items otherwise"))
    }

    @Test func decodersEndInASigmoidATanhOrNothing() {
        var file = File.decoder
        file.nodes[1] = File.node("Tanh", ["h"], "y")
        #expect(
            reason { try model(.encoder, file) }
                == "d: it ends in a tanh, and makes images from -1 to 1: --from-tanh makes those from 0 to 1")
        #expect(reason { try model(.encoder, file, isFromTanh: true) } == "none")
        #expect(reason { try model(isFromTanh: true) } == "d: --from-tanh: it does not end in a tanh")
        file.nodes.removeLast()
        file.outputs = ["h"]
        #expect(
            reason { try model(.encoder, file) }
                == "d: it ends in no sigmoid: give --recon mse or gaussian, for values as they are")
        #expect(reason { try model(.encoder, file, recon: .gaussian) } == "none")
    }

    @Test func partsThatDoNotGoTogether() {
        var wide = File.decoder
        wide.input = ValueInfo("x", .float, [4], note: "")
        wide.tensors[0] = File.tensor("w", [4, 4])
        #expect(
            reason { try model(.encoder, wide) } == "d: it takes latents of 4 coordinates, and the encoder makes 2")
        #expect(
            reason { try model(image: [3, 3]) }
                == "d: images of 4 values, where the encoder takes 4 and --image says 9")
        var file = File.encoder
        file.nodes.append(File.node("Exp", ["logvar"], "variance"))
        file.outputs = ["mean", "logvar", "variance"]
        #expect(
            reason { try model(file) }
                == "e: its outputs are not the mean, or mean and log variance, of dense layers: export encoder and decoder apart"
        )
        file = File.encoder
        file.input = ValueInfo("x", .float, [], note: "")
        #expect(
            reason { try model(file) }
                == "e: the sizes of its input 'x' are not fixed: export it for one size of images")
    }

    /// What is done to an output behind its dense layer is never passed over, nor what is done to a latent.
    @Test func nothingIsPassedOver() {
        let outputs =
            "e: its outputs are not the mean, or mean and log variance, of dense layers: export encoder and decoder apart"
        var file = File.encoder
        file.nodes.removeLast()
        file.nodes[2] = Node(
            operation: "Split", inputs: ["d"], outputs: ["mean", "s"], attributes: [("axis", .integer(1))])
        file.nodes.insert(File.node("Gemm", ["r", "both"], "d"), at: 2)
        file.nodes.append(File.node("Exp", ["s"], "logvar"))
        file.tensors.append(File.tensor("both", [3, 4]))
        #expect(reason { try model(file) } == outputs)
        file.outputs = ["mean", "s"]
        #expect(reason { try model(file) } == "none")
        file.outputs = []
        #expect(reason { try model(file) } == "e: it puts nothing out")
        var decoder = File.decoder
        decoder.nodes[0] = File.node("Gemm", ["z", "w", "b"], "h")
        decoder.nodes.insert(File.node("Mul", ["x", "two"], "z"), at: 0)
        decoder.tensors.append(File.tensor("two", [1], [2]))
        #expect(reason { try model(.encoder, decoder) } == "d: node 'z' (Mul): no layer is made of it")
        #expect(
            reason([
                File.node("Gemm", ["x", "w", "b"], "h"), File.node("Squeeze", ["h"], "r", [("axes", .integers([0]))]),
            ]) == "e: node 'r' (Squeeze): items are not kept apart")
        let cast = File.node("Cast", ["x"], "c", [("to", .integer(7))])
        #expect(
            reason([cast, File.node("Gemm", ["c", "w", "b"], "r")]).hasPrefix("e: node 'c' (Cast): images are read"))
    }

    /// A chain of a hundred thousand nodes, and numbers of sizes that double at each: read in no time, and refused.
    @Test(.timeLimit(.minutes(1))) func bombsAreRefused() {
        var long = (0..<100_000).map { File.node("Relu", ["v\($0)"], "v\($0 + 1)") }
        long.insert(File.node("Identity", ["x"], "v0"), at: 0)
        #expect(reason(long + [File.node("Softplus", ["v100000"], "r")]).hasSuffix("no layer is made of it"))
        var sizes = [File.node("Shape", ["x"], "s0")]
        for step in 0..<1000 { sizes.append(File.node("Concat", ["s\(step)", "s\(step)"], "s\(step + 1)")) }
        sizes.append(File.node("Reshape", ["x", "s1000"], "r"))
        #expect(reason(sizes) == "e: node 'r' (Reshape): the sizes that it makes are not known")
    }
}
