import CommandSupport
import Latents
import TensorStreams

/// Which columns of a table are factors, and which of them are continuous.
struct FactorChoice {
    /// Nil is every column that is neither a latent nor `id` nor without a name.
    let names: [String]?
    let continuous: [String]
    let bins: Int

    /// A numeric factor with more different values is continuous.
    static let mostClasses = 100
    /// A text that is different in more rows is no class.
    static let mostTexts = 1000

    init(_ arguments: Arguments) {
        names = arguments[ZMeasureOptions.factors]
        continuous = arguments[ZMeasureOptions.continuous] ?? []
        bins = arguments[ZMeasureOptions.bins]
    }

    /// The factors' places in a table. Throws `TableError` where one is missing, `Failure` where there is none.
    func places(in table: TableReader) throws -> [Int] {
        let chosen: [Int]
        if let names {
            chosen = try names.map { try table.index(of: $0) }
        } else {
            let latents = try ["z", "mu", "logvar"].flatMap { try LatentColumns($0, of: table)?.places ?? [] }
            chosen = table.columns.indices.filter { !latents.contains($0) && !["id", ""].contains(table.columns[$0]) }
        }
        if chosen.isEmpty {
            throw Failure(
                "\(table.name): no column of factors beside id and the latents: name a second table that has them")
        }
        let unknown = continuous.first { name in !chosen.contains { table.columns[$0] == name } }
        if let unknown { throw Failure("\(table.name): --continuous \(unknown): it is no factor") }
        return chosen
    }

    func isContinuous(_ name: String) -> Bool { continuous.contains(name) }
}
