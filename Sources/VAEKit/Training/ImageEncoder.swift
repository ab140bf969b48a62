import TensorStreams

/// An autoencoder's way from a batch of images to what its encoder's heads put out, and back.
final class ImageEncoder {
    let batch: ImageBatch
    /// The images as the encoder last saw them, values × columns.
    private(set) var seen = Tensor(zeros: 0)
    private let corruption: Corruption?
    private let corruptedImages: MutableTensor
    /// Room for log(1 + x) of counts x, which is what the encoder is given of them.
    private let logarithms: MutableTensor?
    private let input: LabelledInput
    private let workspace: Workspace

    /// - Parameters:
    ///   - capacity: columns of the widest batch.
    ///   - corruption: what is done to the images that the encoder sees.
    ///   - other: whose room for gradients is shared; nil where there is no way back.
    init(_ model: some ImageAutoencoder, capacity: Int, corruption: Corruption?, sharing other: Workspace?) {
        let values = model.image.count
        self.corruption = corruption
        corruptedImages = MutableTensor(zeros: corruption == nil ? 0 : values * capacity)
        logarithms = model.link == .softmax ? MutableTensor(zeros: values * capacity) : nil
        batch = ImageBatch(
            values: values, capacity: capacity, listsInk: model.takesSparse, threshold: model.threshold)
        input = LabelledInput(model.encoderMap, classes: model.classes, capacity: capacity)
        workspace = Workspace(model.encoder, columns: capacity, training: other != nil, sharing: other)
    }

    /// Takes the loaded batch to the heads, rows × columns.
    ///
    /// - Parameter noise: spoils the images, where that is asked for; nil leaves them as they are.
    func forward(_ noise: StepNoise?, _ pass: Pass) -> MutableTensor {
        seen = logarithms(of: noise.flatMap { spoilt($0, pass) } ?? batch.images, pass)
        let isWhole = corruption == nil || noise == nil
        return workspace.forward(
            input.join(seen, labels: batch.labels, pass), sparse: isWhole ? batch.sparse : nil, pass)
    }

    private func logarithms(of images: Tensor, _ pass: Pass) -> Tensor {
        guard let room = logarithms?[0..<images.count] else { return images }
        BatchKernel.logarithms(images, room, team: pass.team)
        return Tensor(room)
    }

    private func spoilt(_ noise: StepNoise, _ pass: Pass) -> Tensor? {
        guard let corruption else { return nil }
        let images = corruptedImages[0..<batch.images.count]
        corruption.apply(
            batch.images, output: images, items: pass.items, columns: pass.columns, first: pass.firstItem,
            source: noise.source(.corruption), team: pass.team)
        return Tensor(images)
    }

    /// Takes the gradient for the heads, which may be overwritten, back to the encoder's parameters.
    func backward(_ headGradient: MutableTensor, _ use: GradientUse, _ pass: Pass) {
        workspace.backward(headGradient, use, pass)
    }
}
