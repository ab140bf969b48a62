import TensorStreams

/// Images in memory, each with its class.
public struct LabelledImages: Sendable {
    public let images: TensorBatch
    public let labels: [Int]

    package init(images: TensorBatch, labels: [Int]) {
        precondition(images.count == labels.count, "every image has a label")
        (self.images, self.labels) = (images, labels)
    }

    /// Reads all images of a source, and checks that each has a label.
    ///
    /// - Throws: `ImageError` or `LabelsError`, or what reading throws.
    public init(_ source: inout ImageSource, labels: Labels) throws {
        images = try source.all()
        try labels.checkCount(images.count, of: source.name)
        self.labels = labels.values
    }
}
