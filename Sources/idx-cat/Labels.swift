import TensorStreams

/// The labels of a stream's items, whole in memory.
struct Labels {
    let name: String
    let values: [Int]

    /// Reads a stream of scalars.
    init(reading path: String) throws {
        var reader = IDXReader(try ByteReader.open(path))
        name = reader.name
        let format = try reader.requiredFormat()
        guard format.shape.isEmpty else { throw LabelsError.notLabels(name, format) }
        do { values = try reader.all().integers() } catch let error as NotAnInteger {
            throw LabelsError.notWhole(name, error)
        }
    }
}

/// Labels that do not fit the items.
enum LabelsError: Error, CustomStringConvertible {
    case notLabels(String, ItemFormat)
    case notWhole(String, NotAnInteger)
    case countDiffers(labels: String, Int, items: String, Int)
    case needed(String, ItemFormat)

    var description: String {
        switch self {
        case .notLabels(let name, let format): "\(name): \(format) items, not labels"
        case .notWhole(let name, let error): "\(name): \(error)"
        case .countDiffers(let labels, let labelCount, let items, let itemCount):
            "\(labels): \(labelCount) labels for the \(itemCount) items of \(items)"
        case .needed(let name, let format): "\(name): \(format) items are no labels: name their labels with --labels"
        }
    }
}
