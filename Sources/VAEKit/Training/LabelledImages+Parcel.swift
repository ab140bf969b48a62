import TensorStreams
import Threads

extension LabelledImages: Parcelled {
    public init(from parcel: inout Parcel) {
        let format = ItemFormat(type: parcel.take(), shape: parcel.take())
        let images = TensorBatch(format: format, count: parcel.take(), bytes: parcel.take())
        self.init(images, labels: parcel.take())
    }

    public func put(into parcel: inout Parcel) {
        parcel.put(images.format.type)
        parcel.put(images.format.shape)
        parcel.put(images.count)
        parcel.put(images.bytes)
        parcel.put(labels)
    }
}
