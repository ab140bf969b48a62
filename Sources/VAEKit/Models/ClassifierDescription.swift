import TensorStreams

/// Everything needed to rebuild a classifier but its weights.
public struct ClassifierDescription: Equatable, Sendable {
    /// The shape of an image as the stream has it: `[height, width]`, `[height, width, channels]` or `[values]`.
    public var imageShape: [Int]
    /// Labels are 0 ..< classes.
    public var classes: Int
    /// What they are called, each another name; nil where they have numbers alone.
    public var names: [String]?
    /// The layers up to the features.
    public var network: [LayerDescription]

    /// The most classes there may be.
    public static let largestClasses = 65_536

    public init(imageShape: [Int], classes: Int, network: [LayerDescription]) {
        self.imageShape = imageShape
        self.classes = classes
        self.network = network
    }

    /// The network for images of a shape where no other is asked for: convolutions that halve a map, or dense layers for
    /// plain vectors; 128 features either way.
    public static func network(for imageShape: [Int]) -> [LayerDescription] {
        func stage(_ layer: LayerDescription) -> [LayerDescription] { [layer, .batchNorm, .activation(.relu)] }
        func halving(_ channels: Int) -> [LayerDescription] {
            stage(.convolution(channels: channels, kernel: 3, stride: 2, padding: 1))
        }
        let features = stage(.dense(outputs: 128))
        if imageShape.count == 1 { return stage(.dense(outputs: 256)) + features }
        return halving(32) + stage(.convolution(channels: 32, kernel: 3, stride: 1, padding: 1)) + halving(64) + [
            .flatten
        ]
            + features
    }
}

extension ClassifierDescription: ModelDescribing {
    /// The description as a checkpoint's `model` entry has it.
    public var json: JSON {
        var object: JSONObject = [
            "image": .array(imageShape.map { .integer($0) }),
            "model": .string(ModelFamily.classifier.rawValue),
            "classes": .integer(classes),
            "network": .string(LayerLanguage.spell(network)),
        ]
        object["names"] = names.map { .array($0.map { .string($0) }) }
        return .object(object)
    }

    /// - Throws: `NetworkError` that names the entry which is missing or wrong.
    public init(json: JSON) throws(NetworkError) {
        let shape = try ModelDescription.imageShape(json: json)
        let classes = try Self.classes(json: json)
        guard let text = json["network"]?.string else { throw ModelDescription.wrong("network") }
        self.init(imageShape: shape, classes: classes, network: try LayerLanguage.parse(text))
        names = try json["names"].map { (entry) throws(NetworkError) in try Self.names(entry, classes: classes) }
    }

    /// As many names as there are classes, which can stand in a table.
    private static func names(_ json: JSON, classes: Int) throws(NetworkError) -> [String] {
        let names = json.array?.compactMap(\.string) ?? []
        let isTabular = names.allSatisfy { !$0.isEmpty && !$0.utf8.contains { $0 < 32 } }
        guard names.count == classes, Set(names).count == classes, isTabular else {
            throw ModelDescription.wrong("names")
        }
        return names
    }

    /// The entry that says how many classes there are.
    static func classes(json: JSON) throws(NetworkError) -> Int {
        guard let classes = json["classes"]?.int, (2...largestClasses).contains(classes) else {
            throw ModelDescription.wrong("classes")
        }
        return classes
    }
}
