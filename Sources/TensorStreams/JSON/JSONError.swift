/// What is wrong with JSON text, and at which byte (from 0).
public struct JSONError: Error, Equatable, CustomStringConvertible {
    public enum Reason: Equatable, Sendable {
        case unexpected
        case ended
        case duplicateKey(String)
        case tooDeep
        case badNumber
        case badString
        case trailingData
    }

    public let offset: Int
    public let reason: Reason

    public init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }

    public var description: String {
        let text =
            switch reason {
            case .unexpected: "something else than a JSON value"
            case .ended: "the JSON text ends too early"
            case .duplicateKey(let key): "key \"\(key)\" given twice"
            case .tooDeep: "nested deeper than \(JSONParser.depthLimit) levels"
            case .badNumber: "not a number of JSON"
            case .badString: "not a string of JSON"
            case .trailingData: "something after the JSON value"
            }
        return "byte \(offset): \(text)"
    }
}
