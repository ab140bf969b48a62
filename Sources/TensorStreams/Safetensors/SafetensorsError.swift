/// What is wrong with a safetensors file.
public struct SafetensorsError: Error, Equatable, CustomStringConvertible {
    public enum Reason: Equatable, Sendable {
        case empty
        case cutHeader
        case headerTooLarge(UInt64)
        case badHeader(String)
        case badMetadata
        case badTensor(String, String)
        case hole(String)
        case overlap(String)
        case wrongLength(expected: Int, found: Int)
        case cutData(String, expected: Int, found: Int)
        case trailingData
        case notNumbers(String, type: String)
    }

    public let name: String
    public let reason: Reason

    public init(name: String, reason: Reason) {
        self.name = name
        self.reason = reason
    }

    public var description: String { "\(name): \(text)" }

    private var text: String {
        switch reason {
        case .empty: "empty; a safetensors file was expected"
        case .cutHeader: "not a safetensors file, or cut in its header"
        case .headerTooLarge(let size): "not a safetensors file (its header would have \(size) bytes)"
        case .badHeader(let detail): "not a safetensors file: header: \(detail)"
        case .badMetadata: "header: __metadata__ must hold strings"
        case .badTensor(let tensor, let detail): "tensor \(tensor): \(detail)"
        case .hole(let tensor): "tensor \(tensor): bytes before it belong to no tensor"
        case .overlap(let tensor): "tensor \(tensor): overlaps the one before"
        case .wrongLength(let expected, let found): "\(expected) bytes of data expected, \(found) found"
        case .cutData(let tensor, let expected, let found):
            "tensor \(tensor): \(expected) bytes expected, \(found) found"
        case .trailingData: "bytes after the last tensor belong to no tensor"
        case .notNumbers(let tensor, let type): "tensor \(tensor): \(type) where floating-point numbers were expected"
        }
    }
}
