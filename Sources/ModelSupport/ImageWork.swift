import TensorStreams
import Threads
import VAEKit

/// Images of a stream that a model is to be at work on.
struct ImagesAtWork: Parcelled {
    let images: LabelledImages
    /// Number of the first in the stream.
    let first: Int
    /// The greatest pixel read so far.
    let greatest: UInt8

    init(_ images: LabelledImages, first: Int, greatest: UInt8) {
        (self.images, self.first, self.greatest) = (images, first, greatest)
    }

    init(from parcel: inout Parcel) { self.init(parcel.take(), first: parcel.take(), greatest: parcel.take()) }

    func put(into parcel: inout Parcel) {
        parcel.put(images)
        parcel.put(first)
        parcel.put(greatest)
    }
}

/// What became of some images of a stream.
struct WorkedImages<Output: Parcelled>: Parcelled {
    let output: Output
    /// Their numbers.
    let items: Range<Int>
    let greatest: UInt8

    init(_ output: Output, of batch: ImagesAtWork) {
        (self.output, greatest) = (output, batch.greatest)
        items = batch.first..<batch.first + batch.images.count
    }

    init(from parcel: inout Parcel) {
        (output, items, greatest) = (parcel.take(), parcel.take()..<parcel.take(), parcel.take())
    }

    func put(into parcel: inout Parcel) {
        parcel.put(output)
        parcel.put(items.lowerBound)
        parcel.put(items.upperBound)
        parcel.put(greatest)
    }
}

/// Batches of images that a model is at work on, on all ranks.
public final class ImageWork<Output: Parcelled> {
    private let work: SharedWork<ImagesAtWork, WorkedImages<Output>>
    private let levels: PixelLevels
    private var greatest: UInt8 = 0

    /// - Parameter levels: what is to learn the levels of all pixels, whichever rank has read them.
    init(_ work: SharedWork<ImagesAtWork, WorkedImages<Output>>, levels: PixelLevels) {
        (self.work, self.levels) = (work, levels)
    }

    /// What became of the next batch, with the numbers of its images; nil after the last, and on all ranks but the first, which
    /// have then done their part.
    public func next() throws -> (output: Output, items: Range<Int>)? {
        guard let batch = try work.next() else {
            levels.see(greatest: greatest)
            return nil
        }
        greatest = max(greatest, batch.greatest)
        return (batch.output, batch.items)
    }
}
