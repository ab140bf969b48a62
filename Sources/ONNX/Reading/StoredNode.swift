/// An operator of an ONNX file: the message `NodeProto`.
package struct StoredNode {
    let operation: String
    /// Empty for those that are left out.
    let inputs: [String]
    let outputs: [String]
    /// Its name in the file, or that of its first output.
    private let name: String
    private let attributes: [String: Value]

    private struct Value {
        let integers: [Int]
        let float: Float?
        let text: String?
        let tensor: StoredMessage?
    }

    init(_ message: StoredMessage) throws(ONNXError) {
        inputs = message.texts(1)
        outputs = message.texts(2)
        let domain = message.text(7) ?? ""
        operation = (["", "ai.onnx"].contains(domain) ? "" : "\(domain).") + (message.text(4) ?? "")
        name = [message.text(3) ?? "", outputs.first ?? ""].first { !$0.isEmpty } ?? ""
        var attributes: [String: Value] = [:]
        for attribute in try message.messages(5) {
            attributes[attribute.text(1) ?? ""] = Value(
                integers: try attribute.integers(8) + attribute.integers(3), float: attribute.float(2),
                text: attribute.text(4), tensor: try attribute.message(5))
        }
        self.attributes = attributes
    }

    /// What messages call it: `node '/fc1/Gemm' (Gemm)`.
    var title: String { "node '\(name)' (\(operation))" }

    func integer(_ attribute: String) -> Int? { attributes[attribute]?.integers.last }
    /// nil where it has none of that name.
    func integers(_ attribute: String) -> [Int]? { attributes[attribute]?.integers }
    func float(_ attribute: String) -> Float? { attributes[attribute].map { $0.float ?? 0 } }
    func text(_ attribute: String) -> String? { attributes[attribute]?.text }
    func tensor(_ attribute: String) -> StoredMessage? { attributes[attribute]?.tensor }
}
