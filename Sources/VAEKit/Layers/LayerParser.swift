/// Reads the layer language, layer by layer.
struct LayerParser {
    private var rest: Substring

    /// Brackets within brackets, at most.
    private static let deepest = 16

    init(_ text: String) { rest = Substring(text) }

    /// Layers up to the bracket that closes them, or the end of the text.
    mutating func sequence(depth: Int) throws(NetworkError) -> [LayerDescription] {
        guard depth <= Self.deepest else { throw NetworkError("brackets are nested more than \(Self.deepest) deep") }
        var layers: [LayerDescription] = []
        while true {
            if let layer = try layer(depth: depth) { layers.append(layer) }
            switch rest.first {
            case nil:
                guard depth == 0 else { throw NetworkError("a bracket is not closed: ']' is missing at the end") }
                return layers
            case "]":
                guard depth > 0 else { throw NetworkError("']' closes no bracket") }
                rest.removeFirst()
                return layers
            default: rest.removeFirst()
            }
        }
    }

    /// The layer up to the next separator; nil where there is none.
    private mutating func layer(depth: Int) throws(NetworkError) -> LayerDescription? {
        let words = takeWords()
        guard let name = words.first else {
            if rest.first == "[" { throw NetworkError("a bracket follows no layer: name one, as in 'residual [ … ]'") }
            return nil
        }
        var line = LayerWords(text: words.joined(separator: " "), name: name, rest: words.dropFirst())
        while rest.first == "[" {
            rest.removeFirst()
            line.branches.append(try sequence(depth: depth + 1))
            let behind = takeWords()
            if let word = behind.first { throw NetworkError("'\(word)' is not expected behind a bracket") }
        }
        guard let kind = LayerLanguage.kind(named: name) else {
            throw NetworkError("'\(line.text)': no layer is called '\(name)'; there are \(LayerLanguage.names)")
        }
        let layer = try kind.init(&line)
        try line.finish()
        return LayerDescription(layer)
    }

    /// The words up to a separator or a bracket.
    private mutating func takeWords() -> [Substring] {
        let end = rest.firstIndex { $0 == "," || $0.isNewline || $0 == "[" || $0 == "]" } ?? rest.endIndex
        defer { rest = rest[end...] }
        return rest[..<end].split(whereSeparator: \.isWhitespace)
    }
}
