import CommandSupport
import Latents
import TensorStreams
import VAEKit

/// The classes that a conditional model is told of the latents it decodes: those of the table's label column, or one for
/// all.
struct LatentClasses {
    private let classes: Int?
    private let common: Int?
    private let place: Int?
    private let levels: Levels?
    private let name: String

    /// - Parameters:
    ///   - label: for all latents, a number or a word.
    ///   - levels: the words of labels.
    ///   - checkpoint: what messages call the model.
    /// - Throws: `Failure` where the model is told classes and there are none, or a label and the model is told none.
    init(_ model: Autoencoder, _ latents: LatentReader, label: String?, levels: Levels?, named checkpoint: String)
        throws
    {
        common = try label.map { try Arguments.label($0, of: DecodeOptions.label, in: levels) }
        (classes, name, self.levels) = (model.description.classes, latents.name, levels)
        place = latents.leading.firstIndex(of: "label")
        if let common { try LatentOptions.check([common], classes: classes, of: checkpoint) }
        if classes == nil, levels != nil {
            throw Failure("\(checkpoint): its model is told no classes: leave out --levels")
        }
        guard classes != nil, common == nil, place == nil else { return }
        throw Failure(
            "\(name): its latents have no column label, but the model of \(checkpoint) is told the class of each: "
                + "name one for all with --label")
    }

    /// - Parameter number: of the row, from 1.
    func label(of row: LatentRow, number: Int) throws -> Int {
        guard let classes else { return 0 }
        if let common { return common }
        let text = place.flatMap { if case .text(let text) = row.leading[$0] { text } else { nil } } ?? ""
        guard let label = levels?.label(of: text) ?? Int(text), (0..<classes).contains(label) else {
            throw Failure(
                "\(name): row \(number): its label is none of the model's classes 0 to \(classes - 1)\(hint(for: text))"
            )
        }
        return label
    }

    /// What else the text of a label could have been.
    private func hint(for text: String) -> String {
        if let levels { return ", nor a word of \(levels.name)" }
        return Int(text) == nil ? "; --levels FILE numbers words" : ""
    }
}
