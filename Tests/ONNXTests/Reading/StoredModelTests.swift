import ONNX
import Protobuf
import TensorStreams
import TestSupport
import Testing

@Suite struct StoredModelTests {
    private func reason(_ bytes: [UInt8]) -> String {
        do {
            _ = try StoredModel(bytes, file: "f")
            return "none"
        } catch {
            return "\(error)"
        }
    }

    private func reason(_ change: (inout GraphFile) -> Void) -> String {
        var file = GraphFile.encoder
        change(&file)
        return reason(file.bytes())
    }

    @Test func soundFilesAreRead() {
        #expect(reason(GraphFile.encoder.bytes()) == "none")
        #expect(reason(GraphFile.decoder.bytes()) == "none")
    }

    @Test func valuesComeFromBefore() {
        #expect(
            reason { $0.nodes.swapAt(0, 1) } == "f: node 'r' (Relu): its input 'h' comes from nowhere before it")
        #expect(
            reason { $0.nodes[0] = GraphFile.node("Add", ["x", "mean"], "h") }
                == "f: node 'h' (Add): its input 'mean' comes from nowhere before it")
        #expect(
            reason { $0.tensors.removeFirst() } == "f: node 'h' (Gemm): its input 'w' comes from nowhere before it")
        #expect(
            reason { $0.nodes.append(GraphFile.node("Relu", ["h"], "r")) }
                == "f: node 'r' (Relu): its output 'r' is there before")
        #expect(reason { $0.outputs = ["z"] } == "f: its output 'z' comes from nowhere")
        #expect(reason { $0.tensors.append(GraphFile.tensor("b", [3])) } == "f: tensor 'b' is there twice")
    }

    @Test func operatorsOfOldAreRefused() {
        #expect(reason { $0.opset = 8 } == "f: operators of version 8 are not read, but from 9 on")
    }

    /// Wherever it is cut, and whatever a byte is changed to.
    @Test func damageIsFoundOrHarmless() {
        let whole = GraphFile.encoder.bytes()
        for length in 0..<whole.count { #expect(reason(Array(whole.prefix(length))) != "none") }
        for place in whole.indices {
            for value in [0, 0x7F, 0xFF, whole[place] &+ 1] {
                var changed = whole
                changed[place] = value
                #expect(reason(changed).hasPrefix("f: ") || reason(changed) == "none")
            }
        }
    }

    /// A tensor of the type, with sizes and what else it has.
    private func reasonOfTensor(type: Int, sizes: [Int], _ more: (inout ProtobufMessage) -> Void) -> String {
        var (tensor, graph) = (ProtobufMessage(), GraphFile.encoder.graph)
        for size in sizes { tensor.add(1, size) }
        tensor.add(2, type)
        tensor.add(8, "t")
        more(&tensor)
        graph.add(5, tensor)
        return reason(GraphFile.encoder.bytes(graph))
    }

    @Test func tensorsThatLieAreRefused() {
        let raw = [UInt8](repeating: 0, count: 8)
        #expect(reasonOfTensor(type: 1, sizes: [2]) { $0.add(9, raw) } == "none")
        #expect(
            reasonOfTensor(type: 1, sizes: [3, 1 << 20]) { $0.add(9, raw) }
                == "f: tensor 't': it holds 2 numbers, where its sizes are 3×1048576")
        #expect(
            reasonOfTensor(type: 7, sizes: [1 << 62, 1 << 62, 1 << 62]) { $0.add(9, raw) }.hasPrefix(
                "f: tensor 't': it holds 1 numbers, where its sizes are "))
        let kinds = "it has no sizes, or elements of type"
        #expect(
            reasonOfTensor(type: 8, sizes: [2]) { $0.add(9, raw) } == "f: tensor 't': \(kinds) 8, which are not read")
        #expect(
            reasonOfTensor(type: 1, sizes: [-1]) { $0.add(9, raw) } == "f: tensor 't': \(kinds) 1, which are not read")
    }

    /// A tensor whose numbers are in a file of that name, in a folder where a file `d` has 16 bytes.
    private func reason(location: String, offset: String?, length: String?, beside: Bool = true) throws -> String {
        let folder = try TemporaryFolder()
        var (tensor, graph) = (ProtobufMessage(), GraphFile.encoder.graph)
        tensor.add(1, 2)
        tensor.add(2, 1)
        tensor.add(8, "t")
        for (key, value) in [("location", location), ("offset", offset), ("length", length)] {
            var entry = ProtobufMessage()
            entry.add(1, key)
            if let value { entry.add(2, value) }
            if value != nil { tensor.add(13, entry) }
        }
        tensor.add(14, 1)
        graph.add(5, tensor)
        try write([UInt8](repeating: 1, count: 16), folder.path + "/d")
        try write(GraphFile.encoder.bytes(graph), folder.path + "/f")
        do {
            _ =
                beside
                ? try StoredModel(path: folder.path + "/f")
                : try StoredModel(GraphFile.encoder.bytes(graph), file: folder.path + "/f")
            return "none"
        } catch {
            return String("\(error)".dropFirst(folder.path.count + 1))
        }
    }

    private func write(_ bytes: [UInt8], _ path: String) throws {
        let output = try ByteWriter.create(path)
        try output.write(bytes)
        try output.finish()
    }

    @Test func tensorsInOtherFilesAreBesideTheModel() throws {
        #expect(try reason(location: "d", offset: "8", length: "8") == "none")
        for location in ["../d", "/etc/passwd", "", "..", "a/d"] {
            #expect(
                try reason(location: location, offset: nil, length: "8")
                    == "f: tensor 't': its numbers are in '\(location)', which is not beside the model")
        }
        #expect(
            try reason(location: "d", offset: "9", length: "8")
                == "f: tensor 't': 'd' has 16 bytes, and it is to end beyond them")
        #expect(
            try reason(location: "d", offset: "-8", length: "8") == "f: tensor 't': its place in 'd' is no number")
        #expect(
            try reason(location: "d", offset: nil, length: nil)
                == "f: tensor 't': it holds 4 numbers, where its sizes are 2")
        #expect(try reason(location: "e", offset: nil, length: nil) == "e: cannot open: No such file or directory")
        #expect(
            try reason(location: "d", offset: "8", length: "8", beside: false)
                == "f: tensor 't': its numbers are in another file: name the model's file, not a pipe")
    }
}
