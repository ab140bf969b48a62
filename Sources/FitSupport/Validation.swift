import CommandSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

/// Images kept aside to measure a model's loss on, each rank its own.
public struct Validation {
    let data: DealtImages
    /// Which levels the pixels take.
    let levels: PixelLevels?
    /// Measures the loss.
    let loss: () -> BatchLoss

    /// - Throws: `ImageError` where the images have another shape than those to train on, `LabelsError`, or what reading
    ///   throws.
    init(
        _ path: String, labels: String?, levels: Levels?, model: some Fittable, settings: TrainingSettings,
        team: ThreadTeam, ranks: RunRanks
    ) throws {
        let labels = try labels.map { try Labels(reading: $0, levels: levels) }
        if labels != nil { try model.check(labels, named: path) }
        var source = try ImageSource(IDXReader(try ranks.open(path)), items: model.items)
        guard source.hasImages(of: model.imageShape) else {
            let shapes = [source.shape, model.imageShape].map { ItemFormat(type: .u8, shape: $0).shapeText }
            throw ImageError(
                "\(path): its images are \(shapes[0]), but those to train on are \(shapes[1])"
                    + source.way(to: model.imageShape))
        }
        if let scaling = model.scaling { source.scale(by: scaling) }
        self.init(
            try ranks.images(&source, labels: labels), levels: source.levels, model: model, settings: settings,
            team: team)
    }

    /// Of images that are there; `levels` is which ones their pixels take, where that is not told elsewhere.
    init(
        _ data: DealtImages, levels: PixelLevels? = nil, model: some Fittable, settings: TrainingSettings,
        team: ThreadTeam
    ) {
        (self.data, self.levels) = (data, levels)
        loss = model.measure(of: data, as: settings, team: team)
    }
}
