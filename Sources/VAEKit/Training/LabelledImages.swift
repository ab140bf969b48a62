import TensorStreams

/// Images in memory, each with its class where the model learns of classes.
public struct LabelledImages: Sendable {
    public let images: TensorBatch
    /// Empty where there are none.
    public let labels: [Int]

    public init(_ images: TensorBatch, labels: [Int] = []) {
        precondition(labels.isEmpty || images.count == labels.count, "every image has a label, or none has")
        (self.images, self.labels) = (images, labels)
    }

    public var count: Int { images.count }

    /// The same items as a model sees them that scales their values.
    public func scaled(by scaling: ValueScaling) -> LabelledImages {
        LabelledImages(scaling.applied(to: images), labels: labels)
    }

    /// The items at `range`.
    public func items(in range: Range<Int>) -> LabelledImages {
        LabelledImages(images.items(in: range), labels: labels.isEmpty ? [] : Array(labels[range]))
    }

    /// All of them in order, at most `size` at a time, each time with the number of the first.
    func batches(of size: Int) -> some Sequence<(first: Int, images: LabelledImages)> {
        stride(from: 0, to: count, by: size).lazy.map { first in
            (first, items(in: first..<Swift.min(first + size, count)))
        }
    }

    /// The items with the given numbers, in that order.
    func items(at numbers: [Int]) -> LabelledImages {
        LabelledImages(images.items(at: numbers), labels: labels.isEmpty ? [] : numbers.map { labels[$0] })
    }
}
