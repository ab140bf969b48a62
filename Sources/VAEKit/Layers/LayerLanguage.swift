import TensorStreams

/// What is wrong with a network as it was written: which part, which layer of it, and what to do.
public struct NetworkError: Error, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }

    /// Images that are rows of values have no sides for a convolution to go along.
    static func refuseRows(_ imageShape: [Int], to layers: [LayerDescription]) throws(NetworkError) {
        guard imageShape.count == 1, layers.first?.isConvolution == true else { return }
        throw NetworkError(
            "convolutions need images of H×W or H×W×C, but these are rows of \(imageShape[0]) values: "
                + ItemFormat.wayOfRows + "; dense layers take them as they are")
    }
}

/// The layer language: layers separated by commas or line ends, each a name, its size, and named options.
///
///     conv CHANNELS [kernel K] [stride S] [padding P]
///     convt CHANNELS [kernel K] [stride S] [padding P] [output-padding Q]
///     dense OUTPUTS    batchnorm    flatten    unflatten CHANNELS HEIGHT WIDTH
///     relu   leaky [SLOPE]   tanh   sigmoid   elu   silu
///
/// The kernel is 3, the stride 1 and the padding half the kernel where nothing else is said.
public enum LayerLanguage {
    /// Sizes beyond this are a slip of the keyboard, not a network that could be trained.
    static let largestSize = 1 << 20

    public static func parse(_ text: String) throws(NetworkError) -> [LayerDescription] {
        var layers: [LayerDescription] = []
        for part in text.split(whereSeparator: { $0 == "," || $0.isNewline }) {
            let words = part.split(whereSeparator: \.isWhitespace)
            guard let name = words.first else { continue }
            var line = Line(text: words.joined(separator: " "), words: words.dropFirst())
            layers.append(try line.layer(named: name))
        }
        guard !layers.isEmpty else { throw NetworkError("a network needs at least one layer, such as 'dense 512'") }
        return layers
    }

    public static func print(_ layers: [LayerDescription]) -> String {
        layers.map(\.description).joined(separator: ", ")
    }
}

/// One layer's words, taken from the front.
private struct Line {
    let text: String
    var words: ArraySlice<Substring>

    mutating func layer(named name: Substring) throws(NetworkError) -> LayerDescription {
        let layer: LayerDescription
        switch name {
        case "dense": layer = .dense(outputs: try size())
        case "conv":
            let channels = try size()
            let options = try options(["kernel", "stride", "padding"])
            let kernel = options["kernel"] ?? 3
            layer = .convolution(
                channels: channels, kernel: kernel, stride: options["stride"] ?? 1,
                padding: options["padding"] ?? kernel / 2)
        case "convt":
            let channels = try size()
            let options = try options(["kernel", "stride", "padding", "output-padding"])
            let kernel = options["kernel"] ?? 3
            layer = .transposedConvolution(
                channels: channels, kernel: kernel, stride: options["stride"] ?? 1,
                padding: options["padding"] ?? kernel / 2, outputPadding: options["output-padding"] ?? 0)
        case "batchnorm": layer = .batchNorm
        case "flatten": layer = .flatten
        case "unflatten":
            layer = .unflatten(MapShape(channels: try size(), height: try size(), width: try size()))
        case "leaky": layer = .activation(.leaky(try slope() ?? 0.01))
        case "relu": layer = .activation(.relu)
        case "tanh": layer = .activation(.tanh)
        case "sigmoid": layer = .activation(.sigmoid)
        case "elu": layer = .activation(.elu)
        case "silu": layer = .activation(.silu)
        default:
            throw NetworkError(
                "'\(text)': no layer is called '\(name)'; there are conv, convt, dense, batchnorm, flatten, unflatten, "
                    + "relu, leaky, tanh, sigmoid, elu and silu")
        }
        if let extra = words.first { throw NetworkError("'\(text)': '\(extra)' is not expected there") }
        return layer
    }

    private mutating func size() throws(NetworkError) -> Int {
        guard let word = words.popFirst() else { throw NetworkError("'\(text)': a size is missing") }
        guard let value = Int(word), value >= 1, value <= LayerLanguage.largestSize else {
            throw NetworkError("'\(text)': '\(word)' must be a whole number from 1 to \(LayerLanguage.largestSize)")
        }
        return value
    }

    private mutating func slope() throws(NetworkError) -> Float? {
        guard let word = words.popFirst() else { return nil }
        guard let value = Float(word), value >= 0, value <= 1 else {
            throw NetworkError("'\(text)': the slope '\(word)' must be a number from 0 to 1")
        }
        return value
    }

    private mutating func options(_ names: [String]) throws(NetworkError) -> [String: Int] {
        var values: [String: Int] = [:]
        while let name = words.popFirst().map(String.init) {
            guard names.contains(name) else {
                throw NetworkError("'\(text)': '\(name)' is not one of \(names.joined(separator: ", "))")
            }
            let least = name.hasSuffix("padding") ? 0 : 1
            guard let word = words.popFirst(), let value = Int(word), value >= least, value <= 64 else {
                throw NetworkError("'\(text)': \(name) needs a whole number from \(least) to 64")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw NetworkError("'\(text)': \(name) is given twice")
            }
        }
        return values
    }
}
